"""Annotate one comment after the other, blind to everybody else and to the scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from analysis.domain.annotation import (
    GRADED,
    HOLDS_FROM,
    LEVELS,
    AnnotatedSpan,
    Annotation,
    AnnotationItem,
    AnnotationSet,
    Judgement,
)
from analysis.domain.errors import BadInput
from analysis.domain.label import Label
from analysis.labels import label as label_of
from analysis.services.annotation import annotation_sets, own_annotations
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.components.plain import plain
from dashboard.components.span_marker import (
    Mark,
    facet_title,
    facets_of_the_whole,
    facets_to_mark,
    find_words,
    marked_by,
    span_marker,
)
from dashboard.screens.label_lab import reopened
from dashboard.screens.label_lab.guideline import draw_guideline
from dashboard.texts import text

SKIP = "skip"


def render(store: Store, of: AnnotationSet) -> None:
    """Draw the next comment that this person has not judged, or one of theirs again."""
    person = state.person()
    mine = annotation_sets.my_annotations(store, of.id, person=person)
    judged = len({one.item_id for one in mine})
    st.progress(
        judged / of.items if of.items else 0.0,
        text=text("label_lab.progress", mine=judged, items=of.items),
    )
    again = reopened.choose(of, mine)
    item = (
        annotation_sets.next_item(store, of.id, person=person)
        if again is None
        else own_annotations.my_item(store, again, person=person)
    )
    if item is None:
        st.success(text("label_lab.done" if of.items else "label_lab.empty_set"))
        return
    labels = [label_of(key) for key in of.labels]
    if again is not None:
        reopened.fill_in(item.id, [one for one in mine if one.item_id == item.id])
    left, right = st.columns([2, 1], gap="large")
    with left:
        _comment(item, labels)
        if again is None:
            _answers(store, item, labels, person)
        else:
            settled = own_annotations.settled_labels(store, item.id)
            _answers(store, item, labels, person, settled=settled, again=mine)
            reopened.draw_history(store, item.id, person)
    with right:
        draw_guideline(labels)


def marks_of(item: AnnotationItem) -> list[Mark]:
    """What this person has marked in this comment so far."""
    return list(st.session_state.get(f"marks_{item.id}", []))


def _keep(item: AnnotationItem, marks: list[Mark]) -> None:
    st.session_state[f"marks_{item.id}"] = marks
    for mark in marks:
        # Whoever marks a passage has said that the label holds; they can still change it.
        # A level is not guessed: only people can tell hostile from severe.
        key = f"said_{item.id}_{mark.label}"
        if mark.label != GRADED and st.session_state.get(key) is None:
            st.session_state[key] = Judgement.YES.value


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
        _keep(item, marked_by(event, marks_of(item), item=item.id, length=len(original)))

    span_marker(original, marks_of(item), labels, item=item.id, key=key, on_change=follow)
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
            format_func=lambda one: facet_title(named[one[0]], one[1]),
        )
        go = st.form_submit_button(text("label_lab.by_words_go"))
    if not go:
        return
    try:
        span = find_words(item.comment.text, words)
    except BadInput as problem:
        st.error(str(problem))
        return
    _keep(item, sorted({*marks_of(item), Mark(span, *chosen)}))
    st.rerun()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said about one label of one comment."""

    judgement: Judgement
    level: int | None
    facets: tuple[str, ...]
    spans: tuple[AnnotatedSpan, ...]


def answer_of(label: Label, said: str | None, flags: list[str], marks: list[Mark]) -> Answer | None:
    """The answer as the service takes it; ``None`` when nothing was said.

    ``said`` is yes, no or skip, or for the graded label its level as a digit. Facets are those of
    the marked passages and those named for the whole comment; a "no" carries none.
    """
    if said is None:
        return None
    level = int(said) if said.isdecimal() else None
    if level is not None:
        judgement = Judgement.YES if level >= HOLDS_FROM else Judgement.NO
    else:
        judgement = Judgement(said)
    mine = [mark for mark in marks if mark.label == label.key]
    kept = judgement is Judgement.YES or level == 1
    facets = dict.fromkeys([*(mark.facet for mark in mine), *flags]) if kept else {}
    spans = [AnnotatedSpan(mark.span, mark.facet) for mark in mine] if kept else []
    return Answer(judgement, level, tuple(facets), tuple(spans))


def options_of(label: Label) -> list[str]:
    """The answers that a label offers, "can't tell" last."""
    if label.key == GRADED:
        return [*map(str, LEVELS), SKIP]
    return [Judgement.YES.value, Judgement.NO.value, SKIP]


def option_words(said: str) -> str:
    """An answer as it is shown."""
    return text(f"label_lab.level_{said}" if said.isdecimal() else f"label_lab.{said}")


def _flags(item: AnnotationItem, label: Label) -> list[str]:
    whole = facets_of_the_whole(label)
    if not whole:
        return []
    return st.pills(
        text("label_lab.facets"),
        whole,
        selection_mode="multi",
        format_func=lambda key: label.facet(key).title,
        key=f"flags_{item.id}_{label.key}",
    )


def _answers(
    store: Store,
    item: AnnotationItem,
    labels: list[Label],
    person: str,
    *,
    settled: frozenset[str] = frozenset(),
    again: Sequence[Annotation] = (),
) -> None:
    """The questions; ``again`` holds what this person has said, where that is to be changed."""
    said: dict[str, str | None] = {}
    flags: dict[str, list[str]] = {}
    asked = [label for label in labels if label.key not in settled]
    for label in labels:
        if label.key in settled:
            st.caption(text("label_lab.again_settled", label=label.title))
    if not asked:
        return
    with st.form(f"answers_{item.id}"):
        for label in asked:
            said[label.key] = st.radio(
                f"**{label.title}**: {label.question}",
                options_of(label),
                index=None,
                horizontal=True,
                format_func=option_words,
                key=f"said_{item.id}_{label.key}",
                help=text("label_lab.levels_help") if label.key == GRADED else None,
            )
            flags[label.key] = _flags(item, label)
        note = st.text_input(text("label_lab.note"), key=f"note_{item.id}")
        go = st.form_submit_button(
            text("label_lab.again_save" if again else "label_lab.save"),
            type="primary",
            shortcut="S",
        )
    if not go:
        return
    answers = {
        label.key: answer_of(label, said[label.key], flags[label.key], marks_of(item))
        for label in asked
    }
    if None in answers.values():
        st.error(text("label_lab.answer_all", skip=text("label_lab.skip")))
        return
    before = {one.label: one for one in again if one.item_id == item.id}
    given = {
        key: answer
        for key, answer in answers.items()
        if answer is not None and not same_answer(before.get(key), answer, note)
    }

    def save() -> None:
        for key, answer in given.items():
            annotation_sets.annotate(
                store,
                item.id,
                label=key,
                judgement=answer.judgement,
                person=person,
                facets=answer.facets,
                spans=answer.spans,
                level=answer.level,
                note=note,
            )

    if attempted(save):
        if again:
            reopened.close(len(given))
        st.rerun()


def same_answer(before: Annotation | None, answer: Answer, note: str) -> bool:
    """Whether a judgement already says all of this, so that nothing need be added."""
    return before is not None and (
        (before.judgement, before.level, before.note) == (answer.judgement, answer.level, note)
        and set(before.facets) == set(answer.facets)
        and set(before.spans) == set(answer.spans)
    )
