"""Decisions in the order in which they were written, with the platform's names of the comment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from analysis.domain.decision import Decision
from analysis.storage.decisions import decision_of
from analysis.storage.tables import ArticleTable, CommentTable, DecisionTable


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A decision under its number, which only grows, and where its comment stands."""

    number: int
    decision: Decision
    comment_id: str
    article_id: str
    article_url: str | None


def decisions_after(session: Session, number: int, *, limit: int) -> list[FeedEntry]:
    """The next decisions behind ``number``, oldest first."""
    return _read(session, _entries().where(DecisionTable.id > number).limit(limit))


def decisions_numbered(session: Session, numbers: Sequence[int]) -> list[FeedEntry]:
    """The decisions with these numbers, oldest first."""
    return _read(session, _entries().where(DecisionTable.id.in_(numbers)))


def last_decision(session: Session) -> int:
    """The number of the newest decision; 0 where there is none."""
    return session.scalar(select(func.max(DecisionTable.id))) or 0


def _entries() -> Select[*tuple[Any, ...]]:
    return (
        select(
            DecisionTable.__table__,
            CommentTable.platform_id.label("comment"),
            ArticleTable.platform_id.label("article"),
            ArticleTable.url.label("article_url"),
        )
        .join(CommentTable, CommentTable.id == DecisionTable.comment_id)
        .join(ArticleTable, ArticleTable.id == CommentTable.article_id)
        .order_by(DecisionTable.id)
    )


def _read(session: Session, statement: Select[*tuple[Any, ...]]) -> list[FeedEntry]:
    return [
        FeedEntry(row.id, decision_of(row), row.comment, row.article, row.article_url)
        for row in session.execute(statement)
    ]
