"""One's own annotations again: pick one, find one's answers filled in, see what one said before."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.annotation import Annotation, AnnotationSet
from analysis.domain.label import Label
from analysis.services.annotation import own_annotations
from analysis.storage.database import Store
from dashboard.components.plain import plain
from dashboard.components.span_marker import Mark, facets_of_the_whole
from dashboard.screens.label_lab.answer_keys import TAKE_BACK
from dashboard.texts import label_of, text

#: The item whose answers are filled in just now.
_FILLED = "annotation_again"
_LAST = "annotation_last_"
_NOTICE = "annotation_again_said"


def choose(of: AnnotationSet, mine: Sequence[Annotation]) -> int | None:
    """Which of one's own annotations to look at again; ``None`` for the next comment."""
    notice = st.session_state.pop(_NOTICE, None)
    if notice:
        st.success(notice)
    by_item: dict[int, list[Annotation]] = {}
    for vote in sorted(mine, key=lambda vote: vote.at, reverse=True):
        by_item.setdefault(vote.item_id, []).append(vote)
    if not by_item:
        return None
    chosen = st.selectbox(
        text("label_lab.again"),
        list(by_item),
        index=None,
        placeholder=text("label_lab.again"),
        format_func=lambda item: line(by_item[item]),
        key=_choice_key(of),
        label_visibility="collapsed",
    )
    if chosen is None:
        st.session_state.pop(_FILLED, None)
    return chosen


def remember(of: AnnotationSet, item: int) -> None:
    """This item was answered last."""
    st.session_state[f"{_LAST}{of.id}"] = item


def offer(of: AnnotationSet) -> None:
    """A button that opens the comment before again, where this session has answered one."""
    last = st.session_state.get(f"{_LAST}{of.id}")

    def open_again() -> None:
        st.session_state[_choice_key(of)] = last

    st.button(
        text("label_lab.take_back"),
        key="take_back",
        shortcut=TAKE_BACK,
        disabled=last is None,
        on_click=open_again,
    )


def _choice_key(of: AnnotationSet) -> str:
    return f"again_{of.id}_{st.session_state.get('again_round', 0)}"


def line(votes: Sequence[Annotation]) -> str:
    """One item's answers, short enough for a list."""
    answers = "; ".join(
        f"{label_of(vote.label).title}: {answer_words(vote)}"
        for vote in sorted(votes, key=lambda vote: vote.label)
    )
    return text(
        "label_lab.again_line", comment=votes[0].comment_id, answers=answers, at=votes[0].at
    )


def answer_words(vote: Annotation) -> str:
    """A judgement as its annotator gave it."""
    if vote.level is not None:
        return level_words(label_of(vote.label), vote.level)
    return text(f"label_lab.{vote.answer.value}")


def level_words(label: Label, degree: int) -> str:
    """A degree of a graded label as it is shown: its number and its name."""
    names = {level.degree: level.title.lower() for level in label.levels}
    return f"{degree} {names.get(degree, text('label_lab.level_none'))}"


def fill_in(item_id: int, mine: Sequence[Annotation]) -> None:
    """Put this person's answers into the form, once: what they change meanwhile stays."""
    if st.session_state.get(_FILLED) == item_id:
        return
    st.session_state[_FILLED] = item_id
    st.session_state[f"marks_{item_id}"] = sorted(
        Mark(marked.span, vote.label, marked.facet) for vote in mine for marked in vote.spans
    )
    for vote in mine:
        choice = vote.answer.value if vote.level is None else str(vote.level)
        st.session_state[f"said_{item_id}_{vote.label}"] = choice
        whole = facets_of_the_whole(label_of(vote.label))
        st.session_state[f"flags_{item_id}_{vote.label}"] = [f for f in vote.facets if f in whole]
    st.session_state[f"note_{item_id}"] = next((vote.note for vote in mine if vote.note), "")


def close(changed: int) -> None:
    """Go back to the next comment, and say what was kept."""
    st.session_state.pop(_FILLED, None)
    st.session_state["again_round"] = st.session_state.get("again_round", 0) + 1
    st.session_state[_NOTICE] = text(
        "label_lab.again_saved" if changed else "label_lab.again_same", n=changed
    )


def draw_history(store: Store, item_id: int, person: str) -> None:
    """What this person said about the item, the newest first."""
    votes = own_annotations.my_history(store, item_id, person=person)
    with st.expander(text("label_lab.again_history", n=len(votes))):
        for vote in reversed(votes):
            st.caption(
                text(
                    "label_lab.again_said",
                    at=vote.at,
                    label=label_of(vote.label).title,
                    answer=answer_words(vote),
                    marked=len(vote.spans),
                    note=f" · {plain(vote.note)}" if vote.note else "",
                )
            )
