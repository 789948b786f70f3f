"""The approvals and rejections that hold on the text as it is now, with a label's score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from analysis.domain.decision import Action, ReviewState
from analysis.domain.queue_policy import AFTER_JUDGING
from analysis.storage.comments import chunks
from analysis.storage.number_lists import as_list, listed
from analysis.storage.tables import DecisionTable, QueueEntryTable, QueueLabelTable

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable
_DECISION = DecisionTable
_VERDICTS = (Action.APPROVE.value, Action.REJECT.value)
_JUDGED = (ReviewState.APPROVED.value, ReviewState.REJECTED.value)
_PLACES = tuple(place.value for place in AFTER_JUDGING)

_AT_ONCE = 2_000
"""Decisions of one question: some milliseconds of looking each of them up."""


class ScoredDecision(NamedTuple):
    """A decision that holds, and the score of one label of its comment.

    ``bulk`` says that it was decided together with others, in one act.
    """

    comment_id: int
    action: Action
    reason_code: str
    bulk: bool
    probability: float


def scored_decisions(session: Session, label: str, *, limit: int) -> list[ScoredDecision]:
    """The newest ``limit`` approvals and rejections that hold, of comments with a score.

    A comment that was edited since has none: the score is of another text. Asked from the newest
    decision on, some at a time: in one question databases begin with all scores or all decisions.
    """
    dialect = session.get_bind().dialect.name
    asked = _scored(label, listed(dialect, "numbers"))
    decisions: list[ScoredDecision] = []
    last: int | None = None
    while len(decisions) < limit:
        numbers = _newest_verdicts(session, before=last)
        if not numbers:
            break
        last = numbers[-1]
        decisions += [
            ScoredDecision(
                row.comment_id,
                Action(row.action),
                row.reason_code,
                row.batch_id is not None,
                row.probability,
            )
            for row in session.execute(asked, {"numbers": as_list(dialect, numbers)})
            if row.queue in _PLACES and row.state in _JUDGED and not row.edited
        ]
    return decisions[:limit]


def _newest_verdicts(session: Session, *, before: int | None) -> Sequence[int]:
    """The numbers of the next approvals and rejections before one, newest first."""
    verdicts = select(_DECISION.id).where(_DECISION.action.in_(_VERDICTS))
    if before is not None:
        verdicts = verdicts.where(_DECISION.id < before)
    return session.scalars(verdicts.order_by(_DECISION.id.desc()).limit(_AT_ONCE)).all()


def _scored(
    label: str, numbers: Select[int]
) -> Select[int, str, str, str | None, float | None, str, str, bool]:
    """What of these decisions holds and is of a comment with a score, newest first.

    Where the comment is now is not asked: PostgreSQL would go through all that are decided.
    """
    return (
        select(
            _DECISION.comment_id,
            _DECISION.action,
            _DECISION.reason_code,
            _DECISION.batch_id,
            _LABEL.probability,
            _ENTRY.queue,
            _ENTRY.state,
            _ENTRY.edited,
        )
        .join(_ENTRY, _ENTRY.comment_id == _DECISION.comment_id)
        .join(_LABEL, and_(_LABEL.comment_id == _DECISION.comment_id, _LABEL.label == label))
        .where(
            _DECISION.id.in_(numbers),
            _LABEL.probability.is_not(None),
            or_(_DECISION.sequence == _ENTRY.last_sequence, _holds()),
        )
        .order_by(_DECISION.id.desc())
    )


def current_scores(session: Session, label: str, comment_ids: list[int]) -> dict[int, float]:
    """The newest scores of one label, by comment; those without a score are left out."""
    scores: dict[int, float] = {}
    for some in chunks(comment_ids):
        rows = session.execute(
            select(_LABEL.comment_id, _LABEL.probability).where(
                _LABEL.label == label,
                _LABEL.comment_id.in_(some),
                _LABEL.probability.is_not(None),
            )
        )
        scores |= {row.comment_id: row.probability for row in rows}
    return scores


def _holds() -> Any:
    """Neither taken back nor followed by a decision that was not taken back (see ``current``)."""
    later = aliased(_DECISION)
    followed = exists().where(
        later.comment_id == _DECISION.comment_id,
        later.sequence > _DECISION.sequence,
        later.action != Action.UNDO.value,
        ~_undone(later),
    )
    return and_(~_undone(_DECISION), ~followed)


def _undone(decision: Any) -> Any:
    undo = aliased(_DECISION)
    return exists().where(
        undo.comment_id == decision.comment_id,
        undo.action == Action.UNDO.value,
        undo.replaces == decision.sequence,
    )
