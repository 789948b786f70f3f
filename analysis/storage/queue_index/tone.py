"""How comments sound: counts kept per article and day, and along a thread by its index."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from analysis.domain.tone import comments_a_step
from analysis.storage.queue_index.patterns import all_patterns, counted
from analysis.storage.tables import ArticleTable, QueueEntryTable, QueueToneTable

Counts = Counter[str]
"""Comments by measure of tone; one that no comment adds to counts as nothing."""

_ENTRY = QueueEntryTable
_TONE = QueueToneTable


def by_article(session: Session, section: str | None) -> dict[int, Counts]:
    """The counts per article number."""
    statement = _sums(_TONE.article_id)
    if section is not None:
        statement = statement.where(_inside(_TONE.article_id, None, section))
    return _by_group(session, statement)


def by_day(
    session: Session,
    *,
    article: str | None,
    section: str | None,
    date_from: date | None,
    date_to: date | None,
) -> dict[str, Counts]:
    """The counts per day (UTC, ISO 8601); comments without a time are left out."""
    statement = _sums(_TONE.day).where(_TONE.day != "")
    if article is not None or section is not None:
        statement = statement.where(_inside(_TONE.article_id, article, section))
    if date_from is not None:
        statement = statement.where(_TONE.day >= date_from.isoformat())
    if date_to is not None:
        statement = statement.where(_TONE.day <= date_to.isoformat())
    return _by_group(session, statement)


def by_position(
    session: Session,
    *,
    article: str | None,
    section: str | None,
    date_from: date | None,
    date_to: date | None,
) -> tuple[int, dict[int, Counts]]:
    """How many comments make a step in reading order, and the counts by a step's first place."""
    conditions: list[ColumnElement[bool]] = []
    if article is not None or section is not None:
        conditions.append(_inside(_ENTRY.article_id, article, section))
    if date_from is not None or date_to is not None:
        conditions.append(_ENTRY.day.is_not(None))
    if date_from is not None:
        conditions.append(_ENTRY.day >= date_from.isoformat())
    if date_to is not None:
        conditions.append(_ENTRY.day <= date_to.isoformat())
    highest = session.scalar(select(func.max(_ENTRY.position)).where(*conditions))
    size = comments_a_step(highest or 0)
    step = cast((_ENTRY.position - 1) - (_ENTRY.position - 1) % size + 1, Integer)
    patterns = all_patterns(session)
    sums: dict[int, Counts] = {}
    number = _ENTRY.pattern_id
    for first, pattern, comments in session.execute(
        select(step, number, func.count()).where(*conditions).group_by(step, number)
    ):
        row = sums.setdefault(first, Counter())
        for measure in counted(None if pattern is None else patterns[pattern]):
            row[measure] += comments
    return size, sums


def article_names(session: Session, numbers: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Per article its platform id, title and section (empty when it has none)."""
    wanted = set(numbers)
    rows = session.execute(
        select(ArticleTable.id, ArticleTable.platform_id, ArticleTable.title, ArticleTable.section)
    )
    return {
        row.id: (row.platform_id, row.title, row.section or "") for row in rows if row.id in wanted
    }


def _sums(group: InstrumentedAttribute[Any]) -> Select[Any]:
    return select(group, _TONE.measure, func.sum(_TONE.comments)).group_by(group, _TONE.measure)


def _by_group(session: Session, statement: Select[Any]) -> dict[Any, Counts]:
    sums: dict[Any, Counts] = defaultdict(Counter)
    for group, measure, comments in session.execute(statement):
        sums[group][measure] = int(comments)
    return sums


def _inside(
    column: InstrumentedAttribute[int], article: str | None, section: str | None
) -> ColumnElement[bool]:
    inside = select(ArticleTable.id)
    if article is not None:
        inside = inside.where(ArticleTable.platform_id == article)
    if section is not None:
        inside = inside.where(ArticleTable.section == section)
    return column.in_(inside)
