"""Find the threshold that is cheapest for a stated cost of misses and false alarms."""

from __future__ import annotations

import streamlit as st

from analysis.domain.errors import BadInput
from analysis.domain.profile import Profile, Threshold
from analysis.services.thresholds import label_answers, thresholds_lab
from analysis.storage.database import Store
from dashboard.charts.cost import cost_curve
from dashboard.charts.shares import in_words
from dashboard.components.page_look import dark
from dashboard.screens.thresholds import basis, draft
from dashboard.texts import text


def render(store: Store, profile: Profile, label: str) -> None:
    """Ask for the two costs, draw what every threshold would have cost."""
    st.markdown(text("thresholds.cost_intro"))
    left, right, _ = st.columns([1, 1, 2])
    miss = left.number_input(
        text("thresholds.cost_miss"), min_value=0.0, value=5.0, step=1.0, key="cost_miss"
    )
    alarm = right.number_input(
        text("thresholds.cost_alarm"), min_value=0.0, value=1.0, step=1.0, key="cost_alarm"
    )
    answers = label_answers.label_answers(store, [label])[label]
    outcomes = label_answers.outcomes(answers)
    st.caption(basis.in_words(answers))
    try:
        best = thresholds_lab.cheapest(outcomes, miss=miss, false_alarm=alarm)
    except BadInput as problem:
        st.info(text("thresholds.cost_no", reason=problem))
        return
    now = profile.thresholds[label]
    st.altair_chart(
        cost_curve(
            best.steps,
            best.costs,
            best=best.best,
            now=now.flag_at,
            interval=(best.low, best.high),
            dark=dark(),
        ),
        width="stretch",
        key="cost_curve",
    )
    st.markdown(
        text(
            "thresholds.cost_found",
            judged=best.judged,
            positives=best.positives,
            best=best.best,
            low=best.low,
            high=best.high,
            cost=best.best_cost,
            now_cost=best.cost_at(now.flag_at),
            now=now.flag_at,
        )
    )
    proposed = Threshold(flag_at=best.best, clear_below=min(now.clear_below, best.best))
    there = thresholds_lab.expected(outcomes, proposed)
    st.markdown(
        text(
            "thresholds.cost_there",
            precision=in_words(there.precision),
            recall=in_words(there.recall),
        )
    )
    if best.too_few:
        st.warning(text("thresholds.cost_few"))
    st.caption(
        text("thresholds.cost_theory", at=best.if_calibrated) + " " + text("thresholds.expect_how")
    )
    if st.button(
        text("thresholds.cost_take", best=best.best),
        key="take_cheapest",
        help=text("thresholds.take_help"),
    ):
        draft.propose(profile, label, proposed)
        draft.show()
