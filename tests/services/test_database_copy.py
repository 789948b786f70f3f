"""From SQLite to PostgreSQL: every row, equal by hash, and onto nothing that is not empty."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from labelled_demo import labelled_demo
from sqlalchemy import update

from analysis.domain.errors import BadInput
from analysis.services.admin import integrity
from analysis.services.admin.database_copy import copy_database
from analysis.services.data.erasure import erase_comment
from analysis.services.moderation.queue import queue_counts
from analysis.storage import table_copy
from analysis.storage.database import open_store
from analysis.storage.tables import CommentTable


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


@pytest.mark.postgres
def test_a_row_that_arrives_otherwise_undoes_the_copy(
    demo: str, postgres_empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = table_copy.copy_rows

    def change_one(source, target, **options):
        rows = real(source, target, **options)
        target.execute(update(CommentTable).where(CommentTable.id == 1).values(author="nobody"))
        return rows

    monkeypatch.setattr(table_copy, "copy_rows", change_one)
    with pytest.raises(BadInput, match="other rows arrived in comment"):
        copy_database(demo, postgres_empty_url)
    monkeypatch.undo()
    copy_database(demo, postgres_empty_url)


@pytest.mark.parametrize("target", ["sqlite:///other.db", "mysql://host/name"])
def test_only_postgresql_is_a_target(target: str) -> None:
    with pytest.raises(BadInput, match="no PostgreSQL database"):
        copy_database("sqlite:///never-opened.db", target)
