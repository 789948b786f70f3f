"""A large database as the product would hold it, in minutes: some comments through the services
(read, labelled, reported), and copies of all their rows by SQL, sealed into the chain.

``python tests/benchmarks/many_rows.py COUNT URL`` makes one to keep. Texts and scores repeat every
``SEED`` comments; ids, threads, authors and times don't.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from analysis.services.admin.upgrade import upgraded_store
from analysis.services.data.user_report_imports import import_reports
from analysis.storage import chain, tables
from analysis.storage.connections import CACHE_KIBIBYTES
from analysis.storage.database import Store

sys.path.append(str(Path(__file__).parents[1] / "browser"))

from many_comments import MadeUp, fill

__all__ = ["COMMON_WORD", "SEED", "MadeUp", "make"]

SEED = 20_000
"""Comments that come through the services: a hundred threads."""

COMMON_WORD = "tram"
"""A word of seven in ten of the texts."""

REPORTED_IN_SEED = 480
"""Comments that readers reported, none of which holds ``COMMON_WORD``."""

DAYS_APART = 14
"""How much later a copy's comments are: the seed has one a minute, and so has the whole."""

_SEALED = 1_000
"""Rows of one link of the chain, some scorings' worth."""

_FILLING_CACHE_KIBIBYTES = 1024 * 1024

# Table, the column that says whether a row belongs to the seed, and what its numbers count.
_COPIED: tuple[tuple[Any, str, str], ...] = (
    (tables.ArticleTable, "id", "article"),
    (tables.CommentTable, "id", "comment"),
    (tables.CommentTextTable, "id", "text"),
    (tables.CommentRawTable, "text_id", "text"),
    (tables.AnalysisTable, "id", "analysis"),
    (tables.AnalysisDocumentTable, "analysis_id", "analysis"),
    (tables.LabelResultTable, "analysis_id", "analysis"),
    (tables.UserReportTable, "id", "report"),
    (tables.QueueEntryTable, "comment_id", "comment"),
    (tables.QueueLabelTable, "comment_id", "comment"),
    (tables.QueueFacetTable, "comment_id", "comment"),
    (tables.QueueCountTable, "article_id", "article"),
    (tables.QueueToneTable, "article_id", "article"),
)
_NUMBERED = {
    "article_id": "article",
    "comment_id": "comment",
    "text_id": "text",
    "analysis_id": "analysis",
}
_NAMES = ("platform_id", "parent_platform_id", "author")
_SEALED_KINDS = (
    (chain.Kind.TEXT, "text"),
    (chain.Kind.RECORD, "text"),
    (chain.Kind.ANALYSIS, "analysis"),
    (chain.Kind.USER_REPORT, "report"),
)


def make(count: int, url: str, *, say: Callable[[str], None] = print) -> Store:
    """A new database of ``count`` comments, a multiple of ``SEED``; the store is open."""
    copies, left = divmod(count, SEED)
    if left or not copies:
        raise SystemExit(f"a multiple of {SEED:,} comments, please")
    store = upgraded_store(url)
    with tempfile.TemporaryDirectory(prefix="moderato-rows-") as folder:
        fill(store, SEED, Path(folder) / "seed.jsonl")
        report_some(store, Path(folder) / "reports.csv")
    say(f"{SEED:,} comments through the services")
    steps = _highest(store)
    with _filling(store) as run:
        for copy in range(1, copies):
            for statement in copying(store.dialect, copy, steps):
                run(statement)
            run("COMMIT")
            run("BEGIN")
            if copy % 10 == 0:
                say(f"{(copy + 1) * SEED:,}")
        run(f"UPDATE queue_score SET comments = comments * {copies}")
        for statement in _behind_the_copies(store.dialect):
            run(statement)
        run("COMMIT")
    _seal(store, steps, copies)
    store.flush_log()
    return store


