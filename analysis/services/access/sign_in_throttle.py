"""Slow down guessing of passwords without letting anybody lock somebody else out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from analysis.domain.errors import NotAllowed
from analysis.domain.sign_in_pause import (
    ADDRESS,
    FORGOTTEN,
    KNOWN_PAIR,
    NAME,
    REMEMBERED,
    STRANGE_PAIR,
    PauseRule,
)
from analysis.storage import sign_in_attempts as stored
from analysis.storage.audit import now
from analysis.storage.database import Store

THIS_MACHINE = "this machine"
"""The address of whoever sits at the machine itself."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was let through, and what it was counted under."""

    pair: str
    others: tuple[str, ...]


def begin_attempt(store: Store, name: str, address: str) -> Attempt:
    """Count an attempt before its password is looked at; ``NotAllowed`` while it has to wait.

    Counted as failed at once, so that many at the same time get no further than one by one.
    A name without an account waits like any other.
    """
    at = now()
    with store.write() as session:
        stored.forget_attempts(session, at=at, failures=FORGOTTEN, successes=REMEMBERED)
        attempt, rules = _subjects(session, name, address, at=at)
        left = max(_left(session, subject, rule, at=at) for subject, rule in rules)
        if not left:
            for subject, _ in rules:
                stored.add_failure(session, subject, at=at)
    if left:
        seconds = max(1, round(left.total_seconds()))
        raise NotAllowed(
            f"Too many attempts to sign in failed; the next one counts in {seconds} seconds."
        )
    return attempt


def succeeded(session: Session, attempt: Attempt) -> None:
    """Let an attempt that was right count for nothing, and its address as the name's own."""
    stored.set_succeeded(session, attempt.pair, at=now())
    for subject in attempt.others:
        stored.take_failure_back(session, subject)


def _subjects(
    session: Session, name: str, address: str, *, at: datetime
) -> tuple[Attempt, list[tuple[str, PauseRule]]]:
    pair = _hashed("pair", name, address)
    known = stored.attempt_count(session, pair)
    if known and known.succeeded_at is not None and known.succeeded_at > at - REMEMBERED:
        return Attempt(pair, ()), [(pair, KNOWN_PAIR)]
    others = (_hashed("name", name), _hashed("address", address))
    rules = list(zip((pair, *others), (STRANGE_PAIR, NAME, ADDRESS), strict=True))
    return Attempt(pair, others), rules


def _left(session: Session, subject: str, rule: PauseRule, *, at: datetime) -> timedelta:
    count = stored.attempt_count(session, subject)
    return rule.left(count.failures, count.last_at, at=at) if count else timedelta(0)


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
