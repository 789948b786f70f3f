"""Remove a text for good: the one way past the guards, and it leaves a record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

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

    The record comes first: the guards let go only of what it names.
    """
    texts = session.execute(
        select(CommentTextTable.revision, CommentTextTable.sha256, CommentTextTable.read_at).where(
            CommentTextTable.comment_id == comment_id
        )
    ).all()
    if not texts:
        return 0
    session.execute(
        insert(ErasureTable),
        [
            {
                "comment_id": comment_id,
                "revision": text.revision,
                "sha256": text.sha256,
                "read_at": text.read_at,
                "person": person,
                "reason": reason,
                "erased_at": at,
            }
            for text in texts
        ],
    )
    for table in (
        CommentTextTable,
        CommentRawTable,
        AnalysisDocumentTable,
        UserReportTable,
        QueueFacetTable,
    ):
        session.execute(delete(table).where(table.comment_id == comment_id))
    session.execute(update(CommentTable).where(CommentTable.id == comment_id).values(author=None))
    return len(texts)
