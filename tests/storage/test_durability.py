"""What a person was told is saved is on the disk, in the file that is there, in its order."""

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from analysis.domain.comment import Article
from analysis.domain.errors import BadInput
from analysis.storage import audit
from analysis.storage.articles import put_article
from analysis.storage.database import Store, open_store

FULL = 2
"""SQLite's number for ``synchronous = FULL``: a commit waits until it is on the disk."""


def _path(store: Store) -> Path:
    return Path(str(sa.make_url(store.url).database))


def _write(store: Store, name: str = "a") -> None:
    with store.write() as session:
        put_article(session, Article(name, "Trams"))


def test_a_commit_waits_for_the_disk(sqlite_store: Store) -> None:
    with sqlite_store.write() as session:
        assert session.execute(sa.text("PRAGMA synchronous")).scalar_one() == FULL


@pytest.mark.parametrize("when", ["before the first write", "after one"])
@pytest.mark.parametrize("change", ["deleted", "moved", "replaced", "written over by a copy"])
def test_a_file_deleted_or_replaced_under_an_open_server_is_noticed(
    sqlite_store: Store, tmp_path: Path, change: str, when: str
) -> None:
    path = _path(sqlite_store)
    sqlite_store.revision()
    if when == "after one":
        _write(sqlite_store)
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    if change == "deleted":
        path.unlink()
    elif change == "moved":
        path.rename(tmp_path / "elsewhere.db")
    else:
        copy.replace(path)
    for _ in range(2):  # and it stays so
        with pytest.raises(BadInput, match=r"deleted or moved|replaced by another"):
            _write(sqlite_store, "b")
    if change in ("deleted", "moved"):
        assert not path.exists()  # no empty database in its place


def test_a_new_connection_of_an_open_server_makes_no_new_file(sqlite_store: Store) -> None:
    with sqlite_store.read() as session:
        session.execute(sa.text("SELECT 1"))
        _path(sqlite_store).unlink()
        with pytest.raises(BadInput, match="deleted or moved"):
            _write(sqlite_store)
    assert not _path(sqlite_store).exists()


def test_another_link_to_the_same_file_is_the_same_file(
    sqlite_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "link.db").symlink_to(_path(sqlite_store))
    store = open_store(f"sqlite:///{tmp_path / 'link.db'}")
    _write(store)
    _write(sqlite_store, "b")
    store.close()


def test_the_audit_keeps_its_order_when_the_clock_is_set_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = audit.now()
    for step, hours in enumerate((0, 5, -48, 1)):
        moment = start + timedelta(hours=hours)
        monkeypatch.setattr(audit, "now", lambda moment=moment: moment)
        with store.write() as session:
            audit.log(session, "anna", f"step_{step}")
    with store.read() as session:
        events = audit.newest(session, audit.AuditFilter(), offset=0, limit=9)
    assert [event.action for event in events] == ["step_3", "step_2", "step_1", "step_0"]


def test_a_wal_of_an_erasure_is_emptied_by_a_later_write(sqlite_store: Store) -> None:
    """Beside a reader of an older state the log stays; the first write after it empties it."""
    reader = sqlite3.connect(_path(sqlite_store), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM article").fetchone()
    _write(sqlite_store)
    assert not sqlite_store.flush_log(patience=0.1)
    reader.execute("COMMIT")
    assert sqlite_store.flush_log()
    reader.close()


class _Interrupting:
    """A value at which Ctrl-C comes, in the middle of a statement."""

    def __conform__(self, _protocol: object) -> str:
        raise KeyboardInterrupt


def test_an_interrupted_write_gives_the_lock_back_at_once(sqlite_store: Store) -> None:
    """Not when its traceback is freed, until which whoever records the interruption would wait."""
    insert = "INSERT INTO site_setting (key, value) VALUES (?, ?)"
    with pytest.raises(KeyboardInterrupt) as interrupted, sqlite_store.write() as session:
        session.connection().exec_driver_sql(insert, [("a", "1"), ("b", _Interrupting())])
    assert interrupted.traceback  # alive, and its cursors with it
    with sqlite_store.write(patience=0.1) as session:
        assert not session.execute(sa.text("SELECT count(*) FROM site_setting")).scalar_one()
