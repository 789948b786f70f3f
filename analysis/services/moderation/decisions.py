"""Decide on comments: added, never changed; undo is a decision too."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.account import LOCAL, Permission
from analysis.domain.decision import Action, Decision, ReviewState, current
from analysis.domain.errors import BadInput, Conflict, NotFound
from analysis.domain.profile import Profile
from analysis.domain.shown import Shown
from analysis.services.access.accounts import require
from analysis.services.moderation.reason_codes import check_reason
from analysis.services.moderation.shown import check_revision, check_shown, shown_now
from analysis.services.thresholds.profiles import keep_default_profile, profile_in
from analysis.storage import claims
from analysis.storage import decisions as stored
from analysis.storage.audit import log, now
from analysis.storage.comments import chunks
from analysis.storage.database import Store
from analysis.storage.profiles import stored_profiles
from analysis.storage.queue_index import index
from analysis.storage.user_reports import last_numbers

UNDO_SEARCH = 200
"""How far back ``latest_in`` looks for a decision of one's own that still holds."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A comment locked for a decision, with what has been decided so far."""

    row: Any
    judged: tuple[Decision, ...]

    @property
    def last_sequence(self) -> int:
        return max((decision.sequence for decision in self.judged), default=0)


def decide_in(
    session: Session,
    comment_id: int,
    action: Action,
    *,
    person: str,
    reason_code: str = "",
    note: str = "",
    seen_sequence: int,
    seen_reports: int | None = None,
    shown: Shown | None = None,
    seen_revision: int | None = None,
) -> Decision:
    """Add one decision in an open transaction, for who may, which the caller has asked.

    ``Conflict`` names who was faster if ``seen_sequence`` isn't the last, and where the text is
    another now than was ``shown``, or than ``seen_revision`` where no page showed it (``None``:
    what there is now). It answers the readers' reports up
    to number ``seen_reports`` (``None``: all there are now); later ones ask for another look.
    """
    check_reason(session, reason_code, note)
    opened = _open(session, comment_id, person, seen_sequence)
    check_revision(opened.row.revision, shown.revision if shown else seen_revision)
    if shown is not None:
        check_shown(session, comment_id, shown)
    standing = current(opened.judged)
    _check_second(standing, action, person)
    return _add(
        session,
        [(opened, action, standing.sequence if standing else None)],
        person=person,
        reason_code=reason_code,
        note=note,
        seen_reports=seen_reports,
        shown=None if shown is None else {comment_id: shown},
    )[0]


def undo_in(session: Session, comment_id: int, *, person: str, seen_sequence: int) -> Decision:
    """Take back the decision that holds on a comment, for who may; a decision too, and logged."""
    opened = _open(session, comment_id, person, seen_sequence)
    standing = current(opened.judged)
    if standing is None:
        raise BadInput("There is nothing to undo: no decision holds on this comment.")
    return _add(session, [(opened, Action.UNDO, standing.sequence)], person=person)[0]


def undo_last_in(session: Session, *, person: str) -> list[Decision]:
    """Take back ``person``'s latest decision that still holds, or the whole bulk that it is part
    of; what was done about it, nothing where there is none. For who may."""
    decision, opened = _latest(session, person)
    if decision is None or opened is None:
        return []
    if decision.batch_id is not None:
        return undo_batch_in(session, decision.batch_id, person=person)
    return _add(session, [(opened, Action.UNDO, decision.sequence)], person=person)


def latest_in(session: Session, *, person: str) -> Decision | None:
    """``person``'s latest decision that still holds, which ``undo_last_in`` would take back."""
    return _latest(session, person)[0]


