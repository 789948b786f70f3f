"""An import that is stopped ends at once, says what it has stored, and goes on when run again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from running import Moderato

COUNT = 6_000
PIECE = 20
SECONDS = 30.0
"""Far more than it takes, for a machine that has much else to do; the database waits for 60."""

BESIDE_IN_SMALL_STEPS = (
    "from analysis.ingest import beside; from analysis.services.data import imports; "
    f"beside.PAYS_FROM_BYTES, imports.BATCH = 1, {PIECE}; "
    "from analysis.cli.app import main; main()"
)
"""The command, for which every file is large: another process reads what this one stores."""


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.jsonl"
    lines = ({"id": f"c{number}", "text": f"Comment {number}"} for number in range(COUNT))
    path.write_text("".join(json.dumps({**line, "thread_id": "t"}) + "\n" for line in lines))
    return path


@contextmanager
def _importing(path: Path, db: Path) -> Iterator[subprocess.Popen[str]]:
    """The import once it has stored a piece, counted it, and stored more."""
    command = [sys.executable, "-c", BESIDE_IN_SMALL_STEPS, "import", str(path), "--db", str(db)]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": root},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as program:
        try:
            while _stored(db) <= PIECE and program.poll() is None:
                time.sleep(0.02)
            yield program
        finally:
            program.kill()


def _stored(db: Path) -> int:
    if not db.exists():
        return 0
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True, timeout=SECONDS)) as file:
        try:
            return int(file.execute("SELECT count(*) FROM comment").fetchone()[0])
        except sqlite3.OperationalError:  # not made yet
            return 0


@pytest.mark.parametrize(
    ("number", "code", "whole_group"),
    [
        (signal.SIGINT, 130, True),
        pytest.param(signal.SIGINT, 130, False, marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, 143, True, marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, 143, False, marks=pytest.mark.slow),
    ],
)
def test_an_import_that_is_stopped_ends_soon_and_goes_on(
    moderato: Moderato, large: Path, number: signal.Signals, code: int, whole_group: bool
) -> None:
    db = large.with_name("m.db")
    with _importing(large, db) as program:
        (os.killpg if whole_group else os.kill)(program.pid, number)
        out, err = program.communicate(timeout=SECONDS)
    assert program.returncode == code, err
    stored = _stored(db)
    assert 0 < stored < COUNT
    assert not out
    told, how_to_go_on = err.strip().split("\n\n")
    assert told.startswith("large.jsonl: at least the first ")
    # The signal may come between a piece's end and its counting.
    assert 0 <= stored - int(told.split()[5]) <= PIECE
    assert how_to_go_on.startswith("stopped; what was read is kept; run the same command again")
    with closing(sqlite3.connect(db)) as file:
        assert file.execute(
            "SELECT action, json_extract(detail, '$.error') FROM audit_event ORDER BY id DESC"
        ).fetchone() == (
            "import_failed",
            "KeyboardInterrupt" if number is signal.SIGINT else "Terminated",
        )
    again = moderato("import", large, "--db", db)
    assert f"{COUNT - stored} new, {stored} known" in again.out


@contextmanager
def _locked(db: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(db, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.jsonl"
    path.write_text('{"id": "1", "thread_id": "t", "text": "The first"}\n')
    return path


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.storage.writer_lock.TELL_AFTER_SECONDS", 0.05)
    monkeypatch.setattr("analysis.storage.writer_lock.SLICE_MILLISECONDS", 20)


def test_an_import_beside_another_writer_says_once_that_it_waits(
    moderato: Moderato, small: Path, impatient: None
) -> None:
    db = small.with_name("m.db")
    moderato("migrate", "--db", db)
    with _locked(db) as other:
        release = threading.Timer(1.0, other.execute, ("ROLLBACK",))
        release.start()
        done = moderato("import", small, "--db", db)
        release.join()
    assert done.code == 0
    assert "1 new" in done.out
    assert done.err.count("another program is writing to the database; waiting for it") == 1


def test_an_import_that_waited_in_vain_says_how_to_go_on(
    moderato: Moderato, small: Path, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = small.with_name("m.db")
    moderato("migrate", "--db", db)
    monkeypatch.setattr("analysis.storage.connections.BUSY_MILLISECONDS", 300)
    with _locked(db):
        done = moderato("import", small, small, "--db", db)
    assert done.code == 2
    assert done.err.count("another program is writing to it") == 1  # the next file isn't tried
    assert done.sentence.endswith("what was read is kept, and the same command goes on.")
    assert "1 new" in moderato("import", small, "--db", db).out


@pytest.mark.slow
def test_a_watched_file_that_came_beside_another_writer_is_tried_again(
    moderato: Moderato, small: Path, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = small.with_name("m.db")
    moderato("migrate", "--db", db)
    monkeypatch.setattr("analysis.storage.connections.BUSY_MILLISECONDS", 100)
    folder = small.parent / "nightly"
    folder.mkdir()
    small.rename(folder / small.name)
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    looks: list[float] = []

    def look_again(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:  # whole at the second look, and refused
            other.close()
        if len(looks) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("analysis.cli.import_watched.time.sleep", look_again)
    done = moderato("import", "--watch", folder, "--db", db)
    assert "small.jsonl is tried again" in done.err
    assert "1 new" in done.out


def test_a_watched_folder_that_is_out_of_reach_for_a_while_is_looked_at_again(
    moderato: Moderato, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, folder = small.with_name("m.db"), small.parent / "nightly"
    folder.mkdir()
    looks: list[float] = []

    def look_again(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 1:
            folder.rename(folder.with_name("away"))
        if len(looks) == 3:  # two looks in vain
            folder.with_name("away").rename(folder)
            small.rename(folder / small.name)
        if len(looks) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr("analysis.cli.import_watched.time.sleep", look_again)
    done = moderato("import", "--watch", folder, "--db", db)
    assert done.err.count("can't be read") == 1
    assert "1 new" in done.out
