"""Articles and comments, read back as they were written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from analysis.domain.comment import Article, Comment, Votes
from analysis.storage.tables import (
    ArticleTable,
    CommentTable,
    CommentTextTable,
)

_T = TypeVar("_T")

AT_ONCE = 1_000
"""Ids named in one statement; well under SQLite's 32,766 variables and PostgreSQL's 65,535."""


def read_article(session: Session, number: int) -> Article:
    """The article with this number."""
    row = session.execute(select(ArticleTable).where(ArticleTable.id == number)).scalar_one()
    return Article(
        id=row.platform_id,
        title=row.title,
        paragraphs=tuple(row.paragraphs),
        url=row.url,
        section=row.section,
        published_at=row.published_at,
    )


def read_comments(session: Session, ids: Iterable[int]) -> dict[int, Comment]:
    """Comments by number, each with its newest text; an erased one has none."""
    comments: dict[int, Comment] = {}
    for some in chunks(list(ids)):
        comments |= _read_where(session, CommentTable.id.in_(some))
    return comments


def newest_hashes(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The SHA-256 that was kept with each comment's newest text; an erased one has none."""
    table = CommentTextTable
    hashes: dict[int, str] = {}
    for some in chunks(list(ids)):
        rows = session.execute(
            select(table.comment_id, table.sha256)
            .where(table.comment_id.in_(some))
            .order_by(table.comment_id, table.revision)
        )
        hashes |= {row.comment_id: row.sha256 for row in rows}
    return hashes


def read_thread(
    session: Session, article: int, *, first: int | None = None, last: int | None = None
) -> dict[int, Comment]:
    """An article's comments in reading order, of positions ``first`` to ``last`` where given."""
    bounds = [CommentTable.article_id == article, CommentTable.withdrawn.is_(False)]
    if first is not None:
        bounds.append(CommentTable.position >= first)
    if last is not None:
        bounds.append(CommentTable.position <= last)
    return _read_where(session, and_(*bounds))


def _read_where(session: Session, condition: ColumnElement[bool]) -> dict[int, Comment]:
    other = aliased(CommentTextTable)
    newest = (
        select(func.max(other.revision))
        .where(other.comment_id == CommentTable.id)
        .correlate(CommentTable)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            CommentTable.__table__,
            ArticleTable.platform_id.label("thread_id"),
            CommentTextTable.text,
        )
        .join(ArticleTable, ArticleTable.id == CommentTable.article_id)
        .outerjoin(
            CommentTextTable,
            and_(
                CommentTextTable.comment_id == CommentTable.id,
                CommentTextTable.revision == newest,
            ),
        )
        .where(condition)
        .order_by(CommentTable.article_id, CommentTable.position, CommentTable.id)
    )
    return {row.id: _comment(row) for row in rows}


def _comment(row: Any) -> Comment:
    votes = Votes(row.votes_up, row.votes_down, row.votes_score)
    return Comment(
        id=row.platform_id,
        thread_id=row.thread_id,
        position=row.position,
        text=row.text or "",
        parent_id=row.parent_platform_id,
        author=row.author,
        created_at=row.created_at,
        votes=None if votes == Votes() else votes,
        platform_status=row.platform_status,
    )


def chunks(of: Sequence[_T], size: int = AT_ONCE) -> Iterable[Sequence[_T]]:
    """``of`` in pieces small enough for one statement."""
    return (of[start : start + size] for start in range(0, len(of), size))
