"""Workload and service: decisions by hour and person, second reviews, and whether a queue is late.

For people who plan shifts. Nobody is ranked by it: who takes the hard comments decides fewer.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.decision import Action, Decision
from analysis.domain.workload import DecisionCount, SecondReviews
from analysis.services.access.accounts import require
from analysis.storage import workload as stored
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.decisions import decisions_with_revisions

HOURS = 24
"""Hours of which decisions are counted by person."""

SECOND_DAYS = 30
"""Days whose second reviews are looked at."""

MOST_SECOND = 5_000
"""Comments decided twice that are looked at, the newest of them."""

_VERDICTS = (Action.APPROVE, Action.REJECT)


def decisions_by_hour(store: Store, *, person: str) -> tuple[DecisionCount, ...]:
    """Decisions of the last 24 hours by hour and person, oldest first."""
    require(store, person, Permission.AUDIT)
    at = now()
    this_hour = at.replace(minute=0, second=0, microsecond=0)
    counted: list[DecisionCount] = []
    with store.read() as session:
        for back in range(HOURS - 1, -1, -1):
            begin = this_hour - timedelta(hours=back)
            by_person = stored.decisions_by_person(session, begin, begin + timedelta(hours=1))
            counted += [DecisionCount(begin, name, by_person[name]) for name in sorted(by_person)]
    return tuple(counted)


def second_reviews(store: Store, *, person: str) -> SecondReviews:
    """How often a second person's verdict differed from the first one's, in the last 30 days."""
    require(store, person, Permission.AUDIT)
    with store.read() as session:
        return second_opinions(session, now() - timedelta(days=SECOND_DAYS))


def second_opinions(session: Session, begin: datetime, *, of: str | None = None) -> SecondReviews:
    """The same since ``begin``, inside a transaction; with ``of`` only that person's verdicts."""
    ids = stored.decided_again(session, begin, limit=MOST_SECOND)
    judged = decisions_with_revisions(session, ids) if ids else {}
    pairs = [
        pair
        for decisions, revision_of in judged.values()
        for pair in verdict_pairs(decisions, revision_of)
        if pair[1].decided_at >= begin and of in (None, pair[0].person)
    ]
    return SecondReviews(len(pairs), sum(first.action is not then.action for first, then in pairs))


def verdict_pairs(
    decisions: Sequence[Decision], revision_of: Mapping[int, int]
) -> list[tuple[Decision, Decision]]:
    """Each verdict of one person that stood, with the next verdict that another person gave.

    What was taken back stands for nothing, neither first nor second. ``revision_of`` says by
    sequence which text each is about: a verdict on an edited one says nothing about the first.
    """
    undone = {d.replaces for d in decisions if d.action is Action.UNDO}
    standing = [d for d in decisions if d.action in _VERDICTS and d.sequence not in undone]
    return [
        (first, then)
        for first, then in itertools.pairwise(standing)
        if first.person != then.person and revision_of[first.sequence] == revision_of[then.sequence]
    ]


def late_since(oldest: datetime | None, limit_hours: float, at: datetime) -> timedelta | None:
    """By how much the oldest comment has waited beyond the limit; ``None`` where it has not.

    A limit of 0 hours is none.
    """
    if oldest is None or limit_hours <= 0:
        return None
    late = at - oldest - timedelta(hours=limit_hours)
    return late if late > timedelta(0) else None
