"""The questions about one comment, and the judgements that their answers make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from analysis.domain.annotation import Annotation, AnnotationItem, CountedSet
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.label import Label
from analysis.domain.notes import LONGEST_NOTE
from analysis.services.annotation import answering
from analysis.storage.database import Store
from dashboard.components.attempt import attempted
from dashboard.components.span_marker import Mark, facets_of_the_whole
from dashboard.screens.label_lab import reopened
from dashboard.screens.label_lab.answer_keys import keys_of, options_of
from dashboard.screens.label_lab.answers import judgement_of, option_words
from dashboard.texts import label_of, text

ENTERED = "annotation_entered"
"""The item and its answers for which Enter was pressed and not dealt with yet."""
TURN = "annotation_turn"
"""How often Enter was pressed."""


def marks_of(item: AnnotationItem) -> list[Mark]:
    """What this person has marked in this comment so far."""
    return list(st.session_state.get(f"marks_{item.id}", []))


def keep_marks(item: AnnotationItem, marks: list[Mark]) -> None:
    """Keep what this person has marked, and what follows from it for the answers."""
    st.session_state[f"marks_{item.id}"] = marks
    for mark in marks:
        # Whoever marks a passage has said that the label holds; they can still change it.
        # A level is not guessed: only people can tell hostile from severe.
        key = f"said_{item.id}_{mark.label}"
        if not label_of(mark.label).degrees and st.session_state.get(key) is None:
            st.session_state[key] = Answer.YES.value


def _entered(item: AnnotationItem) -> dict[str, str] | None:
    """The answers that came with Enter, once; ``None`` when it was not pressed for this item.

    They count more than what the questions hold: another press may have interrupted the drawing
    in which those would have learned of it.
    """
    item_id, by_key = st.session_state.pop(ENTERED, (None, {}))
    return dict(by_key) if item_id == item.id else None


def _with_key(label: Label, keys: Mapping[tuple[str, str], str], choice: str) -> str:
    key = keys.get((label.key, choice))
    return option_words(label, choice) + (f" `{key}`" if key else "")


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
        label_visibility="collapsed",
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """What the questions hold: by label the choice and the facets of the whole, and the note."""

    choices: dict[str, str | None]
    flags: dict[str, list[str]]
    note: str
    go: bool


def draw_answers(
    store: Store,
    of: CountedSet,
    item: AnnotationItem,
    labels: list[Label],
    person: str,
    *,
    settled: frozenset[str] = frozenset(),
    again: Sequence[Annotation] = (),
) -> None:
    """The questions; ``again`` holds what this person has said, where that is to be changed."""
    for label in labels:
        if label.key in settled:
            st.caption(text("label_lab.again_settled", label=label.title))
    asked = [label for label in labels if label.key not in settled]
    if not asked:
        return
    given = _questions(of, item, asked, keys_of(labels), changing=bool(again))
    by_key = _entered(item)
    if not given.go and by_key is None:
        return
    judgements = _judgements(item, asked, given, by_key or {}, person)
    if judgements is None:
        st.error(text("label_lab.answer_all", skip=text("label_lab.skip")))
        return
    before = {vote.label: vote for vote in again if vote.item_id == item.id}
    changed = [
        judgement
        for judgement in judgements
        if not (judgement.label in before and before[judgement.label].agrees_in_all(judgement))
    ]

    def save() -> None:
        for judgement in changed:
            answering.annotate(store, item.id, judgement)

    if attempted(save):
        if again:
            reopened.close(len(changed))
        else:
            reopened.remember(of, item.id)
        st.rerun()


def _questions(
    of: CountedSet,
    item: AnnotationItem,
    asked: Sequence[Label],
    keys: Mapping[tuple[str, str], str],
    *,
    changing: bool,
) -> _Given:
    choices: dict[str, str | None] = {}
    flags: dict[str, list[str]] = {}
    with st.container(key="answers", gap="xsmall"):
        for label in asked:
            choices[label.key] = st.radio(
                f"**{label.title}**",
                options_of(label),
                index=None,
                horizontal=True,
                format_func=partial(_with_key, label, keys),
                key=f"said_{item.id}_{label.key}",
                help=f"{label.question} {text('label_lab.levels_help') if label.degrees else ''}",
            )
            flags[label.key] = _flags(item, label)
        note = st.text_input(
            text("label_lab.note"),
            max_chars=LONGEST_NOTE,
            key=f"note_{item.id}",
            label_visibility="collapsed",
            placeholder=text("label_lab.note"),
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            go = st.button(
                text("label_lab.again_save" if changing else "label_lab.save"),
                type="primary",
                key="save_answers",
            )
            if not changing:
                reopened.offer(of)
        st.caption(text("label_lab.keys"))
    return _Given(choices, flags, note, go)


def _judgements(
    item: AnnotationItem,
    asked: Sequence[Label],
    given: _Given,
    by_key: Mapping[str, str],
    person: str,
) -> list[Judgement] | None:
    """A judgement for each label; ``None`` where one has no answer yet."""
    judgements = []
    for label in asked:
        judgement = judgement_of(
            label,
            by_key.get(label.key, given.choices[label.key]),
            person=person,
            note=given.note,
            flags=given.flags[label.key],
            marks=marks_of(item),
        )
        if judgement is None:
            return None
        judgements.append(judgement)
    return judgements
