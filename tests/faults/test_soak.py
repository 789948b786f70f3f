"""Imports, scoring, decisions and the rest, over and over: memory and open files stay flat.

``SOAK_ROUNDS`` makes it longer: a round is what some newsroom's quarter of an hour brings, so that
32 stand for eight hours. ``-s`` shows the figures.
"""

from __future__ import annotations

import gc
import os
import shutil
import statistics
from pathlib import Path

import pytest
import sqlalchemy as sa
from write_paths import PATHS, Work, prepared

from analysis.services.admin.drift import drift
from analysis.services.admin.integrity import check
from analysis.services.admin.status import status
from analysis.storage.database import open_store

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "32"))
PER_ROUND = {
    "import": 1, "score": 1, "decide": 12, "undo": 2, "bulk": 1, "annotate": 6, "report": 1,
    "erase": 1, "export": 1, "publish": 1,
}  # fmt: skip
WARM = 8
"""Rounds until caches of the program are as full as they get."""
LARGEST_GROWTH = 12 * 2**20
"""Bytes between the middle of the first rounds and of the last ones. A leak of one comment's
analysis for each comment (about 10 kB) would be three times as much in 32 rounds."""


def _memory() -> int:
    """Bytes that this process really holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 (counting a folder that changes)


def _small_cache(connection: sa.Connection) -> None:
    connection.exec_driver_sql("PRAGMA cache_size = -1024")


@pytest.mark.slow
def test_eight_hours_of_work_leave_memory_and_files_as_they_were(
    sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "store.db")
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    # SQLite's own cache grows with the file up to its limit, and would hide what leaks.
    sa.event.listen(store.engine, "begin", _small_cache, insert=True)
    work = prepared(store, tmp_path)
    memory, files = [], []
    for _ in range(WARM + ROUNDS):
        _round(work)
        memory.append(_memory())
        files.append(_open_files())
    early = statistics.median(memory[WARM : WARM + ROUNDS // 4])
    late = statistics.median(memory[-ROUNDS // 4 :])
    now = status(store)
    print(
        f"{ROUNDS} rounds of {sum(PER_ROUND.values())} acts: memory {early / 2**20:.1f} -> "
        f"{late / 2**20:.1f} MiB, open files {files[WARM]} -> {files[-1]}, "
        f"{now.chain_length} links"
    )
    assert late - early < LARGEST_GROWTH
    assert max(files[WARM:]) - min(files[WARM:]) <= 2
    assert check(store).faults == ()
    assert now.erasures_outstanding == 0
    store.close()


def _round(work: Work) -> None:
    for name, times in PER_ROUND.items():
        for _ in range(times):
            work.turn += 1
            PATHS[name](work)
    status(work.store)
    drift(work.store)
