"""The numbers behind a status: each from an index or a kept count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from analysis.domain.audit import AuditEvent
from analysis.domain.finding import Status
from analysis.storage import audit
from analysis.storage.tables import (
    AuditEventTable,
    CommentTextTable,
    QueueCountTable,
    QueueEntryTable,
    QueueLabelTable,
    RunTable,
)


def waiting(session: Session, queues: tuple[str, ...]) -> int:
    """Comments in these queues."""
    table = QueueCountTable
    total = select(func.coalesce(func.sum(table.comments), 0)).where(table.queue.in_(queues))
    return int(session.scalars(total).one())


def oldest_waiting(session: Session, queues: tuple[str, ...]) -> datetime | None:
    """When the first read of the comments in these queues was read."""
    entry, body = QueueEntryTable, CommentTextTable
    first = (
        select(func.min(entry.text_id))
        .where(entry.queue.in_(queues), entry.text_id.is_not(None))
        .scalar_subquery()
    )
    return session.scalar(select(body.read_at).where(body.id == first))


def failed(session: Session, labels: Iterable[str]) -> int:
    """Comments with a label whose scorer failed; of an erased text nobody can ask again."""
    table, entry = QueueLabelTable, QueueEntryTable
    # Written out, as the condition of the index of what failed (see ``tables.queue``).
    is_failed = table.status == literal_column(f"'{Status.FAILED.value}'")
    comments = (
        select(func.count(table.comment_id.distinct()))
        .join(entry, entry.comment_id == table.comment_id)
        .where(is_failed, table.label.in_(labels), entry.text_id.is_not(None))
    )
    return int(session.scalar(comments) or 0)


def newest_scorers(session: Session) -> tuple[str, ...]:
    """Name and version of each scorer of the newest run, in its order."""
    info = session.scalar(select(RunTable.info).order_by(RunTable.id.desc()).limit(1))
    return tuple(
        f"{scorer['name']} {scorer['version']}" for scorer in (info or {}).get("scorers", ())
    )


def last_event(session: Session, action: str) -> AuditEvent | None:
    """The newest audit event of one kind."""
    table = AuditEventTable
    number = session.scalar(select(func.max(table.id)).where(table.action == action))
    return None if number is None else audit.event_numbered(session, number)
