"""The comments that a count of tone counts: the same patterns, asked of the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from analysis.domain.tone import ToneList
from analysis.storage.queue_index.patterns import all_patterns, counted
from analysis.storage.tables import ArticleTable, QueueEntryTable

_ENTRY = QueueEntryTable


def page_of(session: Session, where: ToneList, *, offset: int, limit: int) -> list[int]:
    """The comment numbers of one page: in reading order inside an article, else newest first."""
    statement = select(_ENTRY.comment_id).where(*_conditions(session, where))
    return list(session.scalars(_ordered(statement, where).offset(offset).limit(limit)))


def count_of(session: Session, where: ToneList) -> int:
    """How many comments there are."""
    counted = select(func.count()).select_from(_ENTRY).where(*_conditions(session, where))
    return int(session.scalars(counted).one())


def _ordered(statement: Select[int], where: ToneList) -> Select[int]:
    if where.article_id is not None:
        return statement.order_by(_ENTRY.position, _ENTRY.comment_id)
    return statement.order_by(_ENTRY.created_at.desc(), _ENTRY.comment_id.desc())


def _conditions(session: Session, where: ToneList) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if where.article_id is not None:
        # Looked up first: an equality lets an index give the article's comments.
        named = select(ArticleTable.id).where(ArticleTable.platform_id == where.article_id)
        number: Any = session.scalars(named).one_or_none()
        conditions.append(_ENTRY.article_id == (-1 if number is None else number))
    elif where.section is not None:
        inside = select(ArticleTable.id).where(ArticleTable.section == where.section)
        conditions.append(_ENTRY.article_id.in_(inside))
    if where.measure is not None:
        known = all_patterns(session).items()
        adding = [number for number, pattern in known if where.measure in counted(pattern)]
        conditions.append(_ENTRY.pattern_id.in_(adding))
    if where.date_from is not None:
        conditions.append(_ENTRY.day >= where.date_from.isoformat())
    if where.date_to is not None:
        conditions.append(_ENTRY.day <= where.date_to.isoformat())
    if where.first is not None:
        conditions.append(_ENTRY.position >= where.first)
    if where.last is not None:
        conditions.append(_ENTRY.position <= where.last)
    return conditions
