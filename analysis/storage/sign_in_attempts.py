"""Counts of attempts to sign in, under hashes of what was given; nothing of them stays for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.orm import Session

from analysis.storage.tables import SignInAttemptTable

_TABLE = SignInAttemptTable


@dataclass(frozen=True, slots=True)
class AttemptCount:
    """What is known about one subject: failures since the last success, and when."""

    failures: int
    last_at: datetime
    succeeded_at: datetime | None


def attempt_count(session: Session, subject: str) -> AttemptCount | None:
    """What is known about a subject; ``None`` when that is nothing."""
    row = session.get(_TABLE, subject)
    return None if row is None else AttemptCount(row.failures, row.last_at, row.succeeded_at)


def add_failure(session: Session, subject: str, *, at: datetime) -> None:
    """Count one attempt as failed, which is known only when it succeeds."""
    counted = session.execute(
        update(_TABLE)
        .where(_TABLE.subject == subject)
        .values(failures=_TABLE.failures + 1, last_at=at)
        .returning(_TABLE.subject)
    ).all()
    if not counted:
        session.execute(insert(_TABLE).values(subject=subject, failures=1, last_at=at))


def take_failure_back(session: Session, subject: str) -> None:
    """The attempt that was counted has succeeded; what others failed before still counts."""
    session.execute(
        update(_TABLE)
        .where(_TABLE.subject == subject, _TABLE.failures > 0)
        .values(failures=_TABLE.failures - 1)
    )


def set_succeeded(session: Session, subject: str, *, at: datetime) -> None:
    """Start counting anew, and note the success."""
    session.execute(
        update(_TABLE).where(_TABLE.subject == subject).values(failures=0, succeeded_at=at)
    )


def forget_attempts(
    session: Session, *, at: datetime, failures: timedelta, successes: timedelta
) -> None:
    """Drop what was last tried longer ago than ``failures`` and succeeded than ``successes``."""
    long_ago = or_(_TABLE.succeeded_at.is_(None), _TABLE.succeeded_at < at - successes)
    session.execute(delete(_TABLE).where(_TABLE.last_at < at - failures, long_ago))
