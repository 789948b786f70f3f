"""From SQLite to PostgreSQL: every row, equal by hash, and onto nothing that is not empty."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from labelled_demo import labelled_demo
from sqlalchemy import make_url, select, text, update
from sqlalchemy.exc import IntegrityError

from analysis.domain.comment import Article, Comment
from analysis.domain.errors import BadInput
from analysis.services.admin import integrity
from analysis.services.admin.database_copy import copy_database
from analysis.services.data.erasure import erase_comment
from analysis.services.moderation.queue import queue_counts
from analysis.storage import table_copy
from analysis.storage.articles import put_article
from analysis.storage.audit import now
from analysis.storage.comment_additions import add_comments
from analysis.storage.database import Store, open_store
from analysis.storage.search import matching_texts
from analysis.storage.tables import CommentTable, CommentTextTable


@pytest.fixture
def demo(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of the labelled demo, one comment of it erased."""
    path = tmp_path / "demo.db"
    shutil.copy(labelled_demo(tmp_path_factory), path)
    url = f"sqlite:///{path}"
    store = open_store(url)
    erase_comment(store, 3, person="local", reason="asked for")
    store.close()
    return url


@pytest.mark.postgres
def test_the_copy_is_the_same_and_works(demo: str, postgres_empty_url: str) -> None:
    copied = copy_database(demo, postgres_empty_url)
    assert copied.tables["erasure"][0] == 1
    source, target = open_store(demo), open_store(postgres_empty_url)
    try:
        assert dict(queue_counts(source)) == dict(queue_counts(target))
        report = integrity.check(target, person="local")
        assert report.sound, report.faults
        # The next row gets a number of its own, erasures keep being possible.
        erase_comment(target, 5, person="local", reason="asked for")
    finally:
        source.close()
        target.close()
    with pytest.raises(BadInput, match="not empty"):
        copy_database(demo, postgres_empty_url)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_row_that_arrives_otherwise_undoes_the_copy(
    demo: str, postgres_empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = table_copy.copy_rows

    def change_one(source, target, **options):
        hashes = real(source, target, **options)
        target.execute(update(CommentTable).where(CommentTable.id == 1).values(author="nobody"))
        return hashes

    monkeypatch.setattr(table_copy, "copy_rows", change_one)
    with pytest.raises(BadInput, match="other rows arrived in comment"):
        copy_database(demo, postgres_empty_url)
    monkeypatch.undo()
    copy_database(demo, postgres_empty_url)


@pytest.mark.postgres
def test_the_copy_has_the_schema_of_a_fresh_database(
    demo: str, postgres_empty_url: str, postgres_store: Store
) -> None:
    copy_database(demo, postgres_empty_url)
    copy = open_store(postgres_empty_url)
    try:
        assert _schema(copy) == _schema(postgres_store)
    finally:
        copy.close()


def _schema(store: Store) -> list[str]:
    """Indexes, constraints and triggers as PostgreSQL writes them out."""
    with store.read() as session:
        return [
            line
            for statement in (
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
                "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) "
                "|| convalidated FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
                "ORDER BY 1",
                "SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger "
                "WHERE NOT tgisinternal ORDER BY 1",
            )
            for line in session.scalars(text(statement))
        ]


@pytest.mark.slow
@pytest.mark.postgres
def test_a_killed_copy_leaves_nothing_and_can_begin_anew(
    demo: str, postgres_empty_url: str
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_HALFWAY, demo, postgres_empty_url], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    target = open_store(postgres_empty_url)  # its tables are there
    try:
        with target.write() as session:  # waits until the server has noticed
            assert table_copy.rows_in(session) == 0
    finally:
        target.close()
    assert copy_database(demo, postgres_empty_url).rows > 0


KILLED_HALFWAY = """
import os, signal, sys
from analysis.services.admin.database_copy import copy_database

def progress(done, total):
    if done > total / 2:
        os.kill(os.getpid(), signal.SIGKILL)

copy_database(sys.argv[1], sys.argv[2], progress=progress)
"""


@pytest.mark.slow
@pytest.mark.postgres
def test_a_row_that_refers_to_nothing_undoes_the_copy(demo: str, postgres_empty_url: str) -> None:
    path = demo.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE queue_entry SET article_id = 999 WHERE comment_id = 1")
        file.commit()
    with pytest.raises(IntegrityError):
        copy_database(demo, postgres_empty_url)


@pytest.mark.slow
@pytest.mark.postgres
def test_whatever_a_text_holds_arrives(sqlite_store: Store, postgres_empty_url: str) -> None:
    odd = "tab\tline\r\nbackslash \\N \\. NUL \x00 lone \ud83d private \ue000 \u00dcb\u0308er"
    with sqlite_store.write() as session:
        article = put_article(session, Article("a", "Trams"))
        comments = [Comment(key, "a", place, odd) for place, key in enumerate("bc")]
        add_comments(session, article, comments, read_at=now())
    copy_database(sqlite_store.url, postgres_empty_url)
    target = open_store(postgres_empty_url)
    try:
        with target.read() as session:
            assert set(session.scalars(select(CommentTextTable.text))) == {odd}
            assert len(session.execute(matching_texts("postgresql", "uber")).all()) == 2
    finally:
        target.close()


@pytest.mark.slow
@pytest.mark.postgres
def test_a_time_without_a_fraction_arrives_as_it_is(demo: str, postgres_empty_url: str) -> None:
    with closing(sqlite3.connect(demo.removeprefix("sqlite:///"))) as file:
        file.execute("UPDATE comment SET created_at = '2026-02-03 04:05:06' WHERE id = 1")
        file.commit()
    copy_database(demo, postgres_empty_url)
    target = open_store(postgres_empty_url)
    try:
        with target.read() as session:
            arrived = session.scalar(select(CommentTable.created_at).where(CommentTable.id == 1))
    finally:
        target.close()
    assert arrived == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.mark.postgres
def test_only_the_owner_of_the_tables_copies(
    demo: str, postgres_store: Store, postgres_server: str
) -> None:
    name = make_url(postgres_store.url).database
    with psycopg.connect(f"host={postgres_server} user=postgres dbname={name}") as owner:
        owner.execute("CREATE ROLE copier LOGIN")
        owner.execute("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO copier")
    try:
        with pytest.raises(BadInput, match="belongs to another role"):
            copy_database(demo, f"postgresql://copier@/{name}?host={postgres_server}")
    finally:
        with psycopg.connect(f"host={postgres_server} user=postgres dbname={name}") as owner:
            owner.execute("DROP OWNED BY copier")
            owner.execute("DROP ROLE copier")


@pytest.mark.parametrize("target", ["sqlite:///other.db", "mysql://host/name"])
def test_only_postgresql_is_a_target(target: str) -> None:
    with pytest.raises(BadInput, match="no PostgreSQL database"):
        copy_database("sqlite:///never-opened.db", target)
