"""An import that is stopped ends at once, says what it has stored, and goes on when run again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from running import Moderato

COUNT = 6_000
SECONDS = 30.0
"""Far more than it takes, for a machine that has much else to do; the database waits for 60."""

BESIDE_IN_SMALL_STEPS = (
    "from analysis.ingest import beside; from analysis.services.data import imports; "
    "beside.PAYS_FROM_BYTES, imports.BATCH = 1, 20; "
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
    """The import once it has stored something."""
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
            while not _stored(db) and program.poll() is None:
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


@pytest.mark.parametrize("whole_group", [True, False])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
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
    assert told.startswith("large.jsonl: the first ")
    # Ctrl-C may come between a piece's end and its counting.
    assert 0 <= stored - int(told.split()[3]) <= 20
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
