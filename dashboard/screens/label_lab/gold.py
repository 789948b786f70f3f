"""Make answers gold that nobody disputes, one at a time and with the comment in sight."""

from __future__ import annotations

import streamlit as st

from analysis.domain.annotation import AnnotationSet
from analysis.domain.judgement import Judgement
from analysis.services.annotation.gold import Agreed, agreed_item, fit_for_gold, set_gold
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.texts import label_of, text

#: Answers offered at once; the next ones follow when these are gold.
OFFERED = 200


def render(store: Store, of: AnnotationSet) -> None:
    """Offer the undisputed answers; gold is known to those who settle, never to annotators."""
    fit = fit_for_gold(store, of.id, person=state.person())
    if not fit:
        return
    with st.expander(text("label_lab.gold_more", n=len(fit))):
        by_place = {(agreed.item_id, agreed.label): agreed for agreed in fit[:OFFERED]}
        chosen = st.selectbox(
            text("label_lab.gold_pick"),
            list(by_place),
            format_func=lambda place: line(by_place[place]),
            key=f"gold_pick_{of.id}",
            width=480,
        )
        agreed = by_place[chosen]
        item = agreed_item(store, agreed, person=state.person())
        if item is None:
            st.info(text("lists.erased"))
            return
        with st.container(border=True):
            st.text(item.comment.text)
        st.caption(f"{label_of(agreed.label).question} {text(f'label_lab.{agreed.answer.value}')}")

        def make() -> None:
            set_gold(
                store,
                agreed.item_id,
                Judgement(label=agreed.label, person=state.person(), answer=agreed.answer),
            )

        if st.button(text("label_lab.gold_make"), key="gold_make") and attempted(make):
            st.toast(text("label_lab.gold_made"))
            st.rerun()


def line(agreed: Agreed) -> str:
    """One answer in the list: what was said, of which comment, by whom."""
    return text(
        "label_lab.gold_line",
        label=label_of(agreed.label).title,
        answer=text(f"label_lab.{agreed.answer.value}"),
        comment=agreed.comment_id,
        people=", ".join(agreed.people),
    )
