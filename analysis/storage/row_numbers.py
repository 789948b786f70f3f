"""Numbers for rows that are still to be written, so that what belongs to them can be worked out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session


def following_numbers(session: Session, table: Any, count: int) -> list[int]:
    """The ids that the next ``count`` rows of ``table`` get, in ascending order.

    To be asked by the one writer, who writes these rows before anybody else writes. PostgreSQL
    takes them from the table's sequence; SQLite gives the number behind the highest one.
    """
    if not count:
        return []
    if session.get_bind().dialect.name == "sqlite":
        first = (session.scalar(select(func.max(table.id))) or 0) + 1
        return list(range(first, first + count))
    drawn = text(
        "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
    )
    rows = session.scalars(drawn, {"name": table.__tablename__, "count": count})
    return sorted(int(number) for number in rows)