def report_some(store: Store, path: Path) -> None:
    """Readers' reports of comments without ``COMMON_WORD``."""
    with store.read() as session:
        rows = session.execute(
            sa.text(
                "SELECT comment.platform_id, comment_text.text FROM comment "
                "JOIN comment_text ON comment_text.comment_id = comment.id ORDER BY comment.id"
            )
        ).all()
    word = re.compile(rf"\b{COMMON_WORD}\b")
    without = [row.platform_id for row in rows if not word.search(row.text)]
    chance = random.Random(3)
    lines = [
        f"{key},{chance.choice(('threat', 'spam'))},reader-{reader}"
        for key in chance.sample(without, REPORTED_IN_SEED)
        for reader in range(chance.choice((1, 1, 1, 2, 4)))
    ]
    path.write_text("\n".join(["comment_id,reason,reporter", *lines]), encoding="utf-8")
    assert import_reports(store, path).new == len(lines)


def copying(dialect: str, copy: int, steps: Mapping[str, int]) -> Iterator[str]:
    """The statements that make one copy of the seed's rows; ``steps`` are its highest numbers."""

    later = copy * DAYS_APART
    if dialect == "sqlite":
        times = {
            "created_at": f"strftime('%Y-%m-%d %H:%M:%S.000000', created_at, '+{later} days')",
            "day": f"date(day, '+{later} days')",
        }
    else:
        times = {
            "created_at": f"created_at + INTERVAL '{later} days'",
            "day": f"to_char(day::date + {later}, 'YYYY-MM-DD')",
        }

    def shifted(name: str, counted: str) -> str:
        if name in times:
            return times[name]
        if name in _NUMBERED or name == "id":
            return f"{name} + {copy * steps[_NUMBERED.get(name, counted)]}"
        return f"{name} || '.{copy}'" if name in _NAMES else name

    for table, key, counted in _COPIED:
        names = [column.name for column in table.__table__.columns]
        values = ", ".join(shifted(name, counted) for name in names)
        yield (
            f"INSERT INTO {table.__tablename__} ({', '.join(names)}) "
            f"SELECT {values} FROM {table.__tablename__} WHERE {key} <= {steps[counted]}"
        )
    if dialect == "postgresql":  # SQLite's triggers do that by themselves
        at = steps["text"]
        yield (
            f"INSERT INTO comment_search (text_id, words) SELECT text_id + {copy * at}, words "
            f"FROM comment_search WHERE text_id <= {at}"
        )


def _highest(store: Store) -> dict[str, int]:
    with store.read() as session:
        return {
            counted: session.scalar(sa.text(f"SELECT max(id) FROM {table}"))
            for counted, table in (
                ("article", "article"),
                ("comment", "comment"),
                ("text", "comment_text"),
                ("analysis", "analysis"),
                ("report", "reader_report"),
            )
        }


@contextmanager
def _filling(store: Store) -> Iterator[Callable[[str], Any]]:
    """Runs statements in transactions of one's own; SQLite waits for no disk meanwhile."""
    connection = store.engine.raw_connection()
    run = connection.cursor().execute
    quick = store.dialect == "sqlite"
    if quick:
        run("PRAGMA synchronous = OFF")
        run(f"PRAGMA cache_size = -{_FILLING_CACHE_KIBIBYTES}")
        run("BEGIN")
    try:
        yield run
    finally:
        if quick:
            run("PRAGMA synchronous = FULL")
            run(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        connection.close()


def _behind_the_copies(dialect: str) -> Iterator[str]:
    """New rows are to get the next numbers, and the planner is to know the sizes."""
    if dialect == "postgresql":
        for table in ("article", "comment", "comment_text", "analysis", "reader_report"):
            yield (
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) "
                f"FROM {table}))"
            )
        yield "ANALYZE"


def _seal(store: Store, steps: Mapping[str, int], copies: int) -> None:
    for kind, counted in _SEALED_KINDS:
        first, last = steps[counted] + 1, steps[counted] * copies
        while first <= last:
            with store.write() as session:
                for _ in range(10):
                    until = min(first + _SEALED - 1, last)
                    if first <= until:
                        chain.seal(session, kind, [first, until])
                    first = until + 1


if __name__ == "__main__":
    make(int(sys.argv[1]), sys.argv[2]).close()
