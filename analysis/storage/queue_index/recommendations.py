"""What thresholds make of stored scores: apply a profile, and count what another would change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, union, update
from sqlalchemy.orm import Session

from analysis.domain.decision import ReviewState
from analysis.domain.finding import Status
from analysis.domain.outcomes import Progress
from analysis.domain.profile import Profile, Recommendation, Threshold, recommend
from analysis.domain.queue_policy import ASKING, ATTENTION, MACHINE_QUEUES, Place, place_of
from analysis.labels import LABEL_KEYS
from analysis.storage.comments import chunks
from analysis.storage.queue_index import counts, index
from analysis.storage.queue_index.patterns import (
    answers_of,
    numbers_of,
    of_concern,
    pattern_of,
)
from analysis.storage.queue_index.scores import Between, unscored
from analysis.storage.tables import (
    QueueCountTable,
    QueueEntryTable,
    QueueLabelTable,
    QueuePatternTable,
)

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable

_Bound = float | None


def apply_profile(
    session: Session, old: Profile, new: Profile, *, progress: Progress | None = None
) -> int:
    """Make the queues follow ``new``: only comments whose answers differ are touched, and counted.

    ``progress`` hears how many of them are done; what it raises undoes the transaction.
    """
    moves = _moves(session, old, new)
    done = 0
    for some in chunks(sorted(moves)):
        if progress:
            progress(done, len(moves))
        _move(session, {number: moves[number] for number in some})
        done += len(some)
    if progress:
        progress(done, len(moves))
    return done


def answers_now_and_then(
    session: Session, label: str, now: Threshold, then: Threshold
) -> dict[tuple[Recommendation, Recommendation], int]:
    """How many scored comments get which answer under ``now`` and under ``then``."""
    scores = Between(session, label)
    pairs: Counter[tuple[Recommendation, Recommendation]] = Counter()
    for low, high, before, after in _ranges(now, then):
        pairs[before, after] += scores.count(low, high)
    silent = (Recommendation.UNSUPPORTED, Recommendation.UNSUPPORTED)
    pairs[silent] += unscored(session, label)
    return {pair: count for pair, count in pairs.items() if count}


def moved_examples(
    session: Session, label: str, now: Threshold, then: Threshold, *, up: bool, limit: int
) -> list[int]:
    """Comments whose answer would rise (or fall), those nearest a new boundary first."""
    near: dict[int, float] = {}
    for low, high, before, after in _ranges(now, then):
        if ATTENTION[after] <= ATTENTION[before] if up else ATTENTION[after] >= ATTENTION[before]:
            continue
        # No boundary lies inside the range, so that the nearest to one are at its ends.
        statement = (
            select(_LABEL.comment_id, _LABEL.probability)
            .where(_LABEL.label == label, *_within(low, high))
            .limit(limit)
        )
        for ends in (
            statement.order_by(_LABEL.probability, _LABEL.comment_id),
            statement.order_by(_LABEL.probability.desc(), _LABEL.comment_id.desc()),
        ):
            for row in session.execute(ends):
                number, score = row.comment_id, row.probability
                near[number] = min(abs(score - then.flag_at), abs(score - then.clear_below))
    return sorted(near, key=lambda number: (near[number], number))[:limit]


def waiting_under(session: Session, now: Profile, then: Profile) -> tuple[int, int]:
    """How many open comments ask for a look now, and would under ``then``."""
    counts = QueueCountTable
    waiting = select(func.sum(counts.comments)).where(
        counts.queue.in_([queue.value for queue in MACHINE_QUEUES])
    )
    before = int(session.scalar(waiting) or 0)
    crossing = []
    for label in sorted(of_concern()):
        for low, high, first, second in _ranges(now.thresholds[label], then.thresholds[label]):
            if (first in ASKING) is not (second in ASKING):
                crossed = (_LABEL.label == label, *_within(low, high))
                crossing.append(select(_LABEL.comment_id).where(*crossed))
    if not crossing:
        return before, before
    asks = or_(*(_asks(label, then.thresholds[label]) for label in sorted(of_concern())))
    any_of = select(union(*crossing).subquery().c.comment_id)
    here = select(func.count()).where(_ENTRY.comment_id.in_(any_of), _waits())
    lost = here.where(_ENTRY.machine != Place.CLEAR.value, ~asks)
    won = here.where(_ENTRY.machine == Place.CLEAR.value, asks)
    return before, before - int(session.scalar(lost) or 0) + int(session.scalar(won) or 0)


def _ranges(
    now: Threshold, then: Threshold
) -> Iterator[tuple[_Bound, _Bound, Recommendation, Recommendation]]:
    """The scores cut at all four boundaries; within a range all get the same two answers."""
    edges = sorted({now.flag_at, now.clear_below, then.flag_at, then.clear_below})
    for low, high in pairwise([None, *edges, None]):
        sample = -1.0 if low is None else low
        yield low, high, _pure(sample, now), _pure(sample, then)


def _pure(score: float, threshold: Threshold) -> Recommendation:
    return recommend(Status.SCORED, score, threshold)


def _within(low: _Bound, high: _Bound) -> list[ColumnElement[bool]]:
    inside = [] if low is None else [_LABEL.probability >= low]
    inside += [] if high is None else [_LABEL.probability < high]
    return inside or [_LABEL.probability.is_not(None)]


def _moves(session: Session, old: Profile, new: Profile) -> dict[int, dict[str, Recommendation]]:
    """Per comment with another answer what changes, by label."""
    moves: dict[int, dict[str, Recommendation]] = defaultdict(dict)
    for label in LABEL_KEYS:
        statement = select(_LABEL.comment_id).where(_LABEL.label == label)
        for low, high, first, second in _ranges(old.thresholds[label], new.thresholds[label]):
            if first is not second:
                for number in session.scalars(statement.where(*_within(low, high))):
                    moves[number][label] = second
    return moves


def _move(session: Session, moves: Mapping[int, Mapping[str, Recommendation]]) -> None:
    changed = counts.Counted()
    entries: list[tuple[Any, str]] = []
    patterns: list[dict[str, Any]] = []
    machines: list[dict[str, Any]] = []
    queues: list[dict[str, Any]] = []
    for row in session.execute(
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
        .where(_ENTRY.comment_id.in_(list(moves)), _ENTRY.analysis_id.is_not(None))
    ):
        answers = {**answers_of(row.answers), **moves[row.comment_id]}
        entries.append((row, pattern_of(answers)))
    numbers = numbers_of(session, {pattern for _, pattern in entries})
    for row, pattern in entries:
        machine, queue = row.machine, row.queue
        if machine not in (Place.UNSCORED, Place.ERASED, Place.PLACEHOLDER):
            placed = index.machine_of(answers_of(pattern))
            reported = queue == Place.REPORTED
            state = ReviewState(row.state)
            machine = placed.value
            queue = place_of(placed, state, edited=row.edited, reported=reported).value
        changed.add_entry(row.article_id, row.queue, row.day, row.answers, times=-1)
        changed.add_entry(row.article_id, queue, row.day, pattern)
        this = {"at": row.comment_id, "to_pattern_id": numbers[pattern]}
        if machine == row.machine:
            patterns.append(this)
        else:
            machines.append({**this, "to_machine": machine, "to_queue": queue})
        if queue != row.queue:
            queues.append({"at": row.comment_id, "to_queue": queue})
    _update_each(session, _ENTRY, ("pattern_id",), patterns)
    _update_each(session, _ENTRY, ("pattern_id", "machine", "queue"), machines)
    _update_each(session, _LABEL, ("queue",), queues)
    counts.change(session, changed)


def _update_each(
    session: Session, table: Any, names: tuple[str, ...], rows: list[dict[str, Any]]
) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
        statement = update(table).where(table.comment_id == bindparam("at")).values(**values)
        session.connection().execute(statement, rows)


def _asks(label: str, threshold: Threshold) -> ColumnElement[bool]:
    """Whether an entry's answer for the label asks for a look; one never asked does not.

    No score (null) asks for a look too: it is unsupported, never clear.
    """
    asking = or_(_LABEL.probability.is_(None), _LABEL.probability >= threshold.clear_below)
    here = (_LABEL.comment_id == _ENTRY.comment_id, _LABEL.label == label)
    return select(_LABEL.comment_id).where(*here, asking).correlate(_ENTRY).exists()


def _waits() -> ColumnElement[bool]:
    """Open to what thresholds say; a reported comment waits for a person whatever they say."""
    waits = or_(_ENTRY.state == ReviewState.OPEN.value, _ENTRY.edited)
    return and_(waits, _ENTRY.queue != Place.REPORTED.value)
