"""Decide on many comments under one batch id, and take the batch back as a whole."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.decision import Action, Decision, ReviewState, current
from analysis.domain.errors import BadInput, Conflict
from analysis.domain.queue_policy import waits_for_a_word
from analysis.domain.shown import Shown
from analysis.services.access.accounts import require
from analysis.services.moderation.reason_codes import check_reason
from analysis.services.moderation.recorded_decisions import Act, opened_in, record
from analysis.services.thresholds.profiles import keep_default_profile
from analysis.storage import claims
from analysis.storage import decisions as stored
from analysis.storage.audit import now
from analysis.storage.comments import chunks
from analysis.storage.database import Store


def decide_many(
    store: Store,
    ids: Sequence[int],
    action: Action,
    *,
    person: str,
    reason_code: str,
    note: str = "",
    shown: Mapping[int, Shown] | None = None,
    seen_reports: int | None = None,
) -> str:
    """One decision on each comment under one batch id, which is returned for ``undo_batch``.

    Comments that a person has decided already keep their decision, and with ``shown`` those whose
    text is another now are left out: ``decided_in_batch`` says how many were decided now. Readers'
    reports after number ``seen_reports`` (``None``: all are answered) ask for another look.
    """
    require(store, person, Permission.DECIDE_MANY)
    if action is Action.UNDO:
        raise BadInput("A batch is undone as a whole, by its id.")
    if not reason_code:
        raise BadInput("Deciding on many comments at once needs a reason.")
    keep_default_profile(store)
    batch_id = uuid.uuid4().hex
    with store.write() as session:
        check_reason(session, reason_code, note)
        opened = opened_in(session, ids)
        waiting = [
            entry
            for number, entry in opened.items()
            if entry.row.text_id is not None
            and waits_for_a_word(ReviewState(entry.row.state), edited=entry.row.edited)
            and (shown is None or shown[number].revision == entry.row.revision)
        ]
        if not waiting:
            raise BadInput("None of these comments is waiting for a decision any more.")
        numbers = [entry.row.comment_id for entry in waiting]
        holders = set(claims.holders(session, numbers, at=now()).values()) - {person}
        if holders:
            raise Conflict(f"Some of these comments are held by {', '.join(sorted(holders))}.")
        steps = [
            (entry, action, standing.sequence if (standing := current(entry.judged)) else None)
            for entry in waiting
        ]
        record(
            session,
            steps,
            Act(person, reason_code, note, batch_id, seen_reports),
            shown,
        )
    return batch_id


def undo_batch(store: Store, batch_id: str, *, person: str) -> int:
    """Take back those decisions of a batch that still hold; how many were taken back."""
    require(store, person, Permission.DECIDE_MANY)
    with store.write() as session:
        return len(undo_batch_in(session, batch_id, person=person))


def undo_batch_in(session: Session, batch_id: str, *, person: str) -> list[Decision]:
    """``undo_batch`` inside a transaction that already is open, for who may."""
    batch = stored.of_batch(session, batch_id)
    if not batch:
        raise BadInput("There is no batch of decisions with this id.")
    opened = opened_in(session, [decision.comment_id for decision in batch])
    steps = []
    for decision in batch:
        comment = opened.get(decision.comment_id)  # none where its import was undone
        standing = current(comment.judged) if comment else None
        if comment and standing and standing.sequence == decision.sequence:
            steps.append((comment, Action.UNDO, decision.sequence))
    return record(session, steps, Act(person)) if steps else []


def still_held_in_batch(store: Store, batch_id: str) -> int:
    """How many decisions of a batch still hold, and so can be taken back with it."""
    with store.read() as session:
        return held_in_batch(session, batch_id)


def held_in_batch(session: Session, batch_id: str) -> int:
    """``still_held_in_batch`` inside a transaction that already is open."""
    batch = stored.of_batch(session, batch_id)
    judged: dict[int, tuple[Decision, ...]] = {}
    for some in chunks([decision.comment_id for decision in batch]):
        with_revisions = stored.decisions_with_revisions(session, some)
        judged |= {number: with_revisions[number][0] for number in with_revisions}
    standing_count = 0
    for decision in batch:
        standing = current(judged.get(decision.comment_id, ()))
        standing_count += standing is not None and standing.sequence == decision.sequence
    return standing_count


def decided_in_batch(store: Store, batch_id: str) -> int:
    """How many comments a batch decided."""
    with store.read() as session:
        return len(stored.of_batch(session, batch_id))
