"""The cache's rows of some comments: as they are now, and the difference to what they should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analysis.storage.bulk_insert import insert_rows, update_values
from analysis.storage.tables import (
    QueueEntryTable,
    QueueFacetTable,
    QueueLabelTable,
    QueuePatternTable,
)

Values = Mapping[str, Any]

_KEY = "comment_id"
_OF_A_COMMENT: tuple[Any, ...] = (QueueLabelTable, QueueFacetTable)
"""Tables with several rows for one comment."""


@dataclass(frozen=True, slots=True)
class CachedRows:
    """Rows by comment: one entry, its pattern in words, its labels and facets."""

    entries: Mapping[int, Values]
    patterns: Mapping[int, str | None]
    labels: Mapping[int, Sequence[Values]]
    facets: Mapping[int, Sequence[Values]]


def cached_rows(session: Session, ids: Sequence[int]) -> CachedRows:
    """What the cache holds of these comments."""
    entry, pattern = QueueEntryTable, QueuePatternTable
    names = tuple(column.name for column in entry.__table__.columns)
    entries: dict[int, Values] = {}
    patterns: dict[int, str | None] = {}
    for *values, answers in session.execute(
        select(*entry.__table__.columns, pattern.answers)
        .outerjoin(pattern, pattern.id == entry.pattern_id)
        .where(entry.comment_id.in_(ids))
    ):
        row = dict(zip(names, values, strict=True))
        entries[row[_KEY]], patterns[row[_KEY]] = row, answers
    here = list(entries)
    labels, facets = (_several(session, table, here) for table in _OF_A_COMMENT)
    return CachedRows(entries, patterns, labels, facets)


def write_difference(
    session: Session,
    before: CachedRows,
    entries: Sequence[Values],
    labels: Sequence[Values],
    facets: Sequence[Values],
) -> None:
    """Make the cache hold these rows in place of those ``before``.

    Of an entry only the columns that change are written: each value that is written, equal or
    not, is taken out of its indexes and put in again.
    """
    gone = before.entries.keys() - {row[_KEY] for row in entries}
    _write_several(session, QueueFacetTable, before.facets, facets)
    _write_several(session, QueueLabelTable, before.labels, labels)
    if gone:
        session.execute(delete(QueueEntryTable).where(QueueEntryTable.comment_id.in_(gone)))
    new: list[Values] = []
    changes: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in entries:
        old = before.entries.get(row[_KEY])
        if old is None:
            new.append(row)
            continue
        names = tuple(name for name, value in row.items() if value != old[name])
        if names:
            changes[names].append((*(row[name] for name in names), row[_KEY]))
    insert_rows(session, QueueEntryTable, new)
    for names, rows in changes.items():
        update_values(session, QueueEntryTable, _KEY, names, rows)


def _several(session: Session, table: Any, ids: Sequence[int]) -> dict[int, list[Values]]:
    by_comment: dict[int, list[Values]] = defaultdict(list)
    if ids:
        names = tuple(column.name for column in table.__table__.columns)
        for values in session.execute(
            select(*table.__table__.columns).where(table.comment_id.in_(ids))
        ):
            row = dict(zip(names, values, strict=True))
            by_comment[row[_KEY]].append(row)
    return by_comment


def _write_several(
    session: Session, table: Any, before: Mapping[int, Sequence[Values]], rows: Sequence[Values]
) -> None:
    after: dict[int, list[Values]] = defaultdict(list)
    for row in rows:
        after[row[_KEY]].append(row)
    names = [column.name for column in table.__table__.columns]
    differing = {
        number
        for number in before.keys() | after.keys()
        if _as_set(before.get(number, ()), names) != _as_set(after.get(number, ()), names)
    }
    stale = [number for number in differing if number in before]
    if stale:
        session.execute(delete(table).where(table.comment_id.in_(stale)))
    insert_rows(session, table, [row for row in rows if row[_KEY] in differing])


def _as_set(rows: Iterable[Values], names: Sequence[str]) -> set[tuple[Any, ...]]:
    return {tuple(row[name] for name in names) for row in rows}
