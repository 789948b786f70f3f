"""Comments whose answers differ between two sets of thresholds, and their moves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Update,
    bindparam,
    select,
    update,
)
from sqlalchemy.orm import Session

from analysis.domain.finding import Status
from analysis.domain.profile import Recommendation, Threshold, recommend
from analysis.storage.bulk_insert import update_values
from analysis.storage.number_lists import as_list, listed
from analysis.storage.queue_index import counts
from analysis.storage.queue_index.patterns import all_patterns, numbers_of
from analysis.storage.queue_index.situations import Situation, Target, situations, target_of
from analysis.storage.tables import QueueEntryTable, QueueLabelTable

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable

_STATEMENTS = 16
"""Statements that are kept built, since a piece may be of few comments."""

_PATTERN = ("pattern_id",)
_EVERYTHING = (*_PATTERN, "machine", "queue")

Bound = float | None
Thresholds = Mapping[str, Threshold]


def ranges(
    now: Threshold, then: Threshold
) -> Iterator[tuple[Bound, Bound, Recommendation, Recommendation]]:
    """The scores cut at all four boundaries; within a range all get the same two answers."""
    edges = sorted({now.flag_at, now.clear_below, then.flag_at, then.clear_below})
    for low, high in pairwise([None, *edges, None]):
        sample = -1.0 if low is None else low
        yield low, high, _pure(sample, now), _pure(sample, then)


def within(low: Bound, high: Bound) -> list[ColumnElement[bool]]:
    """``low`` <= score < ``high``, as conditions; ``None`` for no bound."""
    inside = [] if low is None else [_LABEL.probability >= low]
    inside += [] if high is None else [_LABEL.probability < high]
    return inside or [_LABEL.probability.is_not(None)]


def moving(session: Session, first: Thresholds, second: Thresholds) -> list[int]:
    """The numbers of the comments with another answer under ``second``, in ascending order."""
    numbers: set[int] = set()
    for label in _changed(first, second):
        statement = select(_LABEL.comment_id).where(_LABEL.label == label)
        for low, high, before, after in ranges(first[label], second[label]):
            if before is not after:
                numbers.update(session.scalars(statement.where(*within(low, high))))
    return sorted(numbers)


def move(session: Session, ids: Sequence[int], first: Thresholds, second: Thresholds) -> None:
    """Place these comments as ``second`` asks by their scores as they are now, counts included.

    What ``first`` and ``second`` agree about is left as it is. A comment that is there already
    stays, so that doing it twice does no harm.
    """
    connection, dialect = session.connection(), session.get_bind().dialect.name
    labels = _changed(first, second)
    asked = situations(dialect, tuple((label, second[label]) for label in labels))
    patterns = all_patterns(session)
    targets: dict[Situation, Target | None] = {}
    ids_by_target: dict[tuple[Target, bool], list[int]] = defaultdict(list)
    moves: Counter[tuple[int, str | None, Situation]] = Counter()
    rows = connection.execute(asked, {"ids": as_list(dialect, ids)}).all()
    for number, article, day, *columns in rows:
        situation = Situation._make(columns)
        if situation not in targets:
            targets[situation] = target_of(situation, labels, patterns[situation.pattern_id])
        target = targets[situation]
        if target is not None:
            ids_by_target[target, target.same_place_as(situation)].append(number)
            moves[article, day, situation] += 1
    if not moves:
        return
    _place(session, ids_by_target)
    changed = counts.Counted()
    for (article, day, before), times in moves.items():
        after = targets[before]
        if after is not None:
            pattern = patterns[before.pattern_id]
            changed.add_entry(article, before.queue, day, pattern, times=-times)
            changed.add_entry(article, after.queue, day, after.pattern, times=times)
    counts.change(session, changed)


def _place(session: Session, ids_by_target: Mapping[tuple[Target, bool], Sequence[int]]) -> None:
    """Write where comments go; of those that stay in their queue the pattern alone, since each
    value that is written, equal or not, is taken out of its indexes and put in again."""
    numbers = numbers_of(session, {target.pattern for target, _ in ids_by_target})
    for same_place, names in ((True, _PATTERN), (False, _EVERYTHING)):
        some = {target: ids for (target, same), ids in ids_by_target.items() if same is same_place}
        if session.get_bind().dialect.name == "sqlite":
            _place_by_target(session, names, some, numbers)
        else:
            _place_in_order(session, names, some, numbers)


def _place_in_order(
    session: Session,
    names: tuple[str, ...],
    ids_by_target: Mapping[Target, Sequence[int]],
    numbers: Mapping[str, int],
) -> None:
    """In one statement, in the order in which the rows lie."""
    rows = [
        (*(numbers[target.pattern], target.machine, target.queue)[: len(names)], number)
        for target, ids in ids_by_target.items()
        for number in ids
    ]
    if rows:
        rows.sort(key=itemgetter(-1))
        update_values(session, _ENTRY, _ENTRY.comment_id.key, names, rows)


def _place_by_target(
    session: Session,
    names: tuple[str, ...],
    ids_by_target: Mapping[Target, Sequence[int]],
    numbers: Mapping[str, int],
) -> None:
    """In one statement for all comments that go to the same place: SQLite has no arrays."""
    dialect = session.get_bind().dialect.name
    rows = [
        {
            "to_pattern_id": numbers[target.pattern],
            "to_machine": target.machine,
            "to_queue": target.queue,
            "ids": as_list(dialect, ids),
        }
        for target, ids in ids_by_target.items()
    ]
    if rows:
        wanted = {"ids", *(f"to_{name}" for name in names)}
        some = [{key: row[key] for key in wanted} for row in rows]
        session.connection().execute(_placing(dialect, names), some)


@lru_cache(maxsize=_STATEMENTS)
def _placing(dialect: str, names: tuple[str, ...]) -> Update:
    """Sets these columns of the comments ``ids``."""
    to: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
    return update(_ENTRY).where(_ENTRY.comment_id.in_(listed(dialect, "ids"))).values(**to)


def _changed(first: Thresholds, second: Thresholds) -> tuple[str, ...]:
    """The labels whose thresholds differ; one that only one side knows has no answer to compare."""
    both = first.keys() & second.keys()
    return tuple(sorted(label for label in both if first[label] != second[label]))


def _pure(score: float, threshold: Threshold) -> Recommendation:
    return recommend(Status.SCORED, score, threshold)
