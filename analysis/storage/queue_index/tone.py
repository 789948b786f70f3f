"""How comments sound: counts kept per article and day, and along a thread by its index."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from analysis.domain.tone import comments_a_step
from analysis.storage.label_order import asked, of_concern
from analysis.storage.tables import ArticleTable, QueueEntryTable, QueueToneTable

COUNTS = (
    "n",
    "scored",
    "disagreement",
    "civil_disagreement",
    "hostile_disagreement",
    "unsure_disagreement",
    "hostility",
    "generalization",
    "evidence",
    "unsure",
    "unsupported",
)
"""The counts of a ``ToneRow``, which are the columns of ``queue_tone``."""

_ENTRY = QueueEntryTable
_TONE = QueueToneTable


def letters(pattern: str) -> dict[str, str]:
    """A pattern as one letter (see ``asked.LETTERS``) per label; empty when not scored."""
    return dict(zip(asked(), pattern, strict=True)) if pattern else {}


@cache
def adds_to(pattern: str) -> tuple[str, ...]:
    """The counts of a ``ToneRow`` that a comment with this pattern adds to."""
    if not pattern:
        return ("n",)
    said = letters(pattern)
    names = ["n", "scored"]
    hostility = said.get("possible_hostility", "-")
    if said.get("disagreement") == "f":
        names.append("disagreement")
        kind = {"f": "hostile_disagreement", "c": "civil_disagreement"}
        names.append(kind.get(hostility, "unsure_disagreement"))
    if hostility == "f":
        names.append("hostility")
    if said.get("generalization") == "f":
        names.append("generalization")
    if said.get("constructive_evidence") == "f":
        names.append("evidence")
    concern = {letter for label, letter in said.items() if label in of_concern()}
    if "u" in concern:
        names.append("unsure")
    if concern & {"x", "-"}:
        names.append("unsupported")
    return tuple(names)


def by_article(session: Session, section: str | None) -> dict[int, dict[str, Any]]:
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
) -> dict[str, dict[str, Any]]:
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
) -> tuple[int, dict[int, dict[str, Any]]]:
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
    sums: dict[int, dict[str, Any]] = {}
    for first, pattern, comments in session.execute(
        select(step, _ENTRY.pattern, func.count()).where(*conditions).group_by(step, _ENTRY.pattern)
    ):
        row = sums.setdefault(first, dict.fromkeys(COUNTS, 0))
        for name in adds_to(pattern):
            row[name] += comments
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
    return select(group, *(func.sum(getattr(_TONE, name)) for name in COUNTS)).group_by(group)


def _by_group(session: Session, statement: Select[Any]) -> dict[Any, dict[str, Any]]:
    return {
        group: dict(zip(COUNTS, counted, strict=True))
        for group, *counted in session.execute(statement)
    }


def _inside(
    column: InstrumentedAttribute[int], article: str | None, section: str | None
) -> ColumnElement[bool]:
    inside = select(ArticleTable.id)
    if article is not None:
        inside = inside.where(ArticleTable.platform_id == article)
    if section is not None:
        inside = inside.where(ArticleTable.section == section)
    return column.in_(inside)
