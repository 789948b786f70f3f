"""Remove a text for good: the one way past the guards, and it leaves a record."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from analysis.domain.comment import erased_sha256
from analysis.storage import chain, guards, hash_salts, residue
from analysis.storage.tables import (
    AnalysisDocumentTable,
    CommentRawTable,
    CommentTable,
    CommentTextTable,
    ErasureTable,
    QueueFacetTable,
    UserReportTable,
)


def erase(session: Session, comment_id: int, *, person: str, reason: str, at: datetime) -> int:
    """Record the erasure, then remove texts, records, findings and reports; how many texts went.

    The record comes first: the guards let go only of what it names, and only in here. The chain
    gets a link for each record, and newer links over what is left of the ranges it was in. Hashes
    of the files and requests that brought it lose their salts.
    """
    texts = session.execute(
        select(CommentTextTable.revision, CommentTextTable.sha256, CommentTextTable.read_at).where(
            CommentTextTable.comment_id == comment_id
        )
    ).all()
    if not texts:
        return 0
    salts = [secrets.token_hex(16) for _ in texts]
    rows = [
        {
            "comment_id": comment_id,
            "revision": text.revision,
            "sha256": erased_sha256(salt, text.sha256),
            "salt": salt,
            "read_at": text.read_at,
            "person": person,
            "reason": reason,
            "erased_at": at,
        }
        for text, salt in zip(texts, salts, strict=True)
    ]
    sealed = chain.intact(session, [comment_id])
    with guards.erasing(session, comment_id):
        numbers = session.scalars(
            insert(ErasureTable).returning(ErasureTable.id, sort_by_parameter_order=True), rows
        ).all()
        for table in (
            CommentTextTable,
            CommentRawTable,
            AnalysisDocumentTable,
            UserReportTable,
            QueueFacetTable,
        ):
            session.execute(delete(table).where(table.comment_id == comment_id))
    hash_salts.forget_salts(session, comment_id, [text.read_at for text in texts])
    session.execute(update(CommentTable).where(CommentTable.id == comment_id).values(author=None))
    chain.append_rows(session, chain.Kind.ERASURE, numbers, rows)
    chain.reseal(session, sealed)
    residue.owe(session, comment_id, at)
    return len(texts)


def is_known(session: Session, comment_id: int) -> bool:
    """Whether there is a comment of this number: shown, withdrawn or erased."""
    return session.get(CommentTable, comment_id) is not None


def has_text(session: Session, comment_id: int) -> bool:
    """Whether a text of this comment is there."""
    table = CommentTextTable
    return (
        session.scalar(select(table.id).where(table.comment_id == comment_id).limit(1)) is not None
    )


def is_older(session: Session, comment_id: int, moment: datetime) -> bool:
    """Whether this comment has texts, all of them read before a moment."""
    table = CommentTextTable
    newest = select(func.max(table.read_at)).where(table.comment_id == comment_id)
    read_at = session.scalar(newest)
    return read_at is not None and read_at < moment


def comments_by(session: Session, names: Collection[str]) -> list[int]:
    """The numbers of the comments under exactly one of these names whose text is there."""
    table = CommentTable
    there = select(CommentTextTable.id).where(CommentTextTable.comment_id == table.id).exists()
    return list(
        session.scalars(select(table.id).where(table.author.in_(names), there).order_by(table.id))
    )


def read_before(session: Session, moment: datetime, *, after: int, limit: int) -> Sequence[int]:
    """The next comments behind number ``after`` all of whose texts were read before a moment."""
    table = CommentTextTable
    return session.scalars(
        select(table.comment_id)
        .where(table.comment_id > after)
        .group_by(table.comment_id)
        .having(func.max(table.read_at) < moment)
        .order_by(table.comment_id)
        .limit(limit)
    ).all()
