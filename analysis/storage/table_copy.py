"""Every row of one database into another, empty one, and a hash of each table to compare.

Rows travel as Python's values, so that each side keeps them in its own way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Table as SqlTable
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from analysis.domain.outcomes import Progress
from analysis.storage.guards import erasing
from analysis.storage.search import index_texts
from analysis.storage.tables import CommentTextTable, ErasureTable, Table

_AT_ONCE = 1_000
_ERASURES = ErasureTable.__table__
_TEXTS = CommentTextTable.__table__


def tables() -> list[SqlTable]:
    """All tables, each after those that its rows refer to; erasures last, as they bar texts."""
    ordered = list(Table.metadata.sorted_tables)
    ordered.sort(key=lambda table: table is _ERASURES)
    return ordered


def rows_in(session: Session) -> int:
    """How many rows there are in all tables together."""
    return sum(session.scalar(select(func.count()).select_from(t)) or 0 for t in tables())


def copy_rows(source: Session, target: Session, *, progress: Progress | None = None) -> int:
    """Copy all rows, within the two sessions' transactions; how many there were."""
    total, done = rows_in(source), 0
    for table in tables():
        for some in _batches(source, table):
            if table is _ERASURES:
                for row in some:
                    with erasing(target, row["comment_id"]):
                        target.execute(insert(table), [row])
            else:
                target.execute(insert(table), some)
            if table is _TEXTS:
                index_texts(target, ((row["id"], row["text"]) for row in some))
            done += len(some)
            if progress:
                progress(done, total)
        _set_sequence(target, table)
    return done


def table_hashes(session: Session) -> dict[str, tuple[int, str]]:
    """Per table the number of its rows and a hash of them, whatever their order.

    The sum of the rows' SHA-256, modulo 2**256: the two databases sort text differently. It
    shows faults and lost rows; whoever forges rows on purpose is met by the hash chain.
    """
    hashes = {}
    for table in tables():
        count, sum_ = 0, 0
        for some in _batches(session, table):
            for row in some:
                values = repr([_plain(row[column.name]) for column in table.columns])
                digest = hashlib.sha256(values.encode("utf-8", "surrogatepass")).digest()
                sum_ = (sum_ + int.from_bytes(digest)) % 2**256
                count += 1
        hashes[table.name] = (count, f"{sum_:064x}")
    return hashes


def _batches(session: Session, table: SqlTable) -> Iterator[Sequence[dict[str, Any]]]:
    statement = select(table).order_by(*table.primary_key.columns)
    rows = session.execute(statement.execution_options(yield_per=_AT_ONCE)).mappings()
    while some := [dict(row) for row in islice(rows, _AT_ONCE)]:
        yield some


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _set_sequence(session: Session, table: SqlTable) -> None:
    """The next row gets the number after the last one; SQLite sees to that itself."""
    key = table.autoincrement_column
    if session.get_bind().dialect.name == "sqlite" or key is None:
        return
    last = session.scalar(select(func.max(key)))
    if last is not None:
        # A key that no sequence numbers gives NULL here, which sets nothing.
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        session.execute(select(func.setval(sequence, last)))
