"""Many rows of one shape into a table, for as little as the database itself takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.orm import DeclarativeBase, Session

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Statement:
    """An INSERT with places for values, and what writes each column's values."""

    sql: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    defaults: Mapping[str, Any]

    def values(self, row: Row) -> tuple[Any, ...]:
        """A row as the database's own values, in the statement's order."""
        given = {**self.defaults, **row} if self.defaults else row
        return tuple(
            given[name] if write is None else write(given[name]) for name, write in self.columns
        )


def insert_rows(session: Session, table: type[DeclarativeBase], rows: Sequence[Row]) -> None:
    """Add rows that all name the same columns, each value written as its column's type says.

    SQLAlchemy would work out the parameters of every row by themselves, which in SQLite costs
    more than the inserts. PostgreSQL is sent many rows in one statement by SQLAlchemy.
    """
    if not rows:
        return
    connection = session.connection()
    target = cast(Table, table.__table__)
    if connection.dialect.name != "sqlite":
        session.execute(insert(target), list(rows))
        return
    statement = _statement(target, tuple(rows[0]), connection.dialect)
    connection.exec_driver_sql(statement.sql, [statement.values(row) for row in rows])


@lru_cache(maxsize=256)
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Statement:
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    order: Sequence[str] = compiled.positiontup or ()
    defaults = {
        name: cast(Any, table.c[name].default).arg for name in order if name not in set(names)
    }
    if any(callable(default) for default in defaults.values()):
        raise ValueError(f"{table.name}: name every column whose default is worked out")
    columns = tuple(
        (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order
    )
    return _Statement(str(compiled), columns, defaults)
