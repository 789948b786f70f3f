"""What people did, added and never changed; what is true now is the fold of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Action(StrEnum):
    """What a person did with a comment."""

    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "escalate"
    SECOND_OPINION = "second_opinion"
    UNDO = "undo"


class ReviewState(StrEnum):
    """What is true of a comment now."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    ESCALATED = "escalated"
    SECOND_OPINION = "second_opinion"


_STATE = {
    Action.APPROVE: ReviewState.APPROVED,
    Action.REJECT: ReviewState.REJECTED,
    Action.ESCALATE: ReviewState.ESCALATED,
    Action.SECOND_OPINION: ReviewState.SECOND_OPINION,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One act of one person on one comment.

    ``sequence`` counts from 1 per comment. ``replaces`` is the sequence it replaces or undoes.
    ``run_id`` and the profile are those that were on screen when it was made. ``reports_seen`` is
    the number of the last reader's report that it answers; ``None`` when there was none.
    """

    comment_id: int
    sequence: int
    action: Action
    person: str
    decided_at: datetime
    reason_code: str = ""
    note: str = ""
    replaces: int | None = None
    run_id: str | None = None
    profile_name: str | None = None
    profile_version: int | None = None
    batch_id: str | None = None
    reports_seen: int | None = None


def current(decisions: Iterable[Decision]) -> Decision | None:
    """The decision that holds now, or ``None`` when the comment is open.

    An ``undo`` takes back the decision it names; what held before that one holds again.
    """
    standing: list[Decision] = []
    for decision in sorted(decisions, key=lambda d: d.sequence):
        if decision.action is Action.UNDO:
            standing = [d for d in standing if d.sequence != decision.replaces]
        else:
            standing.append(decision)
    return standing[-1] if standing else None


def state_of(decisions: Iterable[Decision]) -> ReviewState:
    """The review state that the fold of ``decisions`` gives."""
    last = current(decisions)
    return ReviewState.OPEN if last is None else _STATE[last.action]
