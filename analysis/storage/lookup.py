"""Find comments: by what another system calls them, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.storage.comments import chunks
from analysis.storage.tables import ArticleTable, CommentTable, CommentTextTable, QueueEntryTable


def comments_called(
    session: Session, *, article_id: str = "", comment_id: str = "", sha256: str = ""
) -> list[int]:
    """The numbers of the comments that fit all that is given; a hash may fit any revision.

    What an import brought that was undone is not among them.
    """
    shown = CommentTable.withdrawn.is_(False)
    statement = select(CommentTable.id).distinct().where(shown).order_by(CommentTable.id)
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


def stored_texts(session: Session, comment_ids: Sequence[str]) -> dict[tuple[str, str, str], bool]:
    """Article's id, comment's id and hash of each text that stands under these ids of comments, and
    whether it is the comment's text now."""
    stored: dict[tuple[str, str, str], bool] = {}
    for some in chunks(comment_ids):
        rows = session.execute(
            select(
                ArticleTable.platform_id,
                CommentTable.platform_id,
                CommentTextTable.sha256,
                QueueEntryTable.text_id == CommentTextTable.id,
            )
            .join(CommentTable, CommentTable.article_id == ArticleTable.id)
            .join(CommentTextTable, CommentTextTable.comment_id == CommentTable.id)
            .outerjoin(QueueEntryTable, QueueEntryTable.comment_id == CommentTable.id)
            .where(CommentTable.platform_id.in_(some), CommentTable.withdrawn.is_(False))
        )
        for article, comment, sha256, stands in rows:
            text = (article, comment, sha256)
            stored[text] = bool(stands) or stored.get(text, False)
    return stored


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment stands: its number, its article's number, its position and platform id."""

    comment_id: int
    article: int
    position: int
    platform_id: str


def places_of(session: Session, ids: Sequence[int]) -> list[Place]:
    """The places of these comments, by article and position."""
    places: list[Place] = []
    for some in chunks(ids):
        rows = session.execute(
            select(
                CommentTable.id,
                CommentTable.article_id,
                CommentTable.position,
                CommentTable.platform_id,
            ).where(CommentTable.id.in_(some))
        )
        places += [Place(*row) for row in rows]
    return sorted(places, key=lambda place: (place.article, place.position, place.comment_id))


def readable(session: Session) -> list[int]:
    """The numbers of all comments that still have a text."""
    entry = QueueEntryTable
    statement = select(entry.comment_id).where(entry.text_id.is_not(None))
    return list(session.scalars(statement.order_by(entry.comment_id)))


def article_called(session: Session, platform_id: str) -> int | None:
    """The number of the article with this platform id."""
    return session.scalar(select(ArticleTable.id).where(ArticleTable.platform_id == platform_id))


def last_position(session: Session, article: int) -> int:
    """The position of the last comment under an article; 0 where it has none."""
    last = select(func.max(CommentTable.position)).where(CommentTable.article_id == article)
    return session.scalar(last) or 0
