"""Settle the comments on which people differ; every vote stays beside the settling word."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.annotation import Annotation, AnnotationSet, Disputed, Judgement
from analysis.labels import label as label_of
from analysis.services.annotation import annotation_sets
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.components.plain import plain
from dashboard.screens.label_lab import gold
from dashboard.screens.label_lab.annotate import answer_of, option_words, options_of
from dashboard.screens.label_lab.guideline import draw_guideline
from dashboard.texts import text


def render(store: Store, of: AnnotationSet) -> None:
    """Draw the differences to settle, then what nobody disputes, for gold."""
    _differences(store, of)
    gold.render(store, of)


def _differences(store: Store, of: AnnotationSet) -> None:
    """Draw one difference with everybody's answer, and the form that settles it."""
    found = annotation_sets.disputed(store, of.id, person=state.person())
    if not found:
        st.info(text("label_lab.disputed_none"))
        return
    waiting = sum(one.settled is None for one in found)
    st.markdown(text("label_lab.disputed_count", open=waiting, all=len(found)))
    by_place = {(one.item.id, one.label): one for one in found}
    chosen = st.selectbox(
        text("label_lab.disputed_pick"),
        list(by_place),
        format_func=lambda place: _line(by_place[place]),
        width=480,
    )
    one = by_place[chosen]
    left, right = st.columns([2, 1], gap="large")
    with left:
        _show(one)
        _settle(store, one)
    with right:
        draw_guideline([label_of(one.label)])


def _line(one: Disputed) -> str:
    return text(
        "label_lab.disputed_line",
        label=label_of(one.label).title,
        comment=one.item.comment_id,
        settled=text("label_lab.disputed_settled") if one.settled else "",
    )


def _show(one: Disputed) -> None:
    item = one.item
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
    st.dataframe(
        vote_rows(one.votes, one.label, item.comment.text),
        hide_index=True,
        alt=text("label_lab.votes"),
    )


def vote_rows(votes: Sequence[Annotation], label: str, original: str) -> list[dict[str, str]]:
    """Everybody's answer as a table shows it."""
    titles = {facet.key: facet.title for facet in label_of(label).facets}
    return [
        {
            text("label_lab.vote_person"): vote.person,
            text("label_lab.vote_said"): text(f"label_lab.{vote.judgement.value}"),
            text("label_lab.vote_level"): "" if vote.level is None else str(vote.level),
            text("label_lab.vote_facets"): ", ".join(titles.get(f, f) for f in vote.facets),
            text("label_lab.vote_words"): " | ".join(s.span.of(original) for s in vote.spans),
            text("label_lab.vote_note"): vote.note,
        }
        for vote in votes
    ]


def _settle(store: Store, one: Disputed) -> None:
    if one.settled is not None:
        st.info(
            text(
                "label_lab.settle_again",
                said=text(f"label_lab.{one.settled.judgement.value}"),
                person=plain(one.settled.person),
            )
        )
    label = label_of(one.label)
    with st.form(f"settle_{one.item.id}_{one.label}"):
        said = st.radio(
            f"**{text('label_lab.settle_as')}**: {label.question}",
            options_of(label),
            index=None,
            horizontal=True,
            format_func=option_words,
        )
        note = st.text_input(text("label_lab.note"))
        gold = st.checkbox(text("label_lab.settle_gold"))
        go = st.form_submit_button(text("label_lab.settle"), type="primary", shortcut="S")
    answer = answer_of(label, said, [], [])
    if not go:
        return
    if answer is None:
        st.error(text("label_lab.answer_all", skip=text("label_lab.skip")))
        return

    def settle() -> None:
        person = state.person()
        # The settling word keeps the passages on which those who agree with it agree.
        agreeing = [vote for vote in one.votes if vote.judgement is answer.judgement]
        holds = answer.judgement is Judgement.YES
        annotation_sets.adjudicate(
            store,
            one.item.id,
            label=one.label,
            judgement=answer.judgement,
            person=person,
            facets=sorted({f for vote in agreeing for f in vote.facets}) if holds else (),
            spans=sorted({s for vote in agreeing for s in vote.spans}, key=lambda s: s.span)
            if holds
            else (),
            level=answer.level,
            note=note,
        )
        if gold and answer.judgement is not Judgement.SKIP:
            annotation_sets.set_gold(
                store, one.item.id, label=one.label, judgement=answer.judgement, person=person
            )

    if attempted(settle):
        st.toast(text("label_lab.settled"))
        st.rerun()
