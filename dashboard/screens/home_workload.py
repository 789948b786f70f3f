"""The part of the home screen for people who plan: decisions by hour, and second reviews."""

from __future__ import annotations

import streamlit as st

from analysis.evaluation.proportions import rate
from analysis.services.overview.workload import SECOND_DAYS, decisions_by_hour, second_reviews
from analysis.storage.database import Store
from dashboard.charts.shares import in_words
from dashboard.components.data_table import data_table
from dashboard.texts import text


def draw_workload(store: Store, person: str) -> None:
    """Draw it; the services refuse whoever may not see what others do."""
    st.subheader(text("home.workload"))
    st.caption(text("home.workload_note"))
    hours = decisions_by_hour(store, person=person)
    if hours:
        people = sorted({count.person for count in hours})
        rows: dict[str, dict[str, object]] = {}
        for count in hours:
            hour = f"{count.begin:%Y-%m-%d %H:00}"
            row = rows.setdefault(hour, {text("home.hour"): hour, **dict.fromkeys(people, 0)})
            row[count.person] = count.decisions
        data_table(list(rows.values()), alt=text("home.by_hour"), key="home_hours")
    else:
        st.markdown(text("home.no_hours"))
    second = second_reviews(store, person=person)
    share = rate(second.overturned, second.reviewed)
    st.markdown(
        text("home.second", days=SECOND_DAYS, share=in_words(share))
        if second.reviewed
        else text("home.no_second", days=SECOND_DAYS)
    )
