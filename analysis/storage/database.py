"""Open a database, and hand out transactions that a reader or a writer can rely on."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from analysis.domain.errors import BadInput, ModeratoError
from analysis.storage import act_log, residue
from analysis.storage import migrate as migrations
from analysis.storage.database_address import address_of, check_file, shown_url
from analysis.storage.database_troubles import in_plain_words, without_values
from analysis.storage.guards import add_functions
from analysis.storage.writer_lock import OnWait, begin_immediate, take_advisory_lock

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


@dataclass(frozen=True, slots=True)
class Store:
    """An open database. ``read`` and ``write`` each give one transaction.

    There is one writer at a time: it takes SQLite's write lock (on PostgreSQL an advisory one)
    when it begins, so that what it read still holds when it writes. What it did is committed at
    the end of the block and undone by an exception.
    """

    url: str
    engine: Engine
    owes_flush: threading.Event = field(default_factory=threading.Event, compare=False, repr=False)
    """Set while an erasure's words may still lie in SQLite's log: writes then try to empty it."""
    on_wait: OnWait | None = field(default=None, compare=False, repr=False)
    """Called when a write has waited for another writer for a while, and waits on."""

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent view of the data."""
        with self._session(self.engine) as session:
            yield session

    @contextmanager
    def write(self, *, patience: float | None = None) -> Iterator[Session]:
        """One change, whole or not at all.

        Another writer is waited for as long as the database's usual patience lasts, or for
        ``patience`` seconds; ``DatabaseBusy`` after that.
        """
        milliseconds = None if patience is None else round(patience * 1_000)
        engine = self.engine.execution_options(
            moderato_writer=True,
            moderato_patience=milliseconds,
            moderato_on_wait=self.on_wait,
        )
        with self._session(engine) as session:
            session.connection()  # begins here and now, so that a busy database says so at once
            yield session
            session.commit()
            act_log.write_out(session)
        if self.owes_flush.is_set():
            self._settle()

    def revision(self) -> str | None:
        """The schema's version, as the migrations name it."""
        with self.engine.connect() as connection:
            return migrations.revision_of(connection)

    def flush_log(self, *, patience: float = 0.0) -> bool:
        """Move SQLite's write-ahead log into the file and empty it; whether that went through.

        A reader of an older state keeps it from that; it is waited for ``patience`` seconds.
        """
        if self.dialect != "sqlite":
            return True
        with self.engine.connect() as connection:
            # Outside any transaction, which SQLAlchemy would begin for us.
            raw = connection.connection.driver_connection
            if raw is None:
                return False
            raw.execute(f"PRAGMA busy_timeout = {round(patience * 1_000)}")
            try:
                busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError:  # another writer, at this very moment
                return False
            finally:
                raw.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        return not busy

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def _settle(self) -> None:
        """Try to empty the log; on success the erasures that waited for it alone are finished.

        What was written just before is saved and must not look as if it were not: where somebody
        else is at the database now, the next write tries again.
        """
        try:
            with self.read() as session:
                owed = residue.owed(session, swept=True)
            if self.flush_log():
                self.owes_flush.clear()
                with self.write(patience=0.0) as session:
                    residue.settle(session, owed)
        except (ModeratoError, DBAPIError):
            self.owes_flush.set()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        with Session(engine, autoflush=False, expire_on_commit=False) as session:
            try:
                yield session
            except DBAPIError as trouble:
                refusal = in_plain_words(trouble, shown_url(self.url))
                raise refusal or without_values(trouble) from None


def open_store(url: str, *, migrate: bool = False) -> Store:
    """Open the database at ``url``; ``migrate`` creates it or brings it up to date.

    ``BadInput`` in one sentence when it is missing, newer than this program, older and
    ``migrate`` is off, or can't be reached.
    """
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        check_file(address, migrate=migrate)
    engine = _engine(address)
    shown = shown_url(url)
    try:
        if migrate:
            migrations.upgrade(engine, shown)
        else:
            with engine.connect() as connection:
                migrations.check(connection, shown)
    except DBAPIError as trouble:
        engine.dispose()
        refusal = in_plain_words(trouble, shown)
        if refusal is None:
            raise
        raise refusal from None
    except BadInput:
        engine.dispose()
        raise
    store = Store(url, engine)
    with store.read() as session:
        if residue.owed(session, swept=True):
            store.owes_flush.set()
    return store


def has_no_tables(url: str) -> bool:
    """Whether the database answers and holds nothing at all, as a fresh one does."""
    try:
        engine = _engine(address_of(url))
    except BadInput:
        return False
    try:
        with engine.connect() as connection:
            return migrations.is_bare(connection)
    except (DBAPIError, BadInput):
        return False
    finally:
        engine.dispose()


def _engine(address: URL) -> Engine:
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
    same_file = _SameFile(shown_url(address.render_as_string()))
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
