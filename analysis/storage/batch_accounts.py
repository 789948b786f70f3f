"""Imports as batches: what each brought, how much of it is shown, and how much is decided."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.domain.outcomes import BatchInfo, ColumnUse
from analysis.storage.imports import STANDS
from analysis.storage.tables import CommentTable, DecisionTable, ImportTable, QueueEntryTable


def read_batches(
    session: Session, *, number: int | None = None, limit: int = 100
) -> list[BatchInfo]:
    """Batches, newest first; with ``number`` that one."""
    statement = select(ImportTable).order_by(ImportTable.id.desc()).limit(limit)
    if number is not None:
        statement = statement.where(ImportTable.id == number)
    rows = session.scalars(statement).all()
    numbers = [row.id for row in rows]
    comments, decided = _comments_in(session, numbers), _decided_in(session, numbers)
    return [_batch(row, comments.get(row.id, 0), decided.get(row.id, 0)) for row in rows]


def _comments_in(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    """How many comments of each of these batches are shown."""
    table = CommentTable
    rows = session.execute(
        select(table.import_id, func.count())
        .where(table.import_id.in_(numbers), table.withdrawn.is_(False))
        .group_by(table.import_id)
    )
    return {number: count for number, count in rows if number is not None}


def _decided_in(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    """How many of these are decided: one step for each decided comment, whatever its batch."""
    decided = select(DecisionTable.comment_id).distinct().subquery()
    table, entry = CommentTable, QueueEntryTable
    rows = session.execute(
        select(table.import_id, func.count())
        .select_from(decided)
        .join(table, table.id == decided.c.comment_id)
        .join(entry, entry.comment_id == table.id)
        .where(table.import_id.in_(numbers), table.withdrawn.is_(False), STANDS)
        .group_by(table.import_id)
    )
    return {number: count for number, count in rows if number is not None}


def _batch(row: ImportTable, comments: int, decided: int) -> BatchInfo:
    return BatchInfo(
        number=row.id,
        file=row.file,
        format=row.format,
        person=row.person,
        started_at=row.started_at,
        finished_at=row.finished_at,
        state=row.state,
        counts=row.counts,
        notes=tuple(row.notes),
        options=row.options or {},
        columns=tuple(ColumnUse(*use) for use in row.columns or ()),
        comments=comments,
        decided=decided,
        path=row.path,
    )
