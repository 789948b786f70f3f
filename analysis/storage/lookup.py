"""Find a comment by what another system calls it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.storage.tables import ArticleTable, CommentTable, CommentTextTable


def comments_called(
    session: Session, *, article_id: str = "", comment_id: str = "", sha256: str = ""
) -> list[int]:
    """The numbers of the comments that fit all that is given; a hash may fit any revision."""
    statement = select(CommentTable.id).distinct().order_by(CommentTable.id)
    if comment_id:
        statement = statement.where(CommentTable.platform_id == comment_id)
    if article_id:
        statement = statement.join(ArticleTable, ArticleTable.id == CommentTable.article_id).where(
            ArticleTable.platform_id == article_id
        )
    if sha256:
        statement = statement.join(
            CommentTextTable, CommentTextTable.comment_id == CommentTable.id
        ).where(CommentTextTable.sha256 == sha256)
    if not (comment_id or sha256):
        return []
    return list(session.scalars(statement))
