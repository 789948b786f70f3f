"""A comment's surroundings: its article, thread, parent and earlier texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.domain.review import Revision
from analysis.storage.tables import (
    AnalysisDocumentTable,
    CommentTable,
    CommentTextTable,
    ErasureTable,
    QueueEntryTable,
)


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A comment's place in the queue's cache; ``analysis_id`` is ``None`` while it is unscored."""

    article_id: int
    analysis_id: int | None
    state: str
    queue: str
    last_sequence: int
    edited: bool
    revision: int


def entry_of(session: Session, comment_id: int) -> QueueEntry | None:
    """A comment's place in the queue's cache."""
    return entries_of(session, [comment_id]).get(comment_id)


def numbers_around(session: Session, article: int, position: int, *, each_way: int) -> list[int]:
    """The comments of a thread nearest to a position, in reading order."""
    table = CommentTable
    here = select(table.id, table.position).where(
        table.article_id == article, table.withdrawn.is_(False)
    )
    before = session.execute(
        here.where(table.position <= position)
        .order_by(table.position.desc(), table.id.desc())
        .limit(each_way + 1)
    ).all()
    behind = session.execute(
        here.where(table.position > position).order_by(table.position, table.id).limit(each_way)
    ).all()
    return [row.id for row in [*reversed(before), *behind]]


def replies_to(session: Session, article: int, platform_id: str, *, limit: int) -> list[int]:
    """The comments that name this one as their parent, in reading order."""
    table = CommentTable
    return list(
        session.scalars(
            select(table.id)
            .where(table.article_id == article, table.parent_platform_id == platform_id)
            .where(table.withdrawn.is_(False))
            .order_by(table.position, table.id)
            .limit(limit)
        )
    )


def numbers_by_platform_id(
    session: Session, article: int, platform_ids: Sequence[str]
) -> dict[str, int]:
    """The numbers of those comments of an article."""
    table = CommentTable
    rows = session.execute(
        select(table.platform_id, table.id).where(
            table.article_id == article, table.platform_id.in_(platform_ids)
        )
    )
    return {row.platform_id: row.id for row in rows}


def entries_of(session: Session, ids: Sequence[int]) -> dict[int, QueueEntry]:
    """The places of these comments in the queue's cache."""
    entry = QueueEntryTable
    rows = session.execute(
        select(
            entry.comment_id,
            *(entry.article_id, entry.analysis_id, entry.state, entry.queue),
            *(entry.last_sequence, entry.edited, entry.revision),
        ).where(entry.comment_id.in_(ids))
    )
    return {row[0]: QueueEntry(*row[1:]) for row in rows}


def inferred_parents(session: Session, analysis_ids: Sequence[int]) -> dict[int, str]:
    """Per comment the platform id of the parent that was inferred for it."""
    rows = session.execute(
        select(AnalysisDocumentTable.comment_id, AnalysisDocumentTable.body).where(
            AnalysisDocumentTable.analysis_id.in_(analysis_ids)
        )
    )
    return {
        row.comment_id: row.body["inferred_parent"][0]
        for row in rows
        if row.body["inferred_parent"]
    }


def revisions_of(session: Session, comment_id: int) -> list[Revision]:
    """Every text this comment had, oldest first; erased ones with their hash alone."""
    texts, gone = CommentTextTable, ErasureTable
    revisions = [
        Revision(row.revision, row.sha256, row.text, row.read_at)
        for row in session.execute(
            select(texts.revision, texts.sha256, texts.text, texts.read_at).where(
                texts.comment_id == comment_id
            )
        )
    ]
    revisions += [
        Revision(row.revision, row.sha256, None, row.read_at)
        for row in session.execute(
            select(gone.revision, gone.sha256, gone.read_at).where(gone.comment_id == comment_id)
        )
    ]
    return sorted(revisions, key=lambda revision: revision.number)
