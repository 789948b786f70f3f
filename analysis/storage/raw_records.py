"""The records that comments were read from, as they were kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.storage.comments import chunks
from analysis.storage.tables import CommentRawTable, CommentTable, CommentTextTable, ImportTable


def newest_records(session: Session, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The record of each comment's newest text; none where a page had none or it is erased."""
    texts = CommentTextTable
    records: dict[int, dict[str, Any]] = {}
    for some in chunks(list(ids)):
        newest = (
            select(func.max(texts.id))
            .where(texts.comment_id.in_(some))
            .group_by(texts.comment_id)
            .scalar_subquery()
        )
        rows = session.execute(
            select(CommentRawTable.comment_id, CommentRawTable.record).where(
                CommentRawTable.text_id.in_(newest)
            )
        )
        records |= {number: dict(record) for number, record in rows if isinstance(record, dict)}
    return records


def has_import_of(session: Session, formats: Collection[str]) -> bool:
    """Whether any import read one of these formats."""
    first = select(ImportTable.id).where(ImportTable.format.in_(formats)).limit(1)
    return session.scalar(first) is not None


def shown_comments(session: Session, *, after: int, limit: int) -> list[int]:
    """The next comments that are shown, by number."""
    table = CommentTable
    return list(
        session.scalars(
            select(table.id)
            .where(table.withdrawn.is_(False), table.id > after)
            .order_by(table.id)
            .limit(limit)
        )
    )
