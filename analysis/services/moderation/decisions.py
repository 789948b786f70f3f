"""Decide on a comment: added, never changed; undo is a decision too."""

from __future__ import annotations

from sqlalchemy.orm import Session

from analysis.domain.account import LOCAL
from analysis.domain.decision import Action, Decision, current
from analysis.domain.errors import BadInput
from analysis.domain.shown import Shown
from analysis.services.moderation.bulk_decisions import undo_batch_in
from analysis.services.moderation.reason_codes import check_reason
from analysis.services.moderation.recorded_decisions import (
    Act,
    Opened,
    open_one,
    opened_in,
    record,
)
from analysis.services.moderation.shown import check_revision, check_shown
from analysis.storage import decisions as stored

UNDO_SEARCH = 200
"""How far back ``latest_in`` looks for a decision of one's own that still holds."""


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
    opened = open_one(session, comment_id, person, seen_sequence)
    check_revision(opened.row.revision, shown.revision if shown else seen_revision)
    if shown is not None:
        check_shown(session, comment_id, shown)
    standing = current(opened.judged)
    _check_second(standing, action, person)
    return record(
        session,
        [(opened, action, standing.sequence if standing else None)],
        Act(person, reason_code, note, seen_reports=seen_reports),
        shown=None if shown is None else {comment_id: shown},
    )[0]


def undo_in(session: Session, comment_id: int, *, person: str, seen_sequence: int) -> Decision:
    """Take back the decision that holds on a comment, for who may; a decision too, and logged."""
    opened = open_one(session, comment_id, person, seen_sequence)
    standing = current(opened.judged)
    if standing is None:
        raise BadInput("There is nothing to undo: no decision holds on this comment.")
    return record(session, [(opened, Action.UNDO, standing.sequence)], Act(person))[0]


def undo_last_in(session: Session, *, person: str) -> list[Decision]:
    """Take back ``person``'s latest decision that still holds, or the whole bulk that it is part
    of; what was done about it, nothing where there is none. For who may."""
    decision, opened = _latest(session, person)
    if decision is None or opened is None:
        return []
    if decision.batch_id is not None:
        return undo_batch_in(session, decision.batch_id, person=person)
    return record(session, [(opened, Action.UNDO, decision.sequence)], Act(person))


def latest_in(session: Session, *, person: str) -> Decision | None:
    """``person``'s latest decision that still holds, which ``undo_last_in`` would take back."""
    return _latest(session, person)[0]


def _latest(session: Session, person: str) -> tuple[Decision | None, Opened | None]:
    for decision in stored.latest_of(session, person, limit=UNDO_SEARCH):
        if decision.action is Action.UNDO:
            continue
        opened = opened_in(session, [decision.comment_id]).get(decision.comment_id)
        standing = current(opened.judged) if opened else None
        if opened and standing and standing.sequence == decision.sequence:
            return decision, opened
    return None, None


def _check_second(standing: Decision | None, action: Action, person: str) -> None:
    """A second opinion is somebody else's; where nobody signs in there is nobody else."""
    if standing is None or standing.action is not Action.SECOND_OPINION or person == LOCAL:
        return
    if standing.person == person and action in (Action.APPROVE, Action.REJECT):
        raise BadInput(
            "You asked for this second opinion, so somebody else gives it; undo takes it back."
        )
