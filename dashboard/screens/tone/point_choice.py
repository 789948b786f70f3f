"""Which point of the tone charts was chosen last, by a click or without a mouse.

Streamlit hands over what is picked in each chart; a person means the last click. The chart that
was clicked before is drawn anew under another key, so that one point only is marked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.charts.selections import picked_key
from dashboard.components.measure_words import measure_title
from dashboard.components.plain import plain
from dashboard.texts import text

_LAST = "tone_pick"
_SCOPE = "tone_pick_scope"


@dataclass(frozen=True, slots=True)
class Pick:
    """The chart (or list) it was made in, the measure if it names one, and the point's key."""

    source: str
    key: str
    measure: str | None = None


def key_of(source: str) -> str:
    """The widget key of a chart or a list; another one once something else was chosen."""
    return f"{source}_{st.session_state.get(_round(source), 0)}"


def last() -> Pick | None:
    """What was chosen last; ``None`` when nothing is."""
    point = st.session_state.get(_LAST)
    return point if isinstance(point, Pick) else None


def is_from(source: str) -> bool:
    """Whether what counts now was chosen there."""
    pick = last()
    return pick is not None and pick.source == source


def stay_in(scope: str) -> None:
    """Drop a choice that was made in another scope."""
    if st.session_state.get(_SCOPE, scope) != scope:
        choose(None)
    st.session_state[_SCOPE] = scope


def choose(pick: Pick | None) -> None:
    """Let ``pick`` count from now on, and unmark what counted before."""
    before = last()
    if before is not None and (pick is None or pick.source != before.source):
        st.session_state[_round(before.source)] = st.session_state.get(_round(before.source), 0) + 1
    st.session_state[_LAST] = pick


def on_click(source: str, *, measure: str | None = None) -> Callable[[], None]:
    """What a chart does when it is clicked; ``measure`` where all its points are of one."""

    def follow() -> None:
        event = st.session_state.get(key_of(source))
        key = picked_key(event)
        if key is not None:
            choose(Pick(source, key, measure or picked_key(event, field="what")))
        elif is_from(source):
            choose(None)

    return follow


def say(where: str, measure: str | None, *, anchor: str) -> None:
    """Beside a chart: what is chosen there, the way to its comments, and back to all."""
    what = measure_title(measure) if measure else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            text("tone.picked", what=what, where=plain(where), anchor=anchor)
            if what
            else text("tone.picked_plain", where=plain(where), anchor=anchor),
            width="content",
        )
        st.button(text("tone.list_clear"), key="tone_clear", on_click=lambda: choose(None))


def _round(source: str) -> str:
    return f"tone_round_{source}"
