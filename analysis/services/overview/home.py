"""The home screen's facts: what waits, what happened, and under which model and thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.queue_policy import PLACES, WAITING, Place, Queue
from analysis.domain.workload import (
    LONGEST_ABSENCE,
    DecisionCount,
    Home,
    QueueWait,
    SinceVisit,
    first_day,
)
from analysis.labels import LABEL_KEYS
from analysis.services.access.accounts import require
from analysis.services.overview.workload import second_opinions
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import status as stored_status
from analysis.storage import workload as stored
from analysis.storage.analyses import read_run
from analysis.storage.arrivals import arrived_since
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting, setting
from analysis.storage.queue_index import lines

DAYS = 7
"""Days of which decisions are counted by person."""

ABSENCE = timedelta(minutes=30)
"""Who comes back after so long begins a new visit."""

_NOTED_EVERY = timedelta(minutes=1)


def home(store: Store, *, person: str) -> Home:
    """What ``person`` sees first; some milliseconds at a million comments."""
    with store.read() as session:
        counts = lines.counts_by_queue(session, None)
        at = now()
        run = stored.newest_run(session)
        previous = _visits(session, person).get("previous")
        return Home(
            at=at,
            waiting=_waiting(session, counts),
            comments=sum(counts.values()),
            unscored=counts.get(Place.UNSCORED.value, 0),
            failed=stored_status.failed(session, LABEL_KEYS),
            run=None if run is None else read_run(session, run),
            profile=profile_in(session),
            since=None if previous is None else _since(session, previous, at, person),
            days=_days(session, at),
        )


def note_visit(store: Store, *, person: str) -> None:
    """Remember that ``person`` is here, so that the next visit can tell what happened since."""
    require(store, person, Permission.READ)
    at = now()
    with store.read() as session:
        visits = _visits(session, person)
    current = visits.get("current")
    if current is not None and at - current < _NOTED_EVERY:
        return
    previous = visits.get("previous")
    if current is not None and at - current >= ABSENCE:
        previous = current
    noted = {"current": at, "previous": previous}
    with store.write() as session:
        written = {name: when.isoformat() for name, when in noted.items() if when is not None}
        set_setting(session, _key(person), written)


def _visits(session: Session, person: str) -> dict[str, datetime]:
    visits = setting(session, _key(person)) or {}
    return {name: datetime.fromisoformat(when) for name, when in visits.items()}


def _key(person: str) -> str:
    return f"visit:{person}"


def _waiting(session: Session, counts: Mapping[str, int]) -> tuple[QueueWait, ...]:
    oldest = {
        place: stored.oldest_read(session, place.value)
        for queue in WAITING
        for place in PLACES[queue]
        if counts.get(place.value)
    }
    waits = []
    for queue in (Queue.ATTENTION, *WAITING):
        ages = [when for place in PLACES[queue] if (when := oldest.get(place)) is not None]
        comments = sum(counts.get(place.value, 0) for place in PLACES[queue])
        waits.append(QueueWait(queue, comments, min(ages, default=None)))
    return tuple(waits)


def _since(session: Session, previous: datetime, at: datetime, person: str) -> SinceVisit:
    begin = max(previous, at - LONGEST_ABSENCE)
    by_person = stored.decisions_by_person(session, begin, at)
    return SinceVisit(
        since=begin,
        imported=arrived_since(session, begin),
        decided_by_others=sum(n for name, n in by_person.items() if name != person),
        own_overturned=second_opinions(session, begin, of=person).overturned,
        published=tuple(stored.published_since(session, begin)),
    )


def _days(session: Session, at: datetime) -> tuple[DecisionCount, ...]:
    first = first_day(at.date(), DAYS)
    counted = []
    for n in range(DAYS):
        begin = datetime.combine(first + timedelta(days=n), datetime.min.time(), tzinfo=UTC)
        by_person = stored.decisions_by_person(session, begin, begin + timedelta(days=1))
        counted += [DecisionCount(begin, name, by_person[name]) for name in sorted(by_person)]
    return tuple(counted)
