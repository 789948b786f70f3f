"""The comments that a count of tone counts: the same patterns, asked of the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from analysis.domain.tone import ToneList
from analysis.labels.tone_measures import COMMENTS
from analysis.storage.queue_index.patterns import all_patterns, counted
from analysis.storage.tables import ArticleTable, QueueEntryTable, QueueToneTable

_ENTRY = QueueEntryTable
_TONE = QueueToneTable


def page_of(session: Session, where: ToneList, *, offset: int, limit: int) -> list[int]:
    """The comment numbers of one page: in reading order inside an article, else newest first."""
    statement = select(_ENTRY.comment_id).where(*_conditions(session, where))
    return list(session.scalars(_ordered(statement, where).offset(offset).limit(limit)))


def count_of(session: Session, where: ToneList) -> int:
    """How many comments there are; kept counts answer where no places in reading order are asked.

    Counting a million of them takes a quarter of a second.
    """
    if where.first is None and where.last is None:
        total = select(func.coalesce(func.sum(_TONE.comments), 0)).where(
            *_count_conditions(session, where)
        )
        return int(session.scalars(total).one())
    each = select(func.count()).select_from(_ENTRY).where(*_conditions(session, where))
    return int(session.scalars(each).one())


def _count_conditions(session: Session, where: ToneList) -> list[ColumnElement[bool]]:
    """The same of the counts by article and day, where no time is an empty day."""
    conditions = _places(session, where, _TONE.article_id)
    conditions.append(_TONE.measure == (where.measure or COMMENTS))
    if where.date_from is not None:
        conditions.append(_TONE.day >= where.date_from.isoformat())
    if where.date_to is not None:
        conditions += [_TONE.day <= where.date_to.isoformat(), _TONE.day != ""]
    return conditions


def _ordered(statement: Select[int], where: ToneList) -> Select[int]:
    if where.article_id is not None:
        return statement.order_by(_ENTRY.position, _ENTRY.comment_id)
    return statement.order_by(_ENTRY.created_at.desc(), _ENTRY.comment_id.desc())


def _places(
    session: Session, where: ToneList, article: InstrumentedAttribute[int]
) -> list[ColumnElement[bool]]:
    if where.article_id is not None:
        # Looked up first: an equality lets an index give the article's comments.
        named = select(ArticleTable.id).where(ArticleTable.platform_id == where.article_id)
        number: Any = session.scalars(named).one_or_none()
        return [article == (-1 if number is None else number)]
    if where.section is not None:
        inside = select(ArticleTable.id).where(ArticleTable.section == where.section)
        return [article.in_(inside)]
    return []


def _conditions(session: Session, where: ToneList) -> list[ColumnElement[bool]]:
    conditions = _places(session, where, _ENTRY.article_id)
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
