"""Files of comments, and a job over them with the rules alone."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from analysis.batch.batch_run import BatchOptions, run_batch
from analysis.batch.input_parts import Part, RowColumns
from analysis.batch.work import PartDone
from analysis.settings import load_settings

ROWS = [
    {"key": str(n), "body": text}
    for n, text in enumerate(
        (
            "What an idiot you are.",
            "The bridge was closed again this morning.",
            "I don't agree with the council, that is not true.",
            "All teenagers are lazy.",
            "Das ist doch ganz und gar nicht wahr, meine Herren.",
            "",
            "According to the report of 2019, 12 % of the trains were late.",
        )
    )
]
COLUMNS = RowColumns("body", id="key")


def write_lines(path: Path, rows: Sequence[Any]) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def options(tmp_path: Path, **changed: Any) -> BatchOptions:
    given = {"columns": COLUMNS, "part_rows": 2, "output": tmp_path / "out"}
    return BatchOptions(str(tmp_path / "in"), **{**given, **changed})


def run(tmp_path: Path, *, progress: Any = None, **changed: Any) -> Any:
    settings = load_settings(model="none")
    return run_batch(settings, options(tmp_path, **changed), progress=progress)


def lines(output: Path) -> list[dict[str, Any]]:
    """All rows of the results, ordered by file and row."""
    rows = [row for part in (output / "results").glob("*.parquet") for row in _rows(part)]
    return sorted(rows, key=lambda row: (row["source"], row["row"]))


def _rows(part: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(part).to_pylist()
    return rows


def quarantined(output: Path) -> list[dict[str, Any]]:
    parts = sorted((output / "quarantine").glob("*.jsonl"))
    return [json.loads(line) for part in parts for line in part.read_text("utf-8").splitlines()]


def die_once(folder: str, part: Part) -> PartDone:
    """Kills the worker that comes first, as a machine that is lost would."""
    mark = Path(folder) / "died"
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return PartDone(part, part.rows, 0)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError
