"""Choose a point of the tone charts without a mouse: for a keyboard or a screen reader."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.tone import ToneRow
from analysis.labels.tone_measures import SHOWN
from dashboard.components.measure_words import measure_title
from dashboard.screens.tone import point_choice
from dashboard.texts import text


def render(charts: str, rows: Sequence[ToneRow]) -> str:
    """Offer the points of ``charts``, folded in, and give the name that a choice has as its source.

    ``rows`` are what the charts are drawn of. Nothing more is drawn until it is opened.
    """
    source = f"point_{charts}"

    def follow() -> None:
        point = st.session_state.get(point_choice.key_of(source))
        measure = st.session_state.get(f"measure_{charts}", SHOWN[0])
        if point is not None:
            point_choice.choose(point_choice.Pick(source, point, measure))
        elif point_choice.is_from(source):
            point_choice.choose(None)

    folded = st.expander(text("tone.without_mouse"), key="tone_typed", on_change="rerun")
    if not folded.open:
        return source
    with folded:
        left, right = st.columns(2)
        measure = left.selectbox(
            text("tone.measure"),
            list(SHOWN),
            format_func=measure_title,
            key=f"measure_{charts}",
            on_change=follow,
        )
        scored = {row.key: row for row in rows if row.scored}
        right.selectbox(
            text("tone.point"),
            list(scored),
            index=None,
            format_func=lambda key: point_in_words(scored[key], measure),
            key=point_choice.key_of(source),
            on_change=follow,
        )
    return source


def point_in_words(row: ToneRow, measure: str) -> str:
    """A point by its name and what it counts, as its tooltip tells those who can point."""
    return text(
        "tone.point_counts",
        name=row.title or text("tone.untitled"),
        n=row.count(measure),
        of=row.scored,
    )