def _latest(session: Session, person: str) -> tuple[Decision | None, _Open | None]:
    for decision in stored.latest_of(session, person, limit=UNDO_SEARCH):
        if decision.action is Action.UNDO:
            continue
        opened = _opened(session, [decision.comment_id]).get(decision.comment_id)
        standing = current(opened.judged) if opened else None
        if opened and standing and standing.sequence == decision.sequence:
            return decision, opened
    return None, None


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
        opened = _opened(session, ids)
        waiting = [
            entry
            for number, entry in opened.items()
            if entry.row.text_id is not None
            and (entry.row.state == ReviewState.OPEN.value or entry.row.edited)
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
        _add(
            session,
            steps,
            person=person,
            reason_code=reason_code,
            note=note,
            batch_id=batch_id,
            seen_reports=seen_reports,
            shown=shown,
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
    opened = _opened(session, [decision.comment_id for decision in batch])
    steps = []
    for decision in batch:
        comment = opened.get(decision.comment_id)  # none where its import was undone
        standing = current(comment.judged) if comment else None
        if comment and standing and standing.sequence == decision.sequence:
            steps.append((comment, Action.UNDO, decision.sequence))
    return _add(session, steps, person=person) if steps else []


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


def _check_second(standing: Decision | None, action: Action, person: str) -> None:
    """A second opinion is somebody else's; where nobody signs in there is nobody else."""
    if standing is None or standing.action is not Action.SECOND_OPINION or person == LOCAL:
        return
    if standing.person == person and action in (Action.APPROVE, Action.REJECT):
        raise BadInput(
            "You asked for this second opinion, so somebody else gives it; undo takes it back."
        )


def _opened(session: Session, ids: Sequence[int]) -> dict[int, _Open]:
    rows = stored.lock_entries(session, list(dict.fromkeys(ids)))
    judged = stored.decisions_with_revisions(session, list(rows))
    return {
        number: _Open(row, judged[number][0] if number in judged else ())
        for number, row in rows.items()
    }


def _open(session: Session, comment_id: int, person: str, seen_sequence: int) -> _Open:
    opened = _opened(session, [comment_id]).get(comment_id)
    if opened is None:
        raise NotFound(f"There is no comment number {comment_id} in this database.")
    if opened.row.text_id is None:
        raise BadInput("The text of this comment was erased; there is nothing to decide.")
    if opened.last_sequence != seen_sequence:
        faster = [d for d in opened.judged if d.sequence > seen_sequence]
        who = faster[-1].person if faster else "Somebody"
        what = faster[-1].action.value.replace("_", " ") if faster else "a decision"
        if who == person:
            raise Conflict(f"You decided on it in another page ({what}); look again first.")
        raise Conflict(f"{who} was faster ({what}); look again before you decide.")
    holder = claims.holders(session, [comment_id], at=now()).get(comment_id)
    if holder not in (None, person):
        raise Conflict(f"{holder} is looking at this comment.")
    return opened


def _add(
    session: Session,
    steps: Sequence[tuple[_Open, Action, int | None]],
    *,
    person: str,
    reason_code: str = "",
    note: str = "",
    batch_id: str | None = None,
    seen_reports: int | None = None,
    shown: Mapping[int, Shown] | None = None,
) -> list[Decision]:
    profile = profile_in(session)
    reports = last_numbers(session, [opened.row.comment_id for opened, _, _ in steps])
    rows = {opened.row.comment_id: opened.row for opened, _, _ in steps}
    seen = {**shown_now(session, rows, profile), **(shown or {})}
    at = now()
    decisions = [
        Decision(
            comment_id=opened.row.comment_id,
            sequence=opened.last_sequence + 1,
            action=action,
            person=person,
            decided_at=at,
            reason_code=reason_code,
            note=note,
            replaces=replaces,
            run_id=seen[opened.row.comment_id].run_id,
            profile_name=seen[opened.row.comment_id].profile_name,
            profile_version=seen[opened.row.comment_id].profile_version,
            batch_id=batch_id,
            reports_seen=_answered(reports.get(opened.row.comment_id), seen_reports),
        )
        for opened, action, replaces in steps
    ]
    stored.add_decisions(
        session,
        [(d, opened.row.revision) for d, (opened, _, _) in zip(decisions, steps, strict=True)],
    )
    numbers = [decision.comment_id for decision in decisions]
    claims.drop_claims(session, numbers, person)
    index.refresh(session, numbers, profile)
    published = {(known.name, known.version): known for known in stored_profiles(session)}
    for decision in decisions:
        named = (decision.profile_name or "", decision.profile_version or 0)
        _log(session, decision, published.get(named, profile))
    return decisions


def _answered(last: int | None, seen: int | None) -> int | None:
    """The last report that a decision answers; none that came after what was on screen."""
    return last if last is None or seen is None else min(last, seen)


def _log(session: Session, decision: Decision, profile: Profile) -> None:
    log(
        session,
        decision.person,
        decision.action.value,
        comment_id=decision.comment_id,
        run_key=decision.run_id,
        profile=profile,
        detail={
            "sequence": decision.sequence,
            "replaces": decision.replaces,
            "reason": decision.reason_code,
            "batch": decision.batch_id,
            "reports_seen": decision.reports_seen,
        },
    )
