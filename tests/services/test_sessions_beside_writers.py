"""Noting that a session was used keeps nobody waiting for another program that writes."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from tampering import path_of

from analysis.domain.account import Role
from analysis.services.access import sessions
from analysis.services.access.accounts import create_account
from analysis.services.access.sessions import session_account, sign_in
from analysis.storage.audit import now
from analysis.storage.database import Store

PASSWORD = "correct horse battery staple"


class Clock:
    """Minutes after the sign-in."""

    minutes = 0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    began, moved = now(), Clock()
    monkeypatch.setattr(sessions, "now", lambda: began + timedelta(minutes=moved.minutes))
    return moved


@pytest.fixture
def token(sqlite_store: Store, clock: Clock) -> str:
    create_account(sqlite_store, "ada", PASSWORD, Role.ADMIN)
    return sign_in(sqlite_store, "ada", PASSWORD).token


@pytest.fixture
def other(sqlite_store: Store, token: str) -> Iterator[sqlite3.Connection]:
    """Another program, which begins to write and does not end."""
    with closing(sqlite3.connect(path_of(sqlite_store), isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def _is_in(store: Store, token: str) -> bool:
    began = time.monotonic()
    account = session_account(store, token)
    assert time.monotonic() - began < 20  # it waited a minute once
    return account is not None


@pytest.mark.parametrize("minutes", [4, 10, 59])
def test_a_page_is_shown_though_its_use_can_not_be_noted(
    sqlite_store: Store, token: str, clock: Clock, other: sqlite3.Connection, minutes: int
) -> None:
    clock.minutes = minutes
    assert _is_in(sqlite_store, token)
    clock.minutes = 61
    assert not _is_in(sqlite_store, token)


def test_the_next_page_notes_it(
    sqlite_store: Store, token: str, clock: Clock, other: sqlite3.Connection
) -> None:
    clock.minutes = 40
    assert _is_in(sqlite_store, token)
    other.execute("ROLLBACK")
    clock.minutes = 41
    assert _is_in(sqlite_store, token)
    clock.minutes = 100
    assert _is_in(sqlite_store, token)
    clock.minutes = 161
    assert not _is_in(sqlite_store, token)
