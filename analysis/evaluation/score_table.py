"""A table with score columns added, streamed in parts, so that it can be stopped and gone on."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from analysis.domain.errors import BadInput
from analysis.evaluation.row_scores import NOTE, Analyzes, RowScores, score_rows, versions
from analysis.evaluation.table_files import (
    Row,
    check_columns,
    column_names,
    format_of,
    read_rows,
    text_of,
)
from analysis.evaluation.table_parts import join_parts, layout_of, write_part
from analysis.output_file import OutputFile

ROWS_A_PART = 2_000
# A score column whose name the table has already is written with this before it.
OURS = "moderato."
_FORMAT = 2  # of the parts
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold the comment, what it answers, and the article's text."""

    text: str
    parent: str | None = None
    article: str | None = None

    @property
    def named(self) -> list[str]:
        """The columns that the table must have."""
        return [name for name in (self.text, self.parent, self.article) if name]


@dataclass(frozen=True, slots=True)
class Scored:
    """What was done: rows in all, rows that an earlier run had finished, rows without answer."""

    rows: int
    earlier: int
    unanswered: int


def score_columns(rows: Sequence[Row], columns: Columns, pipeline: Analyzes) -> list[RowScores]:
    """The score columns of some rows."""
    return score_rows(
        pipeline,
        [text_of(row, columns.text) for row in rows],
        [text_of(row, columns.parent) for row in rows],
        [text_of(row, columns.article) for row in rows],
    )


def score_table(
    data: Path,
    output: OutputFile,
    *,
    columns: Columns,
    pipeline: Analyzes,
    names: Sequence[str],
    part_rows: int = ROWS_A_PART,
    progress: Progress | None = None,
) -> Scored:
    """Write ``out``: every row of ``data`` as it was, then the score columns ``names``.

    ``out`` is the path of ``output``, which says what may be replaced.
    Parts lie in a folder beside it until the end. A second start with the same data and the
    same models takes the finished parts as they are; with anything else it begins anew.
    """
    out = output.path
    kind = format_of(out)
    if out.resolve() == data.resolve():
        raise BadInput(f"{out.name}: the result can't take the place of the data")
    output.check()
    given = column_names(data)
    if not given:
        raise BadInput(f"{data.name}: the table has no rows")
    check_columns(data, given, columns.named)
    places = {name: _place(name, given) for name in (*names, NOTE)}
    layout = layout_of(data, kind, given, list(places.values()))
    parts = out.with_name(out.name + ".parts")
    _begin(parts, _plan(data, columns, pipeline, names, part_rows, kind))
    stream = read_rows(data)
    done: list[Path] = []
    total = earlier = unanswered = 0
    while rows := list(islice(stream, part_rows)):
        part = parts / f"{len(done):06d}"
        count = part.with_suffix(".unanswered")
        if part.is_file():
            earlier += len(rows)
        else:
            scores = score_columns(rows, columns, pipeline)
            count.write_text(str(sum(bool(score.get(NOTE)) for score in scores)), "utf-8")
            added = [{place: s.get(name) for name, place in places.items()} for s in scores]
            write_part(part, rows, added, layout=layout)
        unanswered += int(count.read_text("utf-8"))
        done.append(part)
        total += len(rows)
        if progress is not None:
            progress(total, None)
    if not done:
        raise BadInput(f"{data.name}: the table has no rows")
    join_parts(done, output, layout=layout)
    shutil.rmtree(parts)
    return Scored(total, earlier, unanswered)


def _place(name: str, given: Collection[str]) -> str:
    """The column for a score: its name, or another one where the table has that already."""
    while name in given:
        name = f"{OURS}{name}"
    return name


def _plan(
    data: Path,
    columns: Columns,
    pipeline: Analyzes,
    names: Sequence[str],
    part_rows: int,
    kind: str,
) -> str:
    """What must be the same for finished parts to be of use."""
    if not data.is_file():
        raise BadInput(f"{data}: there is no such file")
    stat = data.stat()
    plan = {
        "data": [data.name, stat.st_size, stat.st_mtime_ns],
        "format": _FORMAT,
        "columns": asdict(columns),
        "versions": versions(pipeline.run_info()),
        "names": hashlib.sha256(" ".join(names).encode()).hexdigest(),
        "part_rows": part_rows,
        "kind": kind,
    }
    return json.dumps(plan, sort_keys=True)


def _begin(parts: Path, plan: str) -> None:
    note = parts / "plan.json"
    if parts.is_symlink() or (parts.exists() and not _ours(parts)):
        raise BadInput(f"{parts}: is in the way of the parts of the result; move it elsewhere")
    if note.is_file() and note.read_text(encoding="utf-8") == plan:
        return
    if parts.exists():
        shutil.rmtree(parts)
    parts.mkdir(mode=0o700)  # the parts hold comments
    note.write_text(plan, encoding="utf-8")


def _ours(parts: Path) -> bool:
    """Whether an earlier run made this folder; one that was stopped at once left it empty."""
    return parts.is_dir() and ((parts / "plan.json").is_file() or not any(parts.iterdir()))
