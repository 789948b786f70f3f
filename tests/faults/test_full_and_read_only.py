"""A full or read-only disk at any way of writing: one sentence, and everything is as before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from scripted import numbers
from write_paths import PATHS, Work, prepared

from analysis.domain.errors import BadInput, Unavailable
from analysis.services.admin.integrity import check
from analysis.storage.chain import head
from analysis.storage.database import Store, open_store

WRITING = [name for name in PATHS if name != "backup"]
"""A backup writes its own file."""

TROUBLE = {
    "full": ("PRAGMA max_page_count = 1", "the disk is full"),
    "read-only": ("PRAGMA query_only = ON", "can't be written"),
}


@pytest.fixture(scope="module")
def prepared_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    shutil.copy(sqlite_template, folder / "prepared.db")
    store = open_store(f"sqlite:///{folder / 'prepared.db'}")
    prepared(store, folder)
    store.flush_log()
    store.close()
    return folder / "prepared.db"


@pytest.mark.slow
@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("name", WRITING)
def test_trouble_with_the_disk_is_one_sentence_and_changes_nothing(
    prepared_file: Path, tmp_path: Path, name: str, trouble: str
) -> None:
    shutil.copy(prepared_file, tmp_path / "store.db")
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    work = Work(store, tmp_path, list(numbers(store).values()))
    pragma, sentence = TROUBLE[trouble]

    def limit(connection: sa.Connection) -> None:
        connection.exec_driver_sql(pragma)

    with store.read() as session:
        before = head(session)
    sa.event.listen(store.engine, "begin", limit, insert=True)
    with pytest.raises(BadInput, match=sentence) as refused:  # noqa: PT012 (acts)
        for _ in range(400):  # until the last free page of the file is used up
            work.turn += 1
            PATHS[name](work)
    assert "h=0." not in str(refused.value)
    sa.event.remove(store.engine, "begin", limit)
    store.close()
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    assert check(store, note=False).faults == ()
    with store.read() as session:
        assert head(session) >= before
        if trouble == "read-only":
            assert head(session) == before
    PATHS["decide"](Work(store, tmp_path, list(numbers(store).values())))
    store.close()


AT = (
    *("chain_link", "audit_event", "queue_entry", "comment_text", "comment_search", "decision"),
    *("analysis_document", "annotation", "reader_report", "profile", "export_file", "erasure"),
)
"""Tables of which each is the one that PostgreSQL finds no room for."""


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("table", AT)
def test_a_full_disk_of_postgresql_is_one_sentence_and_changes_nothing(
    postgres_store: Store, tmp_path: Path, table: str
) -> None:
    work = prepared(postgres_store, tmp_path)
    with _no_room(postgres_store, table):
        refused = {name: said for name in WRITING if (said := _refusal(work, name)) is not None}
    assert refused
    assert all("the disk is full" in said and "h=0." not in said for said in refused.values())
    assert check(postgres_store, note=False).faults == ()
    for name in refused:
        work.turn += 1
        PATHS[name](work)
    assert check(postgres_store, note=False).faults == ()


def _refusal(work: Work, name: str) -> str | None:
    """The sentence of a refusal; any other error ends the test."""
    work.turn += 1
    try:
        PATHS[name](work)
    except Unavailable as refused:
        return str(refused)
    return None


@contextmanager
def _no_room(store: Store, table: str) -> Iterator[None]:
    """Let inserts end as PostgreSQL ends them on a full disk (class 53, ``disk_full``)."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
            "'could not extend file \"base/5/16384\": No space left on device' "
            "USING ERRCODE = 'disk_full'; END $$"
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER no_room BEFORE INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
    yield
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER no_room ON {table}")
        connection.exec_driver_sql("DROP FUNCTION no_room()")
