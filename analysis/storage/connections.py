"""Connections to a database: how SQLite's and PostgreSQL's are set up, and how each begins."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from analysis.domain.errors import BadInput
from analysis.storage.database_address import shown_url
from analysis.storage.guards import add_functions
from analysis.storage.writer_lock import begin_immediate, take_advisory_lock

BUSY_MILLISECONDS = 60_000
"""How long a writer waits for another one. Nearly all hold the lock for milliseconds; a
publication, which moves comments piece by piece, for a fraction of a second at a time."""

CACHE_KIBIBYTES = 64 * 1024
"""SQLite's page cache per connection: holds the queue's indexes at a million comments."""

PREPARED_STATEMENTS = 16
"""Statements that a SQLite connection keeps prepared. One that names a thousand numbers takes
115 kB, and each length of such a list is a statement of its own: Python's 128 of them are 15 MB
that a connection of a long-running server fills and never gives back. Preparing takes microseconds.
"""

WRITER_LOCK = 773_202_001
"""The number of PostgreSQL's advisory lock for writers; any number that nobody else uses."""


def engine_for(address: URL) -> Engine:
    """An engine whose connections are set up; nothing is connected to yet."""
    if address.get_backend_name() == "postgresql":
        engine = create_engine(address, hide_parameters=True, pool_pre_ping=True)
        event.listen(engine, "connect", _connect_postgresql)
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    engine = create_engine(
        address,
        hide_parameters=True,
        connect_args={"cached_statements": PREPARED_STATEMENTS},
    )
    same_file = _SameFile(shown_url(address))
    event.listen(engine, "do_connect", same_file.before_connect)
    event.listen(engine, "connect", same_file.on_connect)
    event.listen(engine, "connect", _connect_sqlite)
    event.listen(engine, "invalidate", _roll_back)
    event.listen(engine, "begin", same_file.on_begin)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class _SameFile:
    """Notices that the database's file was deleted or replaced under open connections.

    SQLite would go on writing into the file that has no name any more, and lose it all.
    """

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._path: Path | None = None
        self._file: tuple[int, int] | None = None

    def before_connect(self, *_: Any) -> None:
        """A further connection would make an empty file where there is none any more."""
        self.check()

    def on_connect(self, connection: sqlite3.Connection, _record: Any) -> None:
        """The first connection says which file it is."""
        if self._path is not None:
            return
        (_, _, name) = connection.execute("PRAGMA database_list").fetchone()
        if name and Path(name).exists():
            self._path, self._file = Path(name), _identity(Path(name))

    def on_begin(self, connection: Connection) -> None:
        """Before a write."""
        if connection.get_execution_options().get("moderato_writer", False):
            self.check()

    def check(self) -> None:
        """``BadInput`` when the name leads to another file, or to none."""
        if self._path is None:
            return
        try:
            same = _identity(self._path) == self._file
            what = "was replaced by another file"
        except FileNotFoundError:
            same, what = False, "was deleted or moved away"
        if not same:
            raise BadInput(
                f"The database {self._shown} {what} while it was in use; nothing more is written. "
                "Stop every program that uses it, put the file back, and start again."
            )


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _connect_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
    add_functions(connection, record.info)
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        # What a person was told is saved is on the disk: a commit waits for it.
        "synchronous = FULL",
        "foreign_keys = ON",
        # Without it INSERT OR REPLACE deletes the old row past the DELETE triggers.
        "recursive_triggers = ON",
        # An erased text is overwritten, not just unlinked.
        "secure_delete = ON",
        f"cache_size = -{CACHE_KIBIBYTES}",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _roll_back(connection: sqlite3.Connection, *_: Any) -> None:
    """Before a connection whose statement was interrupted is thrown away.

    SQLite closes it only with its last cursor, which the interruption's traceback keeps: until
    then the lock would bar every other writer, the one that records the interruption first.
    """
    with suppress(sqlite3.Error):  # nothing was begun, or the disk is gone
        connection.rollback()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("moderato_writer", False):
        connection.exec_driver_sql("BEGIN")
        return
    patience = options.get("moderato_patience")
    begin_immediate(
        connection,
        patience=BUSY_MILLISECONDS if patience is None else patience,
        usual=BUSY_MILLISECONDS,
        on_wait=options.get("moderato_on_wait"),
    )


def _connect_postgresql(connection: Any, _record: Any) -> None:
    """Questions of a screen take milliseconds: PostgreSQL is neither to compile them nor to start
    workers for them, which alone takes tens of milliseconds whenever it guesses too many rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("moderato_writer", False):
        patience = options.get("moderato_patience")
        take_advisory_lock(
            connection,
            WRITER_LOCK,
            patience=BUSY_MILLISECONDS if patience is None else patience,
            on_wait=options.get("moderato_on_wait"),
        )
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
