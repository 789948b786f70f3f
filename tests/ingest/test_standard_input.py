"""What is piped in leaves no file behind, and is read in every format as a file would be."""

from __future__ import annotations

import gzip
import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.ingest import read

ROOT = Path(__file__).resolve().parents[2]
ROWS = "comment_id,text\n1,The first of them\n2,And the second\n"
TABLE = pd.DataFrame({"comment_id": ["1", "2"], "text": ["The first of them", "And the second"]})

READS_A_PIPE = """
import sys, time, typer
from pathlib import Path
from analysis.cli.options import interruptible
from analysis.ingest import read, standard_input

if sys.argv[1] == "named":
    standard_input._OPEN_FILES = Path("/nowhere")

@interruptible("go on.")
def command():
    for piece in read("-"):
        print(len(piece.comments), flush=True)
    if sys.argv[2] == "wait":
        time.sleep(60)

try:
    command()
except typer.Exit as ended:
    sys.exit(ended.exit_code)
"""


def _workbook() -> bytes:
    content = io.BytesIO()
    book = openpyxl.Workbook()
    for line in ROWS.splitlines():
        book.active.append(line.split(","))
    book.save(content)
    return content.getvalue()


def _archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("comments.csv", ROWS)
    return content.getvalue()


def _parquet() -> bytes:
    content = io.BytesIO()
    TABLE.to_parquet(content)
    return content.getvalue()


CONTENTS: dict[str, Callable[[], bytes]] = {
    "csv": ROWS.encode,
    "gzip": lambda: gzip.compress(ROWS.encode()),
    "zip": _archive,
    "excel": _workbook,
    "parquet": _parquet,
    "json": lambda: TABLE.to_json(orient="records").encode(),
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize("open_files", [None, Path("/nowhere")], ids=["nameless", "named"])
def test_a_pipe_is_read_as_a_file_of_any_kind(
    content: Callable[[], bytes], open_files: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if open_files is not None:
        monkeypatch.setattr("analysis.ingest.standard_input._OPEN_FILES", open_files)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content())))
    reading = read("-")
    texts = [comment.text for piece in reading for comment in piece.comments]
    assert texts == ["The first of them", "And the second"]


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("copy", "number", "code"),
    [
        ("nameless", None, 0),
        ("nameless", signal.SIGINT, 130),
        ("nameless", signal.SIGTERM, 143),
        ("nameless", signal.SIGKILL, -signal.SIGKILL),
        ("named", None, 0),
        ("named", signal.SIGINT, 130),
        ("named", signal.SIGTERM, 143),
    ],
)
def test_no_copy_of_a_pipe_is_left_however_the_program_ends(
    copy: str, number: signal.Signals | None, code: int, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", READS_A_PIPE, copy, "end" if number is None else "wait"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(ROWS.encode())
        program.stdin.close()
        assert program.stdout.readline() == b"2\n"
        if number is not None:
            assert len(list(tmp_path.iterdir())) == (copy == "named")
            program.send_signal(number)
        assert program.wait(60) == code
    assert list(tmp_path.iterdir()) == []
