"""The queue's cache and kept counts against what a rebuild would make; nothing is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table as SqlTable
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.domain.integrity import Fault
from analysis.domain.profile import Profile
from analysis.storage.comments import AT_ONCE
from analysis.storage.queue_index import counts, index, moves, publication
from analysis.storage.queue_index.patterns import all_patterns
from analysis.storage.queue_index.patterns import counted as measures
from analysis.storage.queue_index.working_out import worked_out
from analysis.storage.tables import (
    CommentTable,
    QueueCountTable,
    QueueEntryTable,
    QueueFacetTable,
    QueueLabelTable,
    QueueScoreTable,
    QueueToneTable,
)

_QUEUE, _COUNTS = "queue", "kept counts"

_PATTERN = "pattern_id"

CHECKS = (_QUEUE, _COUNTS)
"""The checks that a rebuild mends."""


def differences(
    session: Session, profile: Profile, counted: Callable[[int], None]
) -> Iterator[Fault]:
    """One fault for each comment whose cache differs, and for each count.

    While a profile is being published, the comments that it moves may be at either place; they and
    the counts are then left out.
    """
    under_way = publication.under_way(session)
    moved = set(moves.moving(session, under_way.source, under_way.target)) if under_way else set()
    total = counts.Counted()
    patterns = all_patterns(session)
    last = 0
    while True:
        ids = session.scalars(
            select(CommentTable.id)
            .where(CommentTable.id > last)
            .order_by(CommentTable.id)
            .limit(AT_ONCE)
        ).all()
        # The last piece also takes the rows of comments that are not there at all.
        bounds = (last, ids[-1] if len(ids) == AT_ONCE else None)
        expected = worked_out(session, ids, profile) if ids else ([], [], [])
        for table, rows in zip(
            (QueueEntryTable, QueueLabelTable, QueueFacetTable), expected, strict=True
        ):
            for number, what in _compared(session, table.__table__, rows, bounds, patterns):
                if number not in moved:
                    yield Fault(_QUEUE, f"comment {number}", what)
        for row in expected[0]:
            total.add_entry(row["article_id"], row["queue"], row["day"], row["pattern"])
        outcomes = index.outcomes_of(expected[0])
        for row in expected[1]:
            total.add_score(row["label"], row["probability"], outcomes[row["comment_id"]])
        counted(len(ids))
        if bounds[1] is None:
            break
        last = bounds[1]
    if under_way is None:
        yield from _counts(session, total)


def _compared(
    session: Session,
    table: Any,
    expected: Iterable[dict[str, Any]],
    bounds: tuple[int, int | None],
    patterns: Mapping[int, str],
) -> Iterator[tuple[int, str]]:
    """The numbers of comments with other rows than expected, and what is wrong with each."""
    low, high = bounds
    statement = select(table).where(table.c.comment_id > low)
    if high is not None:
        statement = statement.where(table.c.comment_id <= high)
    names = [column.name for column in table.columns]
    stored = {_readable(row, names, patterns) for row in session.execute(statement)}
    # An entry keeps its pattern's number, which a rebuild may give anew: its meaning is compared.
    sources = ["pattern" if name == _PATTERN else name for name in names]
    wanted = {tuple(row[name] for name in sources) for row in expected}
    place = names.index("comment_id")
    there = {row[place] for row in stored}
    for comment_id in sorted({row[place] for row in stored ^ wanted}):
        what = "it is not as worked out anew in" if comment_id in there else "it is not in"
        yield comment_id, f"{what} {table.name}"


def _counts(session: Session, total: counts.Counted) -> Iterator[Fault]:
    tone: Counter[tuple[int, str, str]] = Counter()
    for (article, day, pattern), comments in total.tone.items():
        for measure in measures(pattern):
            tone[article, day, measure] += comments
    for table, wanted in (
        (QueueCountTable, {(*key, n) for key, n in total.queues.items()}),
        (QueueScoreTable, {(*key, n) for key, n in total.scores.items()}),
        (QueueToneTable, {(*key, n) for key, n in tone.items()}),
    ):
        yield from _counted(session, table.__table__, wanted)


def _counted(session: Session, table: Any, wanted: set[tuple[Any, ...]]) -> Iterator[Fault]:
    assert isinstance(table, SqlTable)
    stored = {tuple(row) for row in session.execute(select(table))}
    keys = len(table.primary_key.columns)
    for key in sorted({row[:keys] for row in stored ^ wanted}, key=str):
        where = f"{table.name} {', '.join(str(part) for part in key)}"
        yield Fault(_COUNTS, where, "it is not what counting anew gives")


def _readable(row: Any, names: Sequence[str], patterns: Mapping[int, str]) -> tuple[Any, ...]:
    """A kept row with its pattern's meaning in place of the number."""
    return tuple(
        patterns.get(value, "?") if name == _PATTERN and value is not None else value
        for name, value in zip(names, row, strict=True)
    )
