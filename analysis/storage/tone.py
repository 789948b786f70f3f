"""Counts of answer patterns, per article, section or step in time; read from one index each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from analysis.storage.asked import asked
from analysis.storage.tables import ArticleTable, QueueEntryTable

STEP = 10
"""Comments of one step in reading order."""

_ENTRY = QueueEntryTable


class PatternCount(NamedTuple):
    """How many comments of one group have one pattern of answers (empty: not scored)."""

    group: Any
    pattern: str
    comments: int


def letters(pattern: str) -> dict[str, str]:
    """A pattern as one letter (see ``asked.LETTERS``) per label; empty when not scored."""
    return dict(zip(asked(), pattern, strict=True)) if pattern else {}


def by_article(session: Session, section: str | None) -> list[PatternCount]:
    """Groups are the articles' numbers."""
    statement = select(_ENTRY.article_id, _ENTRY.pattern, func.count()).group_by(
        _ENTRY.article_id, _ENTRY.pattern
    )
    if section is not None:
        inside = select(ArticleTable.id).where(ArticleTable.section == section)
        statement = statement.where(_ENTRY.article_id.in_(inside))
    return _counts(session.execute(statement))


def by_day(
    session: Session,
    *,
    article: str | None,
    section: str | None,
    date_from: date | None,
    date_to: date | None,
) -> list[PatternCount]:
    """Groups are days (UTC, ISO 8601); comments without a time are left out."""
    conditions: list[ColumnElement[bool]] = [_ENTRY.day.is_not(None)]
    conditions += _place(article, section)
    if date_from is not None:
        conditions.append(_ENTRY.day >= date_from.isoformat())
    if date_to is not None:
        conditions.append(_ENTRY.day <= date_to.isoformat())
    return _counts(
        session.execute(
            select(_ENTRY.day, _ENTRY.pattern, func.count())
            .where(*conditions)
            .group_by(_ENTRY.day, _ENTRY.pattern)
        )
    )


def by_position(
    session: Session,
    *,
    article: str | None,
    section: str | None,
    date_from: date | None,
    date_to: date | None,
) -> list[PatternCount]:
    """Groups are the first positions of steps in reading order (1, 11, 21, …)."""
    conditions = _place(article, section)
    if date_from is not None or date_to is not None:
        conditions.append(_ENTRY.day.is_not(None))
    if date_from is not None:
        conditions.append(_ENTRY.day >= date_from.isoformat())
    if date_to is not None:
        conditions.append(_ENTRY.day <= date_to.isoformat())
    step = cast((_ENTRY.position - 1) - (_ENTRY.position - 1) % STEP + 1, Integer)
    return _counts(
        session.execute(
            select(step, _ENTRY.pattern, func.count())
            .where(*conditions)
            .group_by(step, _ENTRY.pattern)
        )
    )


def article_names(session: Session, numbers: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Per article its platform id, title and section (empty when it has none)."""
    wanted = set(numbers)
    rows = session.execute(
        select(ArticleTable.id, ArticleTable.platform_id, ArticleTable.title, ArticleTable.section)
    )
    return {
        row.id: (row.platform_id, row.title, row.section or "") for row in rows if row.id in wanted
    }


def _place(article: str | None, section: str | None) -> list[ColumnElement[bool]]:
    if article is None and section is None:
        return []
    inside = select(ArticleTable.id)
    if article is not None:
        inside = inside.where(ArticleTable.platform_id == article)
    if section is not None:
        inside = inside.where(ArticleTable.section == section)
    return [_ENTRY.article_id.in_(inside)]


def _counts(rows: Iterable[Any]) -> list[PatternCount]:
    return [PatternCount._make(row) for row in rows]
