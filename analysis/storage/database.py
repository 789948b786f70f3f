"""Open a database, and hand out transactions that a reader or a writer can rely on."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from analysis.domain.errors import BadInput, ModeratoError
from analysis.storage import act_log, connections, residue
from analysis.storage import migrate as migrations
from analysis.storage.database_address import address_of, check_file, shown_url
from analysis.storage.database_troubles import in_plain_words, without_values
from analysis.storage.writer_lock import OnWait


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
                raw.execute(f"PRAGMA busy_timeout = {connections.BUSY_MILLISECONDS}")
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
    engine = connections.engine_for(address)
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
        engine = connections.engine_for(address_of(url))
    except BadInput:
        return False
    try:
        with engine.connect() as connection:
            return migrations.is_bare(connection)
    except (DBAPIError, BadInput):
        return False
    finally:
        engine.dispose()
