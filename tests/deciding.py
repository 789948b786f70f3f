"""Shorthands for what people do in a review, each on what commands and sites really call."""

from __future__ import annotations

from datetime import timedelta

from analysis.domain.annotation import EvidenceFeedback, Feedback
from analysis.domain.decision import Action, Decision
from analysis.domain.review_command import PassageFeedback
from analysis.domain.span import Span
from analysis.services.annotation.evidence_feedback import feed_back_in
from analysis.services.moderation.claims import hold
from analysis.services.moderation.decisions import decide_in, undo_in, undo_last_in
from analysis.services.thresholds.profiles import keep_default_profile
from analysis.storage.audit import now
from analysis.storage.database import Store


def decide(
    store: Store,
    comment_id: int,
    action: Action,
    *,
    person: str,
    reason_code: str = "",
    note: str = "",
    seen_sequence: int,
    seen_reports: int | None = None,
) -> Decision:
    """One decision, or with ``Action.UNDO`` an undo, as ``decide_once`` has it."""
    if action is Action.UNDO:
        return undo(store, comment_id, person=person, seen_sequence=seen_sequence)
    keep_default_profile(store)
    with store.write() as session:
        return decide_in(
            session,
            comment_id,
            action,
            person=person,
            reason_code=reason_code,
            note=note,
            seen_sequence=seen_sequence,
            seen_reports=seen_reports,
        )


def undo(store: Store, comment_id: int, *, person: str, seen_sequence: int) -> Decision:
    keep_default_profile(store)
    with store.write() as session:
        return undo_in(session, comment_id, person=person, seen_sequence=seen_sequence)


def undo_last(store: Store, *, person: str) -> list[Decision]:
    with store.write() as session:
        return undo_last_in(session, person=person)


def feed_back(
    store: Store,
    comment_id: int,
    *,
    label: str,
    facet: str,
    span: Span,
    verdict: Feedback,
    person: str,
    scorer: str = "",
) -> EvidenceFeedback:
    passage = PassageFeedback(label, facet, span, verdict, scorer)
    with store.write() as session:
        return feed_back_in(session, comment_id, passage, person=person)


def claim(store: Store, comment_id: int, *, person: str, seconds: float | None = None) -> None:
    """Hold one comment in a page of ``person``'s own; ``seconds``: until the session ends then."""
    ends = None if seconds is None else now() + timedelta(seconds=seconds)
    hold(store, [comment_id], person=person, walk=f"walkof{person}.0", ends=ends)
