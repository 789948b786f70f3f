"""Label lab: annotate blind, measure agreement, settle differences, learn from it."""

from __future__ import annotations

import streamlit as st

from analysis.domain.account import Permission
from analysis.domain.annotation import CountedSet
from analysis.services.annotation import annotation_sets
from dashboard import sign_in, wiring
from dashboard.screens.label_lab import adjudicate, agreement, annotate, learn, rules, sets
from dashboard.texts import text

#: Views of one annotation set; the others are about the whole site.
OF_A_SET = {
    "annotate": annotate.render,
    "adjudicate": adjudicate.render,
    "agreement": agreement.render,
}
OF_THE_SITE = {
    "sets": sets.render,
    "learn": learn.render,
    "rules": rules.render,
}


def render() -> None:
    """Draw the chosen view."""
    store = wiring.store()
    st.title(text("label_lab.title"))
    sets = annotation_sets.sets(store)
    # Set and view share a line: whoever annotates needs the height for the comment.
    left, right = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    view = left.segmented_control(
        text("label_lab.view"),
        [
            view_name
            for view_name in [*OF_A_SET, *OF_THE_SITE]
            if view_name != "adjudicate" or _may_settle()
        ],
        default="annotate" if sets else "sets",
        required=True,
        format_func=lambda name: text(f"label_lab.view_{name}"),
        key="lab_view",
        bind="query-params",
    )
    if view != "annotate" or not sets:
        st.markdown(text("label_lab.intro"))
    if view in OF_THE_SITE:
        OF_THE_SITE[view](store)
        return
    with right:
        chosen = _choose(sets)
    if chosen is None:
        st.info(text("label_lab.no_sets"))
        return
    OF_A_SET[view](store, chosen)


def _may_settle() -> bool:
    """Whoever settles sees everybody's answers; annotators stay blind to each other."""
    here = sign_in.account()
    return here is not None and here.may(Permission.MANAGE_ANNOTATION)


def _choose(sets: list[CountedSet]) -> CountedSet | None:
    if not sets:
        return None
    by_id = {annotation_set.id: annotation_set for annotation_set in sets}
    asked = st.query_params.get("set", "")
    ids = list(by_id)
    chosen = st.selectbox(
        text("label_lab.set"),
        ids,
        index=ids.index(int(asked)) if asked.isdecimal() and int(asked) in by_id else 0,
        format_func=lambda number: text(
            "label_lab.set_line",
            name=by_id[number].name,
            judged=by_id[number].judged,
            items=by_id[number].items,
        ),
    )
    st.query_params["set"] = str(chosen)
    return by_id[chosen]
