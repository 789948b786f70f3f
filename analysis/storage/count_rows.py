"""Rows that count something: added to many at once, and gone where they count nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, delete
from sqlalchemy.orm import DeclarativeBase, Session

from analysis.storage.bulk_insert import row_statement
from analysis.storage.postgres_rows import unnested


def add_values(
    session: Session,
    table: type[DeclarativeBase],
    keys: tuple[str, ...],
    count: str,
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Add to the column ``count`` of rows by their ``keys``: each row has these, and what to add.

    A row that is not there yet begins with what is added; one that comes to nothing goes. Each
    ``keys`` may be named once.
    """
    if not rows:
        return
    connection = session.connection()
    target = cast(Table, table.__table__)
    statement = row_statement(target, (*keys, count), connection.dialect)
    quote = connection.dialect.identifier_preparer.quote
    name, column = quote(target.name), quote(count)
    if connection.dialect.name == "sqlite":
        upward = f"ON CONFLICT DO UPDATE SET {column} = {column} + excluded.{column}"
        connection.exec_driver_sql(f"{statement.sql} {upward}", statement.parameters(rows))
    else:
        columns = [target.c[key] for key in (*keys, count)]
        upsert = (
            f"INSERT INTO {name} ({', '.join(quote(c.name) for c in columns)}) "  # noqa: S608
            f"SELECT * FROM {unnested(connection.dialect, 'given', columns)} "
            f"ON CONFLICT ({', '.join(map(quote, keys))}) "
            f"DO UPDATE SET {column} = {name}.{column} + excluded.{column}"
        )
        connection.exec_driver_sql(upsert, statement.arrays(rows))
    fewer = [key for *key, change in rows if change < 0]
    if fewer:
        _drop_zeroes(connection, target, keys, count, fewer)


def _drop_zeroes(
    connection: Connection,
    target: Table,
    keys: tuple[str, ...],
    count: str,
    rows: Sequence[Sequence[Any]],
) -> None:
    """Delete the rows under these keys that count nothing."""
    if connection.dialect.name == "sqlite":
        here = [target.c[key] == bindparam(f"at_{key}") for key in keys]
        gone = delete(target).where(*here, target.c[count] == 0)
        names = [f"at_{key}" for key in keys]
        connection.execute(gone, [dict(zip(names, row, strict=True)) for row in rows])
        return
    quote = connection.dialect.identifier_preparer.quote
    name = quote(target.name)
    here_too = " AND ".join(f"{name}.{quote(key)} = given.{quote(key)}" for key in keys)
    given = unnested(connection.dialect, "given", [target.c[key] for key in keys])
    statement = row_statement(target, keys, connection.dialect)
    connection.exec_driver_sql(
        f"DELETE FROM {name} USING {given} "  # noqa: S608
        f"WHERE {here_too} AND {name}.{quote(count)} = 0",
        statement.arrays([tuple(row) for row in rows]),
    )
