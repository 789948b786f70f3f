"""Comments whose answers differ between two sets of thresholds, and their moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
    rows = session.execute(
        select(
            _ENTRY.comment_id,
            _ENTRY.article_id,
            _ENTRY.day,
            QueuePatternTable.answers,
            _ENTRY.machine,
            _ENTRY.queue,
            _ENTRY.state,
            _ENTRY.edited,
        )
        .join(QueuePatternTable, QueuePatternTable.id == _ENTRY.pattern_id)
        .where(_ENTRY.comment_id.in_(ids), _ENTRY.analysis_id.is_not(None))
    ).all()
    entries = [(row, pattern_of({**answers_of(row[3]), **given[row[0]]})) for row in rows]
    entries = [(row, pattern) for row, pattern in entries if pattern != row[3]]
    numbers = numbers_of(session, {pattern for _, pattern in entries})
    machine_of = {pattern: index.machine_of(answers_of(pattern)) for pattern in numbers}
    changed = counts.Counted()
    patterns: list[dict[str, Any]] = []
    machines: list[dict[str, Any]] = []
    queues: list[dict[str, Any]] = []
    for (number, article, day, answers, machine_now, queue_now, state, edited), pattern in entries:
        machine, queue = machine_now, queue_now
        if machine not in _UNMOVED:
            placed = machine_of[pattern]
            machine = placed.value
            reported = queue == Place.REPORTED
            queue = place_of(placed, ReviewState(state), edited=edited, reported=reported).value
        changed.add_entry(article, queue_now, day, answers, times=-1)
        changed.add_entry(article, queue, day, pattern)
        this = {"at": number, "to_pattern_id": numbers[pattern]}
        if machine == machine_now:
            patterns.append(this)
        else:
            machines.append({**this, "to_machine": machine, "to_queue": queue})
        if queue != queue_now:
            queues.append({"at": number, "to_queue": queue})
    _update_each(session, _ENTRY, ("pattern_id",), patterns)
    _update_each(session, _ENTRY, ("pattern_id", "machine", "queue"), machines)
    _update_each(session, _LABEL, ("queue",), queues)
    counts.change(session, changed)


def _changed(first: Thresholds, second: Thresholds) -> list[str]:
    """The labels whose thresholds differ; one that only one side knows has no answer to compare."""
    return sorted(label for label in first.keys() & second.keys() if first[label] != second[label])


def _answers(
    session: Session, ids: Sequence[int], first: Thresholds, second: Thresholds
) -> Mapping[int, dict[str, Recommendation]]:
    """What ``second`` makes of these comments' scores, for the labels about which it differs."""
    answers: dict[int, dict[str, Recommendation]] = defaultdict(dict)
    for label in _changed(first, second):
        threshold = second[label]
        for number, status, probability in session.execute(
            select(_LABEL.comment_id, _LABEL.status, _LABEL.probability).where(
                _LABEL.comment_id.in_(ids), _LABEL.label == label
            )
        ):
            answers[number][label] = recommend(Status(status), probability, threshold)
    return answers


def _pure(score: float, threshold: Threshold) -> Recommendation:
    return recommend(Status.SCORED, score, threshold)


def _update_each(
    session: Session, table: Any, names: tuple[str, ...], rows: list[dict[str, Any]]
) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
        statement = update(table).where(table.comment_id == bindparam("at")).values(**values)
        session.connection().execute(statement, rows)
