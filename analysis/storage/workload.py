"""The numbers behind a workload: each a range of an index, whatever the database holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.domain.decision import Action
from analysis.storage.tables import (
    CommentTextTable,
    DecisionTable,
    ProfileTable,
    QueueEntryTable,
    RunTable,
)

_DECISION = DecisionTable
_VERDICTS = (Action.APPROVE.value, Action.REJECT.value)


def oldest_read(session: Session, place: str) -> datetime | None:
    """When the comment that has been in ``place`` of the queues longest was read."""
    entry, body = QueueEntryTable, CommentTextTable
    first = (
        select(func.min(entry.text_id))
        .where(entry.queue == place, entry.text_id.is_not(None))
        .scalar_subquery()
    )
    return session.scalar(select(body.read_at).where(body.id == first))


def decisions_by_person(session: Session, begin: datetime, end: datetime) -> dict[str, int]:
    """How many decisions each person made from ``begin`` to before ``end``, undos left out."""
    rows = session.execute(
        select(_DECISION.person, func.count())
        .where(
            _DECISION.decided_at >= begin,
            _DECISION.decided_at < end,
            _DECISION.action != Action.UNDO.value,
        )
        .group_by(_DECISION.person)
    )
    return {person: int(count) for person, count in rows}


def decided_again(session: Session, begin: datetime, *, limit: int) -> list[int]:
    """Comments with a verdict since ``begin`` that was not the first entry about them, the newest
    first."""
    statement = (
        select(_DECISION.comment_id)
        .where(
            _DECISION.decided_at >= begin,
            _DECISION.action.in_(_VERDICTS),
            _DECISION.sequence > 1,
        )
        .order_by(_DECISION.decided_at.desc())
        .limit(limit)
    )
    return list(dict.fromkeys(session.scalars(statement)))


def published_since(session: Session, begin: datetime) -> Sequence[int]:
    """Versions of the thresholds that were published since ``begin``, oldest first.

    The first version ships with the program, and is kept with the first comments.
    """
    statement = select(ProfileTable.version).where(
        ProfileTable.shadow.is_(False), ProfileTable.created_at >= begin, ProfileTable.version > 1
    )
    return list(session.scalars(statement.order_by(ProfileTable.version)))


def newest_run(session: Session) -> int | None:
    """The number of the run that began last."""
    return session.scalar(select(func.max(RunTable.id)))
