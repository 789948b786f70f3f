"""Make answers gold that nobody disputes, one at a time and with the comment in sight."""

from __future__ import annotations

import streamlit as st

from analysis.domain.annotation import AnnotationSet
from analysis.labels import label as label_of
from analysis.services.annotation import annotation_sets, set_progress
from analysis.services.annotation.set_progress import Agreed
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.texts import text

#: Answers offered at once; the next ones follow when these are gold.
OFFERED = 200


def render(store: Store, of: AnnotationSet) -> None:
    """Offer the undisputed answers; gold is known to those who settle, never to annotators."""
    found = set_progress.fit_for_gold(store, of.id, person=state.person())
    if not found:
        return
    with st.expander(text("label_lab.gold_more", n=len(found))):
        by_place = {(one.item_id, one.label): one for one in found[:OFFERED]}
        chosen = st.selectbox(
            text("label_lab.gold_pick"),
            list(by_place),
            format_func=lambda place: line(by_place[place]),
            key=f"gold_pick_{of.id}",
            width=480,
        )
        one = by_place[chosen]
        item = set_progress.agreed_item(store, one, person=state.person())
        if item is None:
            st.info(text("lists.erased"))
            return
        with st.container(border=True):
            st.text(item.comment.text)
        st.caption(f"{label_of(one.label).question} {text(f'label_lab.{one.judgement.value}')}")

        def make() -> None:
            annotation_sets.set_gold(
                store,
                one.item_id,
                label=one.label,
                judgement=one.judgement,
                person=state.person(),
            )

        if st.button(text("label_lab.gold_make"), key="gold_make") and attempted(make):
            st.toast(text("label_lab.gold_made"))
            st.rerun()


def line(one: Agreed) -> str:
    """One answer in the list: what was said, of which comment, by whom."""
    return text(
        "label_lab.gold_line",
        label=label_of(one.label).title,
        answer=text(f"label_lab.{one.judgement.value}"),
        comment=one.comment_id,
        people=", ".join(one.people),
    )
