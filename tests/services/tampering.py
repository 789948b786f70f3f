"""Changes behind the program's back, as somebody with the file or the server's owner can make."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa

from analysis.storage.database import Store


def path_of(store: Store) -> Path:
    """The file of a SQLite store."""
    return Path(str(sa.make_url(store.url).database))


def tamper(store: Store, *statements: str) -> None:
    """Run statements past all guards, and leave the guards as they were."""
    if store.dialect == "postgresql":
        url = sa.make_url(store.url)
        where = f"host={url.query['host']} user=postgres dbname={url.database}"
        with psycopg.connect(where) as server:
            server.execute("SET session_replication_role = replica")
            for statement in statements:
                server.execute(statement.encode())
        return
    with _unguarded(store) as file:
        for statement in statements:
            file.execute(statement)


def flip_a_bit(store: Store, words: bytes) -> None:
    """Change one bit in the file, inside these words."""
    store.flush_log()
    path = path_of(store)
    body = bytearray(path.read_bytes())
    place = body.rindex(words)
    while place >= 0:
        body[place + 2] ^= 1
        place = body.rfind(words, 0, place)
    with path.open("r+b") as file:
        file.write(body)
    store.close()


@contextmanager
def _unguarded(store: Store) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path_of(store), isolation_level=None)) as file:
        file.execute("BEGIN IMMEDIATE")
        triggers = file.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            file.execute(f"DROP TRIGGER {name}")
        yield file
        for _, body in triggers:
            file.execute(body)
        file.execute("COMMIT")
