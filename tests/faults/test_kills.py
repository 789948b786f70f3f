"""Killed at any moment, nothing that was acknowledged is lost and nothing is half done.

``-s`` shows the table: kills by way of writing, and what was checked after each.
"""

from __future__ import annotations

import os
import random
import select
import signal
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from scripted import numbers
from write_paths import PATHS, Work, prepared

from analysis.services.admin.backups import restore
from analysis.services.admin.integrity import check
from analysis.services.thresholds import queue_moves
from analysis.storage import chain
from analysis.storage.database import Store, open_store

SQLITE_KILLS, POSTGRESQL_KILLS = 16, 5
"""Kills for each of twelve ways of writing: 192 and 60, together 252."""

LONGEST_WAIT = 60.0
"""Seconds until a child must have done an act; a loaded machine is slow."""

LONGEST_ACT = 0.12
"""Seconds within which the kill comes: the length of a decision to that of an import."""


def _killed(
    url: str, folder: Path, ids: list[int], name: str, turn: int, acts: int, wait: float
) -> list[str]:
    """Let a child do ``acts`` acts, and kill it ``wait`` seconds into the next.

    A line for each act it acknowledged: where the chain stood after it, and the turn, as
    ``POSITION:HASH:TURN``.
    """
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(here)
            work = Work(open_store(url), folder, ids, turn)
            os.write(there, b"begun\n")
            while True:
                work.turn += 1
                PATHS[name](work)
                with work.store.read() as session:
                    position, sha = chain.head(session)
                os.write(there, f"{position}:{sha}:{work.turn}\n".encode())
        finally:
            os._exit(7)  # the parent sees that nobody killed it
    os.close(there)
    told = b""
    while told.count(b"\n") < acts + 1:
        ready, _, _ = select.select([here], [], [], LONGEST_WAIT)
        assert ready, name
        more = os.read(here, 4096)
        if not more:
            break
        told += more
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(here, "rb") as pipe:
        told += pipe.read()
    lines = told.decode().splitlines()
    assert os.WIFSIGNALED(status), f"{name} ended by itself after {len(lines) - 1} acts"
    return lines[1:]


def _nothing_is_lost(store: Store, acknowledged: list[str]) -> None:
    for line in acknowledged[-1:]:
        position, sha, _ = line.split(":")
        with store.read() as session:
            link = chain.link_at(session, int(position))
        assert link is not None
        assert link.sha256 == sha


@pytest.mark.slow
@pytest.mark.parametrize("name", PATHS)
def test_killed_while_writing(
    store: Store, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_moves, "ABANDONED_AFTER", timedelta(seconds=0.5))
    if name == "backup" and store.dialect == "postgresql":
        pytest.skip("PostgreSQL is copied by its own tools")
    seed = random.Random(name)
    work = prepared(store, tmp_path)
    turn = acts = 0
    kills = SQLITE_KILLS if store.dialect == "sqlite" else POSTGRESQL_KILLS
    for _ in range(kills):
        store.close()  # nothing of ours is open across the fork
        acts_first, wait = seed.choice((0, 1, 1, 2)), seed.uniform(0.0, LONGEST_ACT)
        lines = _killed(store.url, tmp_path, work.ids, name, turn, acts_first, wait)
        turn = 1 + (int(lines[-1].rsplit(":", 1)[1]) if lines else turn)
        acts += len(lines)
        _nothing_is_lost(store, lines)
        assert check(store, note=False).faults == (), name
        if queue_moves.settle(store, wait=True):  # what a killed publication moved is back
            assert check(store, note=False).faults == (), name
        assert numbers(store)
    for copy in tmp_path.glob("copy*.db"):  # what has its name is whole
        with suppress(FileNotFoundError):
            (tmp_path / "try.db").unlink()
        restore(copy, f"sqlite:///{tmp_path / 'try.db'}")
    print(
        f"{store.dialect:11} {name:9} {kills:3} kills, {acts:4} acts acknowledged: chain, texts, "
        "findings, decisions, queue, counts, foreign keys, file"
    )
