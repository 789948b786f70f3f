"""Many rows of one shape into a table, for as little as the database itself takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Dialect, Table, bindparam, insert, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Session

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement with places for values, and what writes each column's values."""

    sql: str
    writers: tuple[Callable[[Any], Any] | None, ...]
    """Of the columns that are named, in their order."""
    constants: tuple[Any, ...]
    """The database's own values of the columns behind them, the same in every row."""

    def parameters(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Rows as the database's own values, worked out column by column."""
        columns: list[Iterable[Any]] = [
            values if write is None else map(write, values)
            for write, values in zip(self.writers, zip(*rows, strict=True), strict=True)
        ]
        columns += [repeat(constant, len(rows)) for constant in self.constants]
        return list(zip(*columns, strict=True))


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
    more than the inserts. PostgreSQL is sent many rows in one statement by SQLAlchemy.
    """
    if not rows:
        return
    connection = session.connection()
    target = cast(Table, table.__table__)
    if connection.dialect.name != "sqlite":
        session.execute(insert(target), [dict(zip(names, row, strict=True)) for row in rows])
        return
    statement = _statement(target, names, connection.dialect)
    connection.exec_driver_sql(statement.sql, statement.parameters(rows))


def add_values(
    session: Session,
    table: type[DeclarativeBase],
    keys: tuple[str, ...],
    count: str,
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Add to the column ``count`` of rows by their ``keys``: each row has these, and what to add.

    A row that is not there yet begins with what is added.
    """
    if not rows:
        return
    connection = session.connection()
    target = cast(Table, table.__table__)
    if connection.dialect.name != "sqlite":
        insertion = postgresql.insert(target)
        upsert = insertion.on_conflict_do_update(
            index_elements=list(keys),
            set_={count: target.c[count] + insertion.excluded[count]},
        )
        connection.execute(upsert, [dict(zip((*keys, count), row, strict=True)) for row in rows])
        return
    statement = _statement(target, (*keys, count), connection.dialect)
    column = connection.dialect.identifier_preparer.quote(count)
    upward = f"ON CONFLICT DO UPDATE SET {column} = {column} + excluded.{column}"
    connection.exec_driver_sql(f"{statement.sql} {upward}", statement.parameters(rows))


def update_values(
    session: Session,
    table: type[DeclarativeBase],
    key: str,
    names: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Set the columns ``names`` of many rows: each row has their values, and its ``key`` last."""
    connection = session.connection()
    target = cast(Table, table.__table__)
    if connection.dialect.name != "sqlite":
        places = [f"to_{name}" for name in (*names, key)]
        change = (
            update(target)
            .where(target.c[key] == bindparam(f"to_{key}"))
            .values({name: bindparam(f"to_{name}") for name in names})
        )
        connection.execute(change, [dict(zip(places, row, strict=True)) for row in rows])
        return
    statement = _update_statement(target, key, names, connection.dialect)
    connection.exec_driver_sql(statement.sql, statement.parameters(rows))


@lru_cache(maxsize=256)
def _update_statement(
    table: Table, key: str, names: tuple[str, ...], dialect: Dialect
) -> _Statement:
    quote = dialect.identifier_preparer.quote
    changes = ", ".join(f"{quote(name)} = ?" for name in names)
    sql = f"UPDATE {quote(table.name)} SET {changes} WHERE {quote(key)} = ?"  # noqa: S608
    return _Statement(sql, tuple(_writer(table, name, dialect) for name in (*names, key)), ())


@lru_cache(maxsize=256)
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Statement:
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
    return _Statement(sql, tuple(writers[name] for name in names), constants)


def _writer(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes the database's own value of a column's."""
    return table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
