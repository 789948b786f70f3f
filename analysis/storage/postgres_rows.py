"""Many rows to PostgreSQL at once: by COPY, or as arrays of one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Dialect
from sqlalchemy.exc import DBAPIError


def copy_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add ``rows`` of the driver's own values by COPY. A refused row raises SQLAlchemy's error."""
    import psycopg  # here rather than above: who has SQLite shouldn't wait for it

    driver: Any = connection.connection.driver_connection
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'COPY "{table}" ({names}) FROM STDIN'
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as trouble:
        raise DBAPIError.instance(
            statement, None, trouble, psycopg.Error, hide_parameters=True
        ) from None


def unnested(dialect: Dialect, name: str, columns: Sequence[Column[Any]]) -> str:
    """A table ``name`` of rows that are given as one array for each of ``columns``.

    One statement for all: the server plans it once, and is asked once.
    """
    quote = dialect.identifier_preparer.quote
    arrays = ", ".join(f"%s::{column.type.compile(dialect)}[]" for column in columns)
    return f"unnest({arrays}) AS {quote(name)} ({', '.join(quote(c.name) for c in columns)})"


def as_array(values: list[Any]) -> Any:
    """What to give for one of the arrays of :func:`unnested`.

    Whole numbers go as text, in a fifth of the time in which the driver writes their list.
    """
    if all(type(value) is int for value in values):
        return f"{{{','.join(map(str, values))}}}"
    return values
