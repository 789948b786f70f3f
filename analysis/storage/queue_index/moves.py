"""Comments whose answers differ between two sets of thresholds, and their moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session

from analysis.domain.decision import ReviewState
from analysis.domain.finding import Status
from analysis.domain.profile import Recommendation, Threshold, recommend
from analysis.domain.queue_policy import Place, place_of
from analysis.storage.queue_index import counts, index
from analysis.storage.queue_index.patterns import answers_of, numbers_of, pattern_of
from analysis.storage.tables import QueueEntryTable, QueueLabelTable, QueuePatternTable

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable

_UNMOVED = (Place.UNSCORED, Place.ERASED, Place.PLACEHOLDER)
"""Where no answer of the pipeline's puts a comment elsewhere."""

_REMEMBERED = 100_000
"""Patterns whose meaning under other answers is remembered: some hundreds in practice."""

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
    given = _answers(session, ids, first, second)
    entry = _ENTRY.__table__.c
    rows = session.connection().execute(
        select(
            *(entry.comment_id, entry.article_id, entry.day, QueuePatternTable.answers),
            *(entry.machine, entry.queue, entry.state, entry.edited),
        )
        .join(QueuePatternTable, QueuePatternTable.id == entry.pattern_id)
        .where(entry.comment_id.in_(ids), entry.analysis_id.is_not(None))
    )
    entries = []
    for row in rows:
        pattern = _with_answers(row[3], given[row[0]])
        if pattern != row[3]:
            entries.append((row, pattern))
    numbers = numbers_of(session, {pattern for _, pattern in entries})
    changed = counts.Counted()
    patterns: list[dict[str, Any]] = []
    machines: list[dict[str, Any]] = []
    for (number, article, day, before, machine, queue, state, edited), pattern in entries:
        to_machine, to_queue = _placed(pattern, machine, queue, state, edited)
        changed.add_entry(article, queue, day, before, times=-1)
        changed.add_entry(article, to_queue, day, pattern)
        this = {"at": number, "to_pattern_id": numbers[pattern]}
        if (to_machine, to_queue) == (machine, queue):
            patterns.append(this)
        else:
            machines.append({**this, "to_machine": to_machine, "to_queue": to_queue})
    _update_each(session, ("pattern_id",), patterns)
    _update_each(session, ("pattern_id", "machine", "queue"), machines)
    counts.change(session, changed)


@lru_cache(maxsize=_REMEMBERED)
def _with_answers(pattern: str, answers: tuple[tuple[str, Recommendation], ...]) -> str:
    """``pattern`` with other answers for some labels."""
    return pattern_of({**answers_of(pattern), **dict(answers)})


@lru_cache(maxsize=_REMEMBERED)
def _placed(pattern: str, machine: str, queue: str, state: str, edited: bool) -> tuple[str, str]:
    """Where the pipeline's answers put a comment of this pattern, and where it is then."""
    if machine in _UNMOVED:
        return machine, queue
    to_machine = index.machine_of(answers_of(pattern))
    reported = queue == Place.REPORTED
    to_queue = place_of(to_machine, ReviewState(state), edited=edited, reported=reported)
    return to_machine.value, to_queue.value


def _changed(first: Thresholds, second: Thresholds) -> list[str]:
    """The labels whose thresholds differ; one that only one side knows has no answer to compare."""
    return sorted(label for label in first.keys() & second.keys() if first[label] != second[label])


def _answers(
    session: Session, ids: Sequence[int], first: Thresholds, second: Thresholds
) -> Mapping[int, tuple[tuple[str, Recommendation], ...]]:
    """What ``second`` makes of these comments' scores, for the labels about which it differs."""
    answers: dict[int, tuple[tuple[str, Recommendation], ...]] = defaultdict(tuple)
    row = _LABEL.__table__.c
    for label in _changed(first, second):
        threshold = second[label]
        for number, status, probability in session.connection().execute(
            select(row.comment_id, row.status, row.probability).where(
                row.comment_id.in_(ids), row.label == label
            )
        ):
            answers[number] += ((label, recommend(Status(status), probability, threshold)),)
    return answers


def _pure(score: float, threshold: Threshold) -> Recommendation:
    return recommend(Status.SCORED, score, threshold)


def _update_each(session: Session, names: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
        statement = update(_ENTRY).where(_ENTRY.comment_id == bindparam("at")).values(**values)
        session.connection().execute(statement, rows)
