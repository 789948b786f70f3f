"""Many rows of one shape into a table, for as little as the database itself takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.orm import DeclarativeBase, Session

from analysis.storage.postgres_rows import as_array, copy_rows, unnested

Row = Mapping[str, Any]

WORTH_COPYING = 10
"""Rows from which on PostgreSQL takes them in sooner by COPY, which is three messages, than one by
one."""


@dataclass(frozen=True, slots=True)
class RowStatement:
    """A statement with places for values, and what writes each column's values."""

    sql: str
    names: tuple[str, ...]
    """All columns: those that are named, and those of the constants behind them."""
    writers: tuple[Callable[[Any], Any] | None, ...]
    """Of the columns that are named, in their order."""
    constants: tuple[Any, ...]
    """The database's own values of the columns behind them, the same in every row."""

    def columns(self, rows: Sequence[tuple[Any, ...]]) -> list[Iterable[Any]]:
        """The database's own values of the columns that are named, column by column."""
        return [
            values if write is None else map(write, values)
            for write, values in zip(self.writers, zip(*rows, strict=True), strict=True)
        ]

    def parameters(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Rows as the database's own values, constants included."""
        columns = self.columns(rows)
        columns += [repeat(constant, len(rows)) for constant in self.constants]
        return list(zip(*columns, strict=True))

    def arrays(self, rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
        """The values that are named column by column, for PostgreSQL's ``unnest``."""
        return tuple(as_array(list(values)) for values in self.columns(rows))


def insert_rows(session: Session, table: type[DeclarativeBase], rows: Sequence[Row]) -> None:
    """Add rows that all name the same columns, each value written as its column's type says."""
    if not rows:
        return
    names = tuple(rows[0])
    values = itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
    insert_values(session, table, names, [values(row) for row in rows])


def insert_values(
    session: Session,
    table: type[DeclarativeBase],
    names: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """The same for rows of values alone, in the order of the columns' ``names``.

    SQLAlchemy would work out the parameters of every row by themselves, which in SQLite costs
    more than the inserts, and send PostgreSQL a statement for each row.
    """
    if not rows:
        return
    connection = session.connection()
    target = cast(Table, table.__table__)
    statement = row_statement(target, names, connection.dialect)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(statement.sql, statement.parameters(rows))
    elif len(rows) < WORTH_COPYING:
        session.execute(insert(target), [dict(zip(names, row, strict=True)) for row in rows])
    else:
        copy_rows(connection, target.name, statement.names, statement.parameters(rows))


def update_values(
    session: Session,
    table: type[DeclarativeBase],
    key: str,
    names: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Set the columns ``names`` of many rows: each row has their values, and its ``key`` last."""
    connection = session.connection()
    statement = _update_statement(cast(Table, table.__table__), key, names, connection.dialect)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(statement.sql, statement.parameters(rows))
    else:
        connection.exec_driver_sql(statement.sql, statement.arrays(rows))


@lru_cache(maxsize=256)
def _update_statement(
    table: Table, key: str, names: tuple[str, ...], dialect: Dialect
) -> RowStatement:
    quote = dialect.identifier_preparer.quote
    named = (*names, key)
    if dialect.name == "sqlite":
        changes = ", ".join(f"{quote(name)} = ?" for name in names)
        sql = f"UPDATE {quote(table.name)} SET {changes} WHERE {quote(key)} = ?"  # noqa: S608
    else:
        changes = ", ".join(f"{quote(name)} = given.{quote(name)}" for name in names)
        given = unnested(dialect, "given", [table.c[name] for name in named])
        sql = (
            f"UPDATE {quote(table.name)} SET {changes} FROM {given} "  # noqa: S608
            f"WHERE {quote(table.name)}.{quote(key)} = given.{quote(key)}"
        )
    return RowStatement(sql, named, tuple(_writer(table, name, dialect) for name in named), ())


@lru_cache(maxsize=256)
def row_statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> RowStatement:
    """The insert of rows that name these columns, with what writes their values."""
    defaults = {
        column.name: cast(Any, column.default).arg
        for column in table.c
        if column.default is not None and column.name not in names
    }
    if any(callable(default) for default in defaults.values()):
        raise ValueError(f"{table.name}: name every column whose default is worked out")
    writers = {name: _writer(table, name, dialect) for name in (*names, *defaults)}
    constants = tuple(
        default if (write := writers[name]) is None else write(default)
        for name, default in defaults.items()
    )
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in (*names, *defaults))
    places = ", ".join("?" * (len(names) + len(defaults)))
    sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608
    written = tuple(writers[name] for name in names)
    return RowStatement(sql, (*names, *defaults), written, constants)


def _writer(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes the database's own value of a column's."""
    return table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
