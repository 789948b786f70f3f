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

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Statement:
    """An INSERT with places for values, and what writes each column's values."""

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


@lru_cache(maxsize=256)
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Statement:
    defaults = {
        column.name: cast(Any, column.default).arg
        for column in table.c
        if column.default is not None and column.name not in names
    }
    if any(callable(default) for default in defaults.values()):
        raise ValueError(f"{table.name}: name every column whose default is worked out")
    writers = {
        name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        for name in (*names, *defaults)
    }
    constants = tuple(
        default if (write := writers[name]) is None else write(default)
        for name, default in defaults.items()
    )
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in (*names, *defaults))
    places = ", ".join("?" * (len(names) + len(defaults)))
    sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608
    return _Statement(sql, tuple(writers[name] for name in names), constants)
