"""A writer that waits for another one says so, hears Ctrl-C, and gives up when it was told to."""

from __future__ import annotations

import _thread
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa

from analysis.domain.errors import DatabaseBusy
from analysis.storage import database
from analysis.storage.database import Store


@contextmanager
def _locked(store: Store) -> Iterator[sqlite3.Connection]:
    path = store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@pytest.fixture(autouse=True)
def _told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.storage.writer_lock.TELL_AFTER_SECONDS", 0.05)
    monkeypatch.setattr("analysis.storage.writer_lock.SLICE_MILLISECONDS", 20)


def test_a_long_wait_is_told_once_and_then_goes_on(sqlite_store: Store) -> None:
    told: list[str] = []
    waiting = replace(sqlite_store, on_wait=lambda: told.append("waiting"))
    with _locked(sqlite_store) as other:
        release = threading.Timer(0.5, other.execute, ("ROLLBACK",))
        release.start()
        with waiting.write() as session:
            session.execute(sa.text("INSERT INTO site_setting (key, value) VALUES ('a', '1')"))
        release.join()
    assert told == ["waiting"]
    with waiting.write():
        pass
    assert told == ["waiting"]


def test_a_wait_ends_with_its_patience_in_a_sentence(sqlite_store: Store) -> None:
    with (
        _locked(sqlite_store),
        pytest.raises(DatabaseBusy, match="another program is writing to it"),
        sqlite_store.write(patience=0.1),
    ):
        pass


def test_afterwards_sqlite_waits_as_long_as_before(sqlite_store: Store) -> None:
    with sqlite_store.write(patience=0.1) as session:
        waits = session.execute(sa.text("PRAGMA busy_timeout")).scalar_one()
    assert waits == database.BUSY_MILLISECONDS


def test_ctrl_c_is_heard_during_the_wait(sqlite_store: Store) -> None:
    began = time.monotonic()
    interruption = threading.Timer(0.2, _thread.interrupt_main)
    with _locked(sqlite_store):
        interruption.start()
        with pytest.raises(KeyboardInterrupt), sqlite_store.write():
            pass
    assert time.monotonic() - began < database.BUSY_MILLISECONDS / 1_000 / 2
    with sqlite_store.write(patience=0.1):
        pass


def test_a_stop_that_comes_with_the_lock_itself_stays_a_stop(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute = sqlite_store.engine.dialect.do_execute

    def stopped(cursor: sqlite3.Cursor, statement: str, *rest: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            raise KeyboardInterrupt  # for which SQLAlchemy closes the connection
        execute(cursor, statement, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(sqlite_store.engine.dialect, "do_execute", stopped)
        with pytest.raises(KeyboardInterrupt), sqlite_store.write():
            pass
    with sqlite_store.write(patience=0.1):
        pass
