"""A table's rows as they are stored, in one form for both databases, in batches.

Text with its escapes, documents packed, times as text in UTC to the microsecond, truth values as
0 and 1: what is equal here is equal in everything that the program reads from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Table
from sqlalchemy.orm import Session

from analysis.storage.columns import UtcTime

StoredRow = tuple[Any, ...]

AT_ONCE = 5_000
"""Rows in memory at a time: a few megabytes."""

_TIME_CHARACTERS = len("2026-01-01 00:00:00.000000")


def stored_rows(session: Session, table: Table) -> Iterator[Sequence[StoredRow]]:
    """Batches of ``table``'s rows, each with its columns in order; the rows in the key's order.

    Read by the driver itself: SQLAlchemy's result rows would cost several times as much.
    """
    connection = session.connection()
    sqlite = connection.dialect.name == "sqlite"
    columns = ", ".join(
        _quoted(column.name) if sqlite else _as_stored(column) for column in table.columns
    )
    order = ", ".join(_quoted(column.name) for column in table.primary_key.columns)
    statement = f"SELECT {columns} FROM {_quoted(table.name)} ORDER BY {order}"  # noqa: S608
    driver: Any = connection.connection.driver_connection
    # A named cursor of PostgreSQL's sends what is asked for; a plain one all rows at once.
    cursor = driver.cursor() if sqlite else driver.cursor(name=f"stored_{table.name}")
    try:
        cursor.execute(statement)
        times = [i for i, column in enumerate(table.columns) if isinstance(column.type, UtcTime)]
        while some := cursor.fetchmany(AT_ONCE):
            yield _same_times(some, times) if sqlite and times else some
    finally:
        cursor.close()


def _as_stored(column: Any) -> str:
    name = _quoted(column.name)
    if isinstance(column.type, UtcTime):
        return f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return f"{name}::integer" if isinstance(column.type, Boolean) else name


def _same_times(rows: Sequence[StoredRow], times: Sequence[int]) -> Sequence[StoredRow]:
    """The rows with each time in full, as most are; SQLite keeps what it was given."""
    if all(row[i] is None or len(row[i]) == _TIME_CHARACTERS for row in rows for i in times):
        return rows
    whole = [list(row) for row in rows]
    for row in whole:
        for i in times:
            if row[i] is not None:
                moment = datetime.fromisoformat(row[i])
                row[i] = moment.isoformat(sep=" ", timespec="microseconds")
    return [tuple(row) for row in whole]


def _quoted(name: str) -> str:
    return f'"{name}"'
