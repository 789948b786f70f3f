"""One writer at a time: how it takes its turn while another one writes.

That is SQLite's write lock, and an advisory lock of ours on PostgreSQL, which lets writers in
by the order in which they came.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

OnWait = Callable[[], None]
"""Tells a person that another writer is waited for."""

SLICE_MILLISECONDS = 500
"""How long SQLite itself waits at a time: meanwhile no signal, such as Ctrl-C, is heard."""

TELL_AFTER_SECONDS = 2.0
"""When a wait is worth a word; nearly every other writer is done within milliseconds."""

_LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's SQLSTATE for a lock that was not got in time."""


def begin_immediate(
    connection: Connection, *, patience: int, usual: int, on_wait: OnWait | None
) -> None:
    """Begin a writer's transaction; ``OperationalError`` after ``patience`` milliseconds.

    ``on_wait`` is called once where it takes long. For what comes after it SQLite waits for
    ``usual`` milliseconds, as before.
    """
    raw = connection.connection.driver_connection
    if raw is None:
        raise RuntimeError("a transaction without a connection")
    began = time.monotonic()
    ends = began + patience / 1_000
    try:
        while True:
            left = max(0, round((ends - time.monotonic()) * 1_000))
            raw.execute(f"PRAGMA busy_timeout = {min(left, SLICE_MILLISECONDS)}")
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as error:
                now = time.monotonic()
                if now >= ends or not _is_busy(error):
                    raise
            else:
                return
            if on_wait is not None and now >= began + TELL_AFTER_SECONDS:
                on_wait()
                on_wait = None
    finally:
        with suppress(sqlite3.ProgrammingError):  # a signal ended BEGIN: it is closed by now
            raw.execute(f"PRAGMA busy_timeout = {usual}")


def take_advisory_lock(
    connection: Connection, number: int, *, patience: int, on_wait: OnWait | None
) -> None:
    """Take PostgreSQL's advisory lock ``number`` until the transaction ends.

    ``OperationalError`` after ``patience`` milliseconds. ``on_wait`` is called once where it takes
    long; for that the transaction, which has done nothing yet, begins anew and the writer goes to
    the end of the line, once.
    """
    raw = connection.connection.driver_connection
    if raw is None:
        raise RuntimeError("a transaction without a connection")
    before_word = round(TELL_AFTER_SECONDS * 1_000)
    if on_wait is not None and before_word < patience:
        try:
            _wait_for_lock(connection, number, before_word)
            return
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
        raw.rollback()
        on_wait()
        patience -= before_word
    _wait_for_lock(connection, number, patience)


def _wait_for_lock(connection: Connection, number: int, milliseconds: int) -> None:
    # In one message: a writer begins as often as somebody decides. Zero would be without an end.
    connection.exec_driver_sql(
        f"SET LOCAL lock_timeout = {max(milliseconds, 1)}; "
        f"SELECT pg_advisory_xact_lock({number}); "
        "SET LOCAL lock_timeout = DEFAULT"
    )


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY
