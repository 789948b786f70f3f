"""A large file is read in a process of its own; what is stored is what one process stores."""

from __future__ import annotations

import json
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from gc import get_threshold
from pathlib import Path

import pytest
from sqlalchemy import select

from analysis.domain.errors import Unavailable
from analysis.domain.outcomes import ImportSummary
from analysis.ingest import beside
from analysis.rare_collection import rare_collection
from analysis.services.admin.integrity import check
from analysis.services.data.imports import BATCH, import_file
from analysis.storage.database import Store
from analysis.storage.tables import CommentRawTable, CommentTable, CommentTextTable, UserReportTable

COUNT = 3_500


@pytest.fixture(autouse=True)
def _each_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "PAYS_FROM_BYTES", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)


def _file(folder: Path, count: int = COUNT) -> Path:
    path = folder / "comments.jsonl"
    lines = (
        {
            "id": f"c{number}",
            "thread_id": f"t{number // 1_500}",
            "author": f"reader {number % 7}",
            "created_at": 1_700_000_000 + number,
            "text": f"Comment {number % 3_000}",
            "flag_count": 2 if number % 500 == 0 else 0,
        }
        for number in range(count)
    )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines) + "no JSON\n")
    return path


def _stored(store: Store) -> list[object]:
    comment, text, record = CommentTable, CommentTextTable, CommentRawTable
    statement = (
        select(comment.platform_id, comment.author, comment.created_at, text.sha256, record.record)
        .join(text, text.comment_id == comment.id)
        .join(record, record.text_id == text.id)
        .order_by(comment.id)
    )
    with store.read() as session:
        reports = session.execute(select(UserReportTable.comment_id, UserReportTable.people))
        return [*session.execute(statement).all(), *sorted(reports.all())]


def _told(summary: ImportSummary) -> tuple[object, ...]:
    counted = (summary.read, summary.new, summary.unchanged, summary.quarantined, summary.notes)
    return *counted, summary.reading


@pytest.mark.slow
def test_the_same_is_stored_and_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path)
    there = import_file(store, path)
    stored = _stored(store)
    assert there.new == COUNT
    again = import_file(store, path)
    assert (again.new, again.unchanged) == (0, COUNT)
    monkeypatch.setattr(beside, "PAYS_FROM_BYTES", 10**9)
    here = import_file(store, path)
    assert _told(here) == _told(again)
    assert _stored(store) == stored
    assert len(stored) == COUNT + COUNT // 500
    assert check(store, note=False).faults == ()


def _kill_the_reader(at: int, killed: list[int]) -> object:
    def progress(done: int, _all: int | None) -> None:
        if done >= at and not killed:
            path = Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children")
            killed.append(int(path.read_text().split()[-1]))
            os.kill(killed[0], signal.SIGKILL)

    return progress


@pytest.mark.slow
def test_where_the_reader_is_killed_what_was_stored_stays_and_the_rest_follows(
    store: Store, tmp_path: Path
) -> None:
    path, killed = _file(tmp_path, 30_000), []
    with pytest.raises(Unavailable, match="Import the file again to go on"):
        import_file(store, path, progress=_kill_the_reader(2 * BATCH, killed))  # type: ignore[arg-type]
    with store.read() as session:
        before = len(session.scalars(select(CommentTable.id)).all())
    assert 2 * BATCH <= before < 30_000
    assert check(store, note=False).faults == ()
    again = import_file(store, path)
    assert (again.new, again.unchanged) == (30_000 - before, before)
    assert check(store, note=False).faults == ()


def test_looks_for_cycles_are_rare_while_any_import_runs_and_then_as_before() -> None:
    before = get_threshold()
    inside, outside = threading.Event(), threading.Event()

    def other() -> int:
        with rare_collection():
            inside.set()
            outside.wait(10)
            return get_threshold()[0]

    with ThreadPoolExecutor() as pool:
        with rare_collection():
            running = pool.submit(other)
            assert inside.wait(10)
            assert get_threshold()[0] > before[0]
        outside.set()
        assert running.result() > before[0]
    assert get_threshold() == before
