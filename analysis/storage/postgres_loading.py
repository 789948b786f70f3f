"""Many rows into empty PostgreSQL tables: by COPY, with indexes and references made afterwards.

All within the caller's transaction: what breaks off leaves the tables as they were. Guards stay on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from analysis.domain.errors import BadInput
from analysis.storage.database import Store
from analysis.storage.postgres_rows import copy_rows

_NOT_OURS = text(
    "SELECT tablename FROM pg_tables WHERE tablename = ANY(:tables) "
    "AND schemaname = current_schema() AND NOT pg_has_role(tableowner, 'USAGE') ORDER BY 1"
)

_INDEXES = text(
    "SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition "
    "FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid "
    "WHERE t.relname = ANY(:tables) AND t.relnamespace = current_schema()::regnamespace "
    "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY 1"
)
"""Indexes that are no constraint's: a key has to hold while the rows arrive."""

_REFERENCES = text(
    "SELECT c.conrelid::regclass::text AS of, quote_ident(c.conname) AS name, "
    "pg_get_constraintdef(c.oid) AS definition "
    "FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE c.contype = 'f' "
    "AND t.relname = ANY(:tables) AND t.relnamespace = current_schema()::regnamespace ORDER BY 1, 2"
)


@contextmanager
def indexed_afterwards(session: Session, tables: Sequence[str]) -> Iterator[None]:
    """Take ``tables``' indexes and references away for this block, then make the same anew.

    One index made of all rows costs a fraction of one kept in order row by row, and a reference
    is checked by one join. ``BadInput`` unless the tables belong to the role.
    """
    named = {"tables": list(tables)}
    if foreign := session.scalars(_NOT_OURS, named).all():
        raise BadInput(
            f"The table {foreign[0]} belongs to another role of the database; copy as the role "
            "that owns the tables (the one that ran `moderato migrate`)."
        )
    indexes = session.execute(_INDEXES, named).all()
    references = session.execute(_REFERENCES, named).all()
    for row in references:
        _run(session, f"ALTER TABLE {row.of} DROP CONSTRAINT {row.name}")
    for row in indexes:
        _run(session, f"DROP INDEX {row.name}")
    yield
    for row in indexes:
        _run(session, row.definition)
    for row in references:
        _run(session, f"ALTER TABLE {row.of} ADD CONSTRAINT {row.name} {row.definition}")


def load(
    session: Session, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add ``rows`` by COPY; times are text in UTC. A refused row raises SQLAlchemy's error."""
    connection = session.connection()
    connection.exec_driver_sql("SET LOCAL TimeZone = 'UTC'")
    copy_rows(connection, table, columns, rows)


def vacuum(store: Store) -> None:
    """Tell the planner what the tables hold, and which of their pages an index speaks for."""
    with store.engine.connect() as connection:
        outside = connection.execution_options(isolation_level="AUTOCOMMIT")
        outside.exec_driver_sql("VACUUM (ANALYZE)")


def _run(session: Session, statement: str) -> None:
    # A percent sign in a condition would be taken for the place of a value.
    session.connection().exec_driver_sql(statement.replace("%", "%%"))
