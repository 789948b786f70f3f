"""A backup is of one moment, ends while others write, and says what stood against it."""

import resource
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from deciding import decide
from scripted import filled

from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.services.admin.backups import backup
from analysis.storage import copies
from analysis.storage.database import Store

TEXTS = {"c1": "A loud word", "c2": "A quiet word"}


def test_with_progress_it_ends_though_others_write_all_the_time(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = filled(sqlite_store, tmp_path, [f"Comment {n} h=0.9" for n in range(40)])
    monkeypatch.setattr(copies, "PAGES_AT_ONCE", 50)
    waiting, copied, pages = list(ids.values()), [0], set()

    def between(done: int, total: int) -> None:
        assert done > copied[-1], "it began anew"
        copied.append(done)
        pages.add(total)
        if waiting:
            decide(sqlite_store, waiting.pop(), Action.REJECT, person="anna", seen_sequence=0)

    backup(sqlite_store, tmp_path / "copy.db", progress=between)
    assert len(copied) > 3
    assert pages == {copied[-1]}
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:  # as of its beginning
        assert copy.execute("SELECT count(*) FROM decision").fetchone() == (0,)
    assert sqlite_store.flush_log()  # no view is left open


@pytest.mark.parametrize(
    ("sign", "meaning"),
    [
        ("database or disk is full", "the disk is full"),
        ("disk I/O error", "the disk reports an error"),
        ("database disk image is malformed", "it is damaged; restore a copy"),
        ("something new", "something new"),
    ],
)
@pytest.mark.parametrize("step", [1, 2], ids=["copying", "closing the copy"])
def test_a_disk_that_refuses_is_one_sentence_and_leaves_no_file(
    sqlite_store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sign: str,
    meaning: str,
    step: int,
) -> None:
    filled(sqlite_store, tmp_path, TEXTS)
    opened: list[sqlite3.Connection] = []

    def refused(connection: sqlite3.Connection) -> closing[sqlite3.Connection]:
        opened.append(connection)
        if len(opened) < step:
            return closing(connection)
        connection.close()
        raise sqlite3.OperationalError(sign)

    with monkeypatch.context() as full:
        full.setattr(copies, "closing", refused)
        with pytest.raises(BadInput, match=rf"copy could not be made: {meaning}\.$"):
            backup(sqlite_store, tmp_path / "copy.db")
    assert not [file.name for file in tmp_path.iterdir() if "copy.db" in file.name]
    backup(sqlite_store, tmp_path / "copy.db")


def test_a_full_disk_is_one_sentence(sqlite_store: Store, tmp_path: Path) -> None:
    filled(sqlite_store, tmp_path, TEXTS)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # less than an empty database
    try:
        with pytest.raises(BadInput, match=r"^The copy could not be made: the disk "):
            backup(sqlite_store, tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not [file.name for file in tmp_path.iterdir() if "copy.db" in file.name]
