"""Annotate one comment after the other, blind to everybody else and to the scores."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from analysis.domain.annotation import AnnotationItem, CountedSet
from analysis.domain.errors import BadInput
from analysis.domain.label import Label
from analysis.services.annotation import answering, own_annotations
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.plain import plain
from dashboard.components.span_marker import (
    Mark,
    facet_title,
    facets_to_mark,
    find_words,
    marked_by,
    span_marker,
)
from dashboard.screens.label_lab import reopened
from dashboard.screens.label_lab.answer_form import (
    ENTERED,
    TURN,
    draw_answers,
    keep_marks,
    marks_of,
)
from dashboard.screens.label_lab.answer_keys import for_browser, pressed, saves
from dashboard.screens.label_lab.guideline import draw_guideline
from dashboard.texts import label_of, text


def render(store: Store, of: CountedSet) -> None:
    """Draw the next comment that this person has not judged, or one of theirs again."""
    person = state.person()
    mine = answering.my_annotations(store, of.id, person=person)
    answered = Counter(vote.item_id for vote in mine)
    judged = sum(labels == len(of.labels) for labels in answered.values())
    progress, before = st.columns([1, 1], gap="large", vertical_alignment="bottom")
    progress.progress(
        min(judged / of.items, 1.0) if of.items else 0.0,
        text=text("label_lab.progress", mine=judged, items=of.items),
    )
    with before:
        again = reopened.choose(of, mine)
    item = (
        answering.next_item(store, of.id, person=person)
        if again is None
        else own_annotations.my_item(store, again, person=person)
    )
    if item is None:
        st.session_state.pop(ENTERED, None)
        st.success(text("label_lab.done" if of.items else "label_lab.empty_set"))
        return
    labels = [label_of(key) for key in of.labels]
    if again is not None:
        reopened.fill_in(item.id, [vote for vote in mine if vote.item_id == item.id])
    left, right = st.columns([1, 1], gap="large")
    with left:
        _comment(item, labels)
    with right:
        if again is None:
            draw_answers(store, of, item, labels, person)
        else:
            settled = own_annotations.settled_labels(store, item.id)
            draw_answers(store, of, item, labels, person, settled=settled, again=mine)
            reopened.draw_history(store, item.id, person)
    draw_guideline(labels)


def _comment(item: AnnotationItem, labels: list[Label]) -> None:
    st.caption(
        plain(
            text(
                "label_lab.under",
                article=item.article.title or item.article.id,
                position=item.comment.position,
            )
        )
    )
    if item.parent is not None:
        with st.expander(text("label_lab.answers")):
            st.text(item.parent.text)
    # One key for all comments: the component is given the next one rather than made anew.
    key = "marker"
    original = item.comment.text

    def follow() -> None:
        event = st.session_state[key]
        keep_marks(item, marked_by(event, marks_of(item), item=item.id, length=len(original)))

    def answer() -> None:
        event = st.session_state[key]
        by_key = pressed(event, labels, item=item.id)
        for label, choice in by_key.items():
            st.session_state[f"said_{item.id}_{label}"] = choice
        if saves(event, item=item.id):
            st.session_state[ENTERED] = (item.id, by_key)
            st.session_state[TURN] = st.session_state.get(TURN, 0) + 1

    chosen = {label.key: st.session_state.get(f"said_{item.id}_{label.key}") for label in labels}
    span_marker(
        original,
        marks_of(item),
        labels,
        item=item.id,
        keys=for_browser(labels, chosen, turn=st.session_state.get(TURN, 0)),
        key=key,
        on_change=follow,
        on_choose=answer,
    )
    with st.expander(text("label_lab.by_words")):
        _by_words(item, labels)


def _by_words(item: AnnotationItem, labels: list[Label]) -> None:
    named = {label.key: label for label in labels}
    choices = [(label.key, facet) for label in labels for facet in facets_to_mark(label)]
    with st.form(f"by_words_{item.id}", clear_on_submit=True, border=False):
        words = st.text_input(text("label_lab.by_words_words"))
        chosen = st.selectbox(
            text("label_lab.by_words_facet"),
            choices,
            format_func=lambda choice: facet_title(named[choice[0]], choice[1]),
        )
        go = st.form_submit_button(text("label_lab.by_words_go"))
    if not go:
        return
    try:
        span = find_words(item.comment.text, words)
    except BadInput as problem:
        st.error(str(problem))
        return
    keep_marks(item, sorted({*marks_of(item), Mark(span, *chosen)}))
    st.rerun()
