"""Settle the comments on which people differ; every vote stays beside the settling word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from analysis.domain.annotation import Annotation, AnnotationSet, Disputed
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.notes import LONGEST_NOTE
from analysis.services.annotation.adjudication import adjudicate, disputed
from analysis.services.annotation.gold import set_gold
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.components.data_table import data_table
from dashboard.components.plain import plain
from dashboard.screens.label_lab import gold
from dashboard.screens.label_lab.answer_keys import options_of
from dashboard.screens.label_lab.answers import judgement_of, option_words
from dashboard.screens.label_lab.guideline import draw_guideline
from dashboard.texts import label_of, text


def render(store: Store, of: AnnotationSet) -> None:
    """Draw the differences to settle, then what nobody disputes, for gold."""
    _differences(store, of)
    gold.render(store, of)


def _differences(store: Store, of: AnnotationSet) -> None:
    """Draw one difference with everybody's answer, and the form that settles it."""
    disputes = disputed(store, of.id, person=state.person())
    if not disputes:
        st.info(text("label_lab.disputed_none"))
        return
    waiting = sum(dispute.settled is None for dispute in disputes)
    st.markdown(text("label_lab.disputed_count", open=waiting, all=len(disputes)))
    by_place = {(dispute.item.id, dispute.label): dispute for dispute in disputes}
    chosen = st.selectbox(
        text("label_lab.disputed_pick"),
        list(by_place),
        format_func=lambda place: _line(by_place[place]),
        width=480,
    )
    dispute = by_place[chosen]
    left, right = st.columns([2, 1], gap="large")
    with left:
        _show(dispute)
        _settle(store, dispute)
    with right:
        draw_guideline([label_of(dispute.label)])


def _line(dispute: Disputed) -> str:
    return text(
        "label_lab.disputed_line",
        label=label_of(dispute.label).title,
        comment=dispute.item.comment_id,
        settled=text("label_lab.disputed_settled") if dispute.settled else "",
    )


def _show(dispute: Disputed) -> None:
    item = dispute.item
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
    with st.container(border=True):
        st.text(item.comment.text)
    st.markdown(f"**{text('label_lab.votes')}**")
    data_table(
        vote_rows(dispute.votes, dispute.label, item.comment.text),
        alt=text("label_lab.votes"),
    )


def vote_rows(votes: Sequence[Annotation], label: str, original: str) -> list[dict[str, str]]:
    """Everybody's answer as a table shows it."""
    titles = {facet.key: facet.title for facet in label_of(label).facets}
    return [
        {
            text("label_lab.vote_person"): vote.person,
            text("label_lab.vote_said"): text(f"label_lab.{vote.answer.value}"),
            text("label_lab.vote_level"): "" if vote.level is None else str(vote.level),
            text("label_lab.vote_facets"): ", ".join(titles.get(f, f) for f in vote.facets),
            text("label_lab.vote_words"): " | ".join(s.span.of(original) for s in vote.spans),
            text("label_lab.vote_note"): vote.note,
        }
        for vote in votes
    ]


def _settle(store: Store, dispute: Disputed) -> None:
    if dispute.settled is not None:
        st.info(
            text(
                "label_lab.settle_again",
                said=text(f"label_lab.{dispute.settled.answer.value}"),
                person=plain(dispute.settled.person),
            )
        )
    label = label_of(dispute.label)
    with st.form(f"settle_{dispute.item.id}_{dispute.label}"):
        choice = st.radio(
            f"**{text('label_lab.settle_as')}**: {label.question}",
            options_of(label),
            index=None,
            horizontal=True,
            format_func=partial(option_words, label),
        )
        note = st.text_input(text("label_lab.note"), max_chars=LONGEST_NOTE)
        as_gold = st.checkbox(text("label_lab.settle_gold"))
        go = st.form_submit_button(text("label_lab.settle"), type="primary", shortcut="S")
    if not go:
        return
    judgement = judgement_of(label, choice, person=state.person(), note=note)
    if judgement is None:
        st.error(text("label_lab.answer_all", skip=text("label_lab.skip")))
        return
    settling = _with_agreed_passages(judgement, dispute.votes)

    def settle() -> None:
        adjudicate(store, dispute.item.id, settling)
        if as_gold and settling.answer is not Answer.SKIP:
            set_gold(
                store,
                dispute.item.id,
                Judgement(label=settling.label, person=settling.person, answer=settling.answer),
            )

    if attempted(settle):
        st.toast(text("label_lab.settled"))
        st.rerun()


def _with_agreed_passages(judgement: Judgement, votes: Sequence[Annotation]) -> Judgement:
    """The settling word with the passages on which those who agree with it agree."""
    if judgement.answer is not Answer.YES:
        return judgement
    agreeing = [vote for vote in votes if vote.answer is judgement.answer]
    return replace(
        judgement,
        facets=tuple(sorted({facet for vote in agreeing for facet in vote.facets})),
        spans=tuple(sorted({s for vote in agreeing for s in vote.spans}, key=lambda s: s.span)),
    )
