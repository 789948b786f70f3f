"""A file read in a process of its own gives the same, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from analysis import ingest
from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput, Unavailable
from analysis.domain.packed_json import PackedRecord
from analysis.ingest import ReadOptions, beside, reader_process
from analysis.ingest.beside import ReadingBeside, pays_beside
from analysis.ingest.user_report_counts import counted_reports

COUNT = 2_500


def _file(folder: Path, count: int = COUNT) -> Path:
    path = folder / "comments.jsonl"
    lines = [
        {
            "id": f"c{number}",
            "thread_id": f"t{number % 3}",
            "parent_id": f"c{number - 3}" if number > 3 else None,
            "author": "Jürgen",
            "created_at": f"2026-03-01T12:00:{number % 60:02}+05:00",
            "text": f"Comment {number} 😀",
            "upvotes": number,
            "flag_count": number % 2,
            "nested": {"deep": [1, None]},
        }
        for number in range(count)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines) + "no JSON\n")
    return path


def _beside(path: Path, options: ReadOptions | None = None) -> ReadingBeside:
    given = options or ReadOptions()
    return ReadingBeside(path, given, ingest.read(path, options=given))


def _unpacked(discussion: Discussion) -> Discussion:
    comments = (replace(each, raw=dict(each.raw)) for each in discussion.comments)
    return Discussion(discussion.article, tuple(comments))


@pytest.mark.slow
def test_the_same_discussions_and_summary_come_over(tmp_path: Path) -> None:
    path = _file(tmp_path)
    there, here = _beside(path), ingest.read(path)
    assert there.format == here.format
    for ours, theirs in zip(here, there, strict=True):
        assert _unpacked(theirs) == ours
        for comment, other in zip(ours.comments, theirs.comments, strict=True):
            assert dict(other.raw) == dict(comment.raw)
            assert isinstance(other.raw, PackedRecord)
            assert counted_reports(other.raw) == counted_reports(comment.raw)
    assert there.summary == here.summary
    assert there.summary.read == COUNT
    assert there.summary.quarantined_count == 1
    assert there.surveyed == here.surveyed


def test_options_pass_over(tmp_path: Path) -> None:
    options = ReadOptions(pseudonym_key=b"key", mapping={"text": "id"})
    path = _file(tmp_path, 3)
    ours = [each for piece in ingest.read(path, options=options) for each in piece.comments]
    theirs = [each for piece in _beside(path, options) for each in piece.comments]
    assert theirs == ours
    assert ours[0].author is not None
    assert ours[0].author.startswith("p-")


def test_a_refusal_is_the_same_sentence(tmp_path: Path) -> None:
    path = _file(tmp_path)
    options = ReadOptions(mapping={"text": "nowhere"})
    with pytest.raises(BadInput) as here:
        list(ingest.read(path, options=options))
    with pytest.raises(BadInput) as there:
        list(_beside(path, options))
    assert str(there.value) == str(here.value)
    assert type(there.value) is type(here.value)


def _children() -> set[int]:
    """The processes that were started from here and not waited for."""
    path = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return set(map(int, path.read_text().split()))


def test_an_iterator_that_is_closed_ends_the_other_process(tmp_path: Path) -> None:
    before = _children()
    with closing(iter(_beside(_file(tmp_path)))) as discussions:
        next(discussions)
        assert len(_children() - before) == 1
    assert _children() == before


@pytest.mark.slow
def test_a_reader_that_is_killed_is_told_in_one_sentence(tmp_path: Path) -> None:
    before = _children()
    discussions = iter(_beside(_file(tmp_path, 20_000)))
    next(discussions)
    (reader,) = _children() - before
    os.kill(reader, signal.SIGKILL)
    with pytest.raises(Unavailable, match="Import the file again to go on"):
        list(discussions)
    assert _children() == before


def test_a_fault_of_the_reader_is_none_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        beside,
        "_RUN",
        "import sys; sys.path[:] = sys.argv[1:]; from analysis.ingest import reader_process as it; "
        "it.read = None; it.main()",
    )
    with pytest.raises(RuntimeError, match="reading broke off"):
        list(_beside(_file(tmp_path, 3)))
    assert "TypeError" in capfd.readouterr().err


def test_it_pays_for_a_large_file_where_another_core_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, 3)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert not pays_beside(path)
    monkeypatch.setattr(beside, "PAYS_FROM_BYTES", 100)
    assert pays_beside(path)
    assert not pays_beside(tmp_path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1}, raising=False)
    assert not pays_beside(path)


def test_long_comments_pass_in_small_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "CHARACTERS_SENT", 100)
    messages = list(reader_process._messages(_file(tmp_path, 50), ReadOptions()))
    assert len(messages) > 2


@pytest.mark.slow
def test_the_reader_ends_with_a_process_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, subprocess, time; sys.path[:] = sys.argv[2:]\n"
        "from pathlib import Path\n"
        "from analysis import ingest; from analysis.ingest.beside import ReadingBeside\n"
        "path, started = Path(sys.argv[1]), []\n"
        "begin = subprocess.Popen\n"
        "subprocess.Popen = lambda *a, **k: started.append(begin(*a, **k)) or started[0]\n"
        "options = ingest.ReadOptions()\n"
        "pieces = iter(ReadingBeside(path, options, ingest.read(path, options=options)))\n"
        "next(pieces); print(started[0].pid, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(_file(tmp_path, 20_000)), *sys.path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as storing:
        assert storing.stdout is not None
        reader = Path(f"/proc/{int(storing.stdout.readline())}")
        assert reader.exists()
        storing.kill()
    deadline = time.monotonic() + 20
    while _lives(reader) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(reader)


def _lives(process: Path) -> bool:
    try:
        return ") Z " not in (process / "stat").read_text()
    except FileNotFoundError:
        return False
