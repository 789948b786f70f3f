"""A writer that waits for another one says so, hears Ctrl-C, and gives up when it was told to."""

from __future__ import annotations

import _thread
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa

from analysis.domain.errors import DatabaseBusy
from analysis.storage import connections
from analysis.storage.database import Store


@contextmanager
def _locked(store: Store) -> Iterator[Callable[[], None]]:
    """Another program that writes; what it gives lets others write again."""
    if store.dialect == "postgresql":
        with store.engine.connect() as other:
            other.exec_driver_sql(f"SELECT pg_advisory_xact_lock({connections.WRITER_LOCK})")
            yield other.rollback
        return
    path = store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")

        def let_go() -> None:
            other.execute("ROLLBACK")

        yield let_go


@pytest.fixture(autouse=True)
def _told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.storage.writer_lock.TELL_AFTER_SECONDS", 0.05)
    monkeypatch.setattr("analysis.storage.writer_lock.SLICE_MILLISECONDS", 20)


def test_a_long_wait_is_told_once_and_then_goes_on(store: Store) -> None:
    told: list[str] = []
    waiting = replace(store, on_wait=lambda: told.append("waiting"))
    with _locked(store) as let_go:
        release = threading.Timer(0.5, let_go)
        release.start()
        with waiting.write() as session:
            session.execute(sa.text("INSERT INTO site_setting (key, value) VALUES ('a', '1')"))
        release.join()
    assert told == ["waiting"]
    with waiting.write():
        pass
    assert told == ["waiting"]


def test_a_wait_ends_with_its_patience_in_a_sentence(store: Store) -> None:
    with (
        _locked(store),
        pytest.raises(DatabaseBusy, match="another program is writing to it"),
        store.write(patience=0.1),
    ):
        pass


def test_without_a_patience_of_its_own_it_waits_for_as_long_as_is_usual(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.storage.connections.BUSY_MILLISECONDS", 300)
    told: list[str] = []
    waiting = replace(store, on_wait=lambda: told.append("waiting"))
    began = time.monotonic()
    with _locked(store), pytest.raises(DatabaseBusy), waiting.write():
        pass
    assert 0.3 <= time.monotonic() - began < 5
    assert told == ["waiting"]


@pytest.mark.postgres
def test_afterwards_postgresql_waits_for_rows_as_long_as_before(postgres_store: Store) -> None:
    waiting = replace(postgres_store, on_wait=lambda: None)
    with waiting.write() as session:
        assert session.execute(sa.text("SHOW lock_timeout")).scalar_one() == "0"


def test_afterwards_sqlite_waits_as_long_as_before(sqlite_store: Store) -> None:
    with sqlite_store.write(patience=0.1) as session:
        waits = session.execute(sa.text("PRAGMA busy_timeout")).scalar_one()
    assert waits == connections.BUSY_MILLISECONDS


def test_ctrl_c_is_heard_during_the_wait(store: Store) -> None:
    began = time.monotonic()
    interruption = threading.Timer(0.2, _thread.interrupt_main)
    with _locked(store):
        interruption.start()
        with pytest.raises(KeyboardInterrupt), store.write():
            pass
    assert time.monotonic() - began < connections.BUSY_MILLISECONDS / 1_000 / 2
    with store.write(patience=0.1):
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


def test_a_write_is_saved_though_another_program_keeps_an_erasure_from_being_finished(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_store.owes_flush.set()
    with ExitStack() as until_the_end:

        def flushed(_: Store, **__: float) -> bool:
            until_the_end.enter_context(_locked(sqlite_store))
            return True

        monkeypatch.setattr(Store, "flush_log", flushed)
        with sqlite_store.write(patience=0.1) as session:
            session.execute(sa.text("INSERT INTO site_setting (key, value) VALUES ('a', '1')"))
        with sqlite_store.read() as session:
            assert session.scalar(sa.text("SELECT value FROM site_setting WHERE key = 'a'")) == "1"
    assert sqlite_store.owes_flush.is_set()
    monkeypatch.undo()
    with sqlite_store.write():
        pass
    assert not sqlite_store.owes_flush.is_set()
