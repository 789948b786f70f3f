"""Save a drawn chart as SVG or PNG: by the browser itself, from what it has on screen."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.components.assets import asset
from dashboard.texts import texts


def save_chart(charts: Mapping[str, str], *, source: str, key: str) -> None:
    """Offer ``charts`` (the key each was drawn under, and its title) as files.

    The title and ``source`` are written into the picture, so that it can stand alone.
    """
    component = st.components.v2.component(
        "moderato_save_chart", css=asset("base.css"), js=asset("dom.js", "save_chart.js")
    )
    component(
        key=key,
        data={
            "charts": [{"key": name, "title": title} for name, title in charts.items()],
            "source": source,
            "strings": dict(texts("lists")),
        },
    )
