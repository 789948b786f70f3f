"""What thresholds make of stored scores: count what others would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, func, or_, select, union
from sqlalchemy.orm import Session

from analysis.domain.decision import ReviewState
from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.domain.queue_policy import ASKING, ATTENTION, FOR_NOBODY, MACHINE_QUEUES, Place
from analysis.storage.queue_index.moves import ranges, within
from analysis.storage.queue_index.patterns import of_concern
from analysis.storage.queue_index.scores import Between, unscored
from analysis.storage.tables import (
    QueueCountTable,
    QueueEntryTable,
    QueueLabelTable,
)

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable


def answers_now_and_then(
    session: Session, label: str, now: Threshold, then: Threshold
) -> dict[tuple[Recommendation, Recommendation], int]:
    """How many scored comments get which answer under ``now`` and under ``then``."""
    scores = Between(session, label)
    pairs: Counter[tuple[Recommendation, Recommendation]] = Counter()
    for low, high, before, after in ranges(now, then):
        pairs[before, after] += scores.count(low, high)
    silent = (Recommendation.UNSUPPORTED, Recommendation.UNSUPPORTED)
    pairs[silent] += unscored(session, label)
    return {pair: count for pair, count in pairs.items() if count}


def moved_examples(
    session: Session, label: str, now: Threshold, then: Threshold, *, up: bool, limit: int
) -> list[int]:
    """Comments whose answer would rise (or fall), those nearest a new boundary first."""
    near: dict[int, float] = {}
    for low, high, before, after in ranges(now, then):
        if ATTENTION[after] <= ATTENTION[before] if up else ATTENTION[after] >= ATTENTION[before]:
            continue
        # No boundary lies inside the range, so that the nearest to one are at its ends.
        statement = (
            select(_LABEL.comment_id, _LABEL.probability)
            .where(_LABEL.label == label, *within(low, high))
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
        for low, high, first, second in ranges(now.thresholds[label], then.thresholds[label]):
            if (first in ASKING) is not (second in ASKING):
                crossed = (_LABEL.label == label, *within(low, high))
                crossing.append(select(_LABEL.comment_id).where(*crossed))
    if not crossing:
        return before, before
    asks = _asks({label: then.thresholds[label] for label in sorted(of_concern())})
    # In their order, so that entries and labels are met page by page and not all over the tables.
    number = union(*crossing).subquery().c.comment_id
    any_of = select(number).order_by(number).subquery()
    lost = func.count().filter(_ENTRY.machine != Place.CLEAR.value, ~asks)
    won = func.count().filter(_ENTRY.machine == Place.CLEAR.value, asks)
    moved = session.execute(
        select(lost, won)
        .select_from(any_of)
        .join(_ENTRY, _ENTRY.comment_id == any_of.c.comment_id)
        .where(_waits())
    ).one()
    return before, before - moved[0] + moved[1]


def _asks(thresholds: Mapping[str, Threshold]) -> ColumnElement[bool]:
    """Whether an entry's answer for any of these labels asks for a look.

    No score (null) asks for a look too: it is unsupported, never clear.
    """
    asking = or_(
        *(
            and_(
                _LABEL.label == label,
                or_(_LABEL.probability.is_(None), _LABEL.probability >= threshold.clear_below),
            )
            for label, threshold in thresholds.items()
        )
    )
    here = _LABEL.comment_id == _ENTRY.comment_id
    return select(_LABEL.comment_id).where(here, asking).correlate(_ENTRY).exists()


def _waits() -> ColumnElement[bool]:
    """Open to what thresholds say; a reported comment, one that a colleague was asked about and a
    rejected one that was edited wait for a person whatever they say, and one that is erased or gone
    from its site for nobody."""
    edited = and_(_ENTRY.edited, _ENTRY.state == ReviewState.APPROVED.value)
    waits = or_(_ENTRY.state == ReviewState.OPEN.value, edited)
    apart = (Place.REPORTED, *FOR_NOBODY)
    return and_(waits, _ENTRY.queue.not_in([place.value for place in apart]))
