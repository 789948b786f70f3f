"""Every row of one database into another, empty one, and a hash of each table to compare.

Rows travel as they are stored (see ``stored_rows``): nothing is unpacked on the way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import Table as SqlTable
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from analysis.domain.outcomes import Progress
from analysis.storage.columns import original
from analysis.storage.guards import erasing
from analysis.storage.postgres_loading import indexed_afterwards, load
from analysis.storage.search import index_entries
from analysis.storage.stored_rows import StoredRow, stored_rows
from analysis.storage.tables import CommentTextTable, ErasureTable, Table

SEARCH = "comment_search"
"""PostgreSQL's table of words to search; SQLite's is an index of its own kind."""

_ERASURES = ErasureTable.__table__
_TEXTS = CommentTextTable.__table__
_HASHES = 2**256

TableHash = tuple[int, str]
"""How many rows a table has, and a hash of them whatever their order."""


def tables() -> list[SqlTable]:
    """All tables, each after those that its rows refer to; erasures last, as they bar texts."""
    ordered = list(Table.metadata.sorted_tables)
    ordered.sort(key=lambda table: table is _ERASURES)
    return ordered


def rows_in(session: Session) -> int:
    """How many rows there are in all tables together."""
    return sum(session.scalar(select(func.count()).select_from(t)) or 0 for t in tables())


def copy_rows(
    source: Session, target: Session, *, progress: Progress | None = None
) -> dict[str, TableHash]:
    """Copy all rows into an empty PostgreSQL database, within the two sessions' transactions.

    What was read: per table the number of its rows and their hash. Indexes and references are
    made anew at the end, so that a row which refers to nothing undoes all.
    """
    total, done = rows_in(source), 0
    hashes: dict[str, TableHash] = {}
    with indexed_afterwards(target, [*(table.name for table in tables()), SEARCH]):
        for table in tables():
            row_hash = _RowHash()
            for some in stored_rows(source, table):
                row_hash.add(some)
                _put(target, table, some)
                done += len(some)
                if progress:
                    progress(done, total)
            hashes[table.name] = row_hash.value()
            _set_sequence(target, table)
    return hashes


def table_hashes(session: Session) -> dict[str, TableHash]:
    """Per table the number of its rows and a hash of them, whatever their order.

    The sum of the rows' SHA-256, modulo 2**256: the two databases sort text differently. It
    shows faults and lost rows; whoever forges rows on purpose is met by the hash chain.
    """
    hashes = {}
    for table in tables():
        row_hash = _RowHash()
        for some in stored_rows(session, table):
            row_hash.add(some)
        hashes[table.name] = row_hash.value()
    return hashes


def texts_without_words(session: Session) -> int:
    """Texts of a PostgreSQL database that no search would find: none, where all went well."""
    missing = text(
        "SELECT (SELECT count(*) FROM comment_text) - (SELECT count(*) FROM comment_search)"
    )
    return int(session.scalar(missing) or 0)


class _RowHash:
    """The hash of rows that arrive in batches."""

    def __init__(self) -> None:
        self._rows, self._sum = 0, 0

    def add(self, rows: Sequence[StoredRow]) -> None:
        sha256, number = hashlib.sha256, int.from_bytes
        self._sum += sum(number(sha256(repr(row).encode()).digest()) for row in rows)
        self._sum %= _HASHES
        self._rows += len(rows)

    def value(self) -> TableHash:
        return self._rows, f"{self._sum:064x}"


def _put(target: Session, table: SqlTable, rows: Sequence[StoredRow]) -> None:
    columns = table.columns.keys()
    if table is _ERASURES:
        commented = columns.index("comment_id")
        for row in rows:
            with erasing(target, row[commented]):
                load(target, table.name, columns, [row])
        return
    load(target, table.name, columns, rows)
    if table is _TEXTS:
        load(target, SEARCH, ("text_id", "words"), _words(rows))


def _words(rows: Sequence[StoredRow]) -> Iterable[tuple[int, str]]:
    columns = _TEXTS.columns.keys()
    number, body = columns.index("id"), columns.index("text")
    return index_entries((row[number], original(row[body])) for row in rows)


def _set_sequence(session: Session, table: SqlTable) -> None:
    """The next row gets the number after the last one."""
    key = table.autoincrement_column
    if key is None:
        return
    last = session.scalar(select(func.max(key)))
    if last is not None:
        # A key that no sequence numbers gives NULL here, which sets nothing.
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        session.execute(select(func.setval(sequence, last)))
