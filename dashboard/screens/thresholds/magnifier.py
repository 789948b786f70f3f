"""A magnifier for the small bars of a histogram, and what it cuts off, in words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.thresholds import Bin
from dashboard.charts.scores import magnified
from dashboard.texts import text


def draw(bins: Sequence[Bin]) -> int | None:
    """Offer to magnify the small bars; where the count axis ends, ``None`` for as high as it is.

    Nothing is offered where every bar can be seen anyway.
    """
    cut = magnified(bins)
    if cut is None or not st.toggle(
        text("thresholds.magnify"), key="magnify", help=text("thresholds.magnify_help")
    ):
        return None
    taller = [bar.count for bar in bins if bar.count > cut]
    st.caption(text("thresholds.magnified", cut=cut, n=len(taller), most=max(taller)))
    return cut
