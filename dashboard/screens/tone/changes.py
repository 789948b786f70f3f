"""What changed since the week before, said only as loudly as the numbers allow."""

from __future__ import annotations

import streamlit as st

from analysis.domain.tone import Granularity, ToneRow
from analysis.evaluation.proportions import Gap, gap, rate
from analysis.labels.tone_measures import SHOWN
from analysis.services.tone import tone_counts
from analysis.storage.database import Store
from dashboard.charts.shares import in_words
from dashboard.components.measure_words import measure_title
from dashboard.screens.tone.scope import Scope
from dashboard.texts import text


def render(store: Store, scope: Scope) -> None:
    """Compare the last two weeks of the scope that hold comments."""
    st.subheader(text("tone.changed_title"))
    known = tone_counts.tone_over_time(store, granularity=Granularity.WEEK, section=scope.section)
    weeks = [row for row in known if row.scored]
    if len(weeks) < 2:
        st.info(text("tone.changed_none"))
        return
    before, now = weeks[-2:]
    st.caption(text("tone.changed_weeks", now=f"{now.day:%d %B}", before=f"{before.day:%d %B %Y}"))
    st.table(changes(before, now), hide_index=True, border="horizontal")


def changes(before: ToneRow, now: ToneRow) -> list[dict[str, str]]:
    """One row per measure: both shares, the gap with its interval, and a word for it."""
    rows: list[dict[str, str]] = []
    for measure in SHOWN:
        first = rate(before.count(measure), before.scored)
        second = rate(now.count(measure), now.scored)
        difference = gap(first, second)
        if difference is None:
            moved, verdict = "", text("tone.changed_no_n")
        else:
            bounds = f"({difference.low:+.0%} to {difference.high:+.0%})"
            moved = f"{difference.value:+.0%} {bounds}".replace("%", "")
            verdict = text(f"tone.changed_{_word(difference, few=first.too_few or second.too_few)}")
        rows.append(
            {
                text("tone.changed_measure"): measure_title(measure),
                text("tone.changed_before"): in_words(first),
                text("tone.changed_now"): in_words(second),
                text("tone.changed_by"): moved,
                text("tone.changed_say"): verdict,
            }
        )
    return rows


def _word(difference: Gap, *, few: bool) -> str:
    if few:
        return "few"
    if not difference.certain:
        return "unclear"
    return "up" if difference.value > 0 else "down"
