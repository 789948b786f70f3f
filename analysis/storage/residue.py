"""What an erasure may leave in freed room: which comments are still owed a clean file.

SQLite overwrites freed pages (``secure_delete``), but a reader of an older state keeps both the
log and the file's old pages as they are. PostgreSQL leaves dead rows until a vacuum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Engine, delete, select, text
from sqlalchemy.orm import Session

from analysis.domain.integrity import OutstandingErasure
from analysis.storage.tables import SettingTable

KEY = "erasures_outstanding"
"""The setting that names them, so that any program that opens the database knows."""

WHERE = {
    "sqlite": "the database's log and freed pages, held by a program that reads an older state",
    "postgresql": "PostgreSQL's dead rows, until a vacuum reaches them",
}

VACUUMED = (
    "comment_text",
    "comment_raw",
    "analysis_document",
    "reader_report",
    "comment_search",
    "hash_salt",
)
"""PostgreSQL's tables that an erasure takes rows out of, and nothing else does."""


NAMING = ("comment", "queue_entry")
"""PostgreSQL's tables that an erasure takes the author's name out of; others change them, too."""


def owe(session: Session, comment_id: int, at: datetime) -> None:
    """Note an erasure whose words may still lie in freed room."""
    _keep(session, [*_owed(session), (comment_id, at.isoformat(), False)])


def note_swept(session: Session, done: Iterable[OutstandingErasure]) -> None:
    """SQLite's search index holds their words no more; what is left is the log."""
    swept = _named(done)
    _keep(session, [(*row[:2], row[2] or row[:2] in swept) for row in _owed(session)])


def settle(session: Session, done: Iterable[OutstandingErasure]) -> None:
    """These are finished; one that somebody else has begun meanwhile stays."""
    finished = _named(done)
    _keep(session, [row for row in _owed(session) if row[:2] not in finished])


def owed(session: Session, *, swept: bool = False) -> list[OutstandingErasure]:
    """The erasures that are not finished, oldest first; those alone that wait for the log."""
    where = WHERE[session.get_bind().dialect.name]
    return [
        OutstandingErasure(comment_id, datetime.fromisoformat(at), where)
        for comment_id, at, is_swept in _owed(session)
        if is_swept or not swept
    ]


def vacuumed(engine: Engine, since: datetime) -> bool:
    """Vacuum PostgreSQL's tables; whether no dead row of before ``since`` is left in them."""
    tables = ", ".join([*VACUUMED, *NAMING])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"VACUUM {tables}")
        connection.exec_driver_sql("SELECT pg_stat_clear_snapshot()")
        left = connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_user_tables WHERE relname = ANY(:tables) "
                "AND (n_dead_tup > 0 AND relname = ANY(:alone) "
                "OR greatest(last_vacuum, last_autovacuum) IS NULL "
                "OR greatest(last_vacuum, last_autovacuum) < :since)"
            ),
            {"tables": [*VACUUMED, *NAMING], "alone": list(VACUUMED), "since": since},
        ).scalar_one()
    return int(left) == 0


def _owed(session: Session) -> list[tuple[int, str, bool]]:
    """Number, time and whether it is swept, which versions before did not write down."""
    rows = session.scalar(select(SettingTable.value).where(SettingTable.key == KEY))
    return [(int(comment_id), str(at), swept == [True]) for comment_id, at, *swept in rows or []]


def _keep(session: Session, rows: Sequence[tuple[int, str, bool]]) -> None:
    if rows:
        session.merge(SettingTable(key=KEY, value=[list(row) for row in rows]))
        session.flush()
    else:
        session.execute(delete(SettingTable).where(SettingTable.key == KEY))


def _named(erasures: Iterable[OutstandingErasure]) -> set[tuple[int, str]]:
    return {(erasure.comment_id, erasure.since.isoformat()) for erasure in erasures}
