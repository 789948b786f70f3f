"""Input files cut into parts of some thousand rows, so that each can be done, lost and done again.

A part never cuts a thread in two. Rows are numbered from 0 within their file, in its order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.batch.arrow_core import INPUT, Rejected
from analysis.batch.cell_text import cell_text
from analysis.batch.places import ObjectPath, Place, matching_objects, opened, place_of
from analysis.domain.errors import BadInput, nearest
from analysis.evaluation.json_lines import object_in

ROWS_A_PART = 2_000
ENDINGS = (".parquet", ".jsonl", ".ndjson")
_BATCH = 2_000


class Unreadable(Enum):
    """What stands for the thread of a line that holds no row."""

    LINE = "line"


@dataclass(frozen=True, slots=True)
class RowColumns:
    """Which columns hold what; with ``thread`` rows are read as whole threads, by id."""

    text: str
    id: str | None = None
    parent: str | None = None
    article: str | None = None
    thread: str | None = None
    parent_id: str | None = None

    @property
    def by_field(self) -> dict[str, str]:
        """The columns that there must be, by the field that they fill."""
        fields = ("text", "id", "parent", "article", "thread", "parent_id")
        return {name: column for name in fields if (column := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Part:
    """``rows`` rows of one file from ``first``; ``offset`` is the byte where JSON Lines begin."""

    number: int
    source: str
    first: int
    rows: int
    offset: int = 0

    @property
    def name(self) -> str:
        """The beginning of the names of what it writes."""
        return f"part-{self.number:06d}"


def input_files(pattern: str) -> Sequence[Place]:
    """The files of a folder or a pattern, in the order of their names."""
    named = place_of(pattern)
    files: Sequence[Place]
    if isinstance(named, ObjectPath):
        files = [each for each in matching_objects(named) if each.suffix.lower() in ENDINGS]
    else:
        paths = [named] if named.is_file() else _matching(named)
        files = sorted(path for path in paths if path.is_file() and path.suffix.lower() in ENDINGS)
    if not files:
        raise BadInput(f"--input {pattern}: no file that ends in {', '.join(ENDINGS)}")
    return files


def _matching(pattern: Path) -> list[Path]:
    """What lies in a folder, or what a pattern names."""
    if pattern.is_dir():
        return list(pattern.iterdir())
    root = Path(pattern.anchor)
    try:
        return list(root.glob(str(pattern.relative_to(root))))
    except (ValueError, NotImplementedError):
        raise BadInput(
            f"--input {pattern}: no pattern; ** stands for whole folders, as in in/**/*.parquet"
        ) from None


def plan_parts(
    files: Sequence[Place], columns: RowColumns, *, rows: int = ROWS_A_PART
) -> list[Part]:
    """The parts of all files; reads the threads' names where there are any, else counts rows."""
    parts: list[Part] = []
    known: set[bytes] = set()
    for path in files:
        first, count, offset = 0, 0, 0
        current: str | None = None
        for at, (given, begins) in enumerate(_threads(path, columns)):
            # What can't be read goes to the quarantine, and parts no thread meanwhile.
            thread = current if given is Unreadable.LINE else given
            new = thread is None or thread != current
            if new and thread is not None:
                _check_new(thread, known, path)
            if new and count >= rows:
                parts.append(Part(len(parts), str(path), first, count, offset))
                first, count, offset = at, 0, begins
            current, count = thread, count + 1
        if count:
            parts.append(Part(len(parts), str(path), first, count, offset))
    if not parts:
        raise BadInput("--input: the files have no rows")
    return parts


def _check_new(thread: str, known: set[bytes], path: Place) -> None:
    mark = hashlib.blake2b(thread.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    if mark in known:
        raise BadInput(f"{path.name}: the rows of a thread don't stand together; sort them by it")
    known.add(mark)


def _threads(path: Place, columns: RowColumns) -> Iterator[tuple[str | Unreadable | None, int]]:
    """Per row its thread and the byte where it begins; ``None`` where it is read by itself.

    Lines need not have all columns: many programs leave out what is empty. Some line has to.
    """
    if path.suffix.lower() == ".parquet":
        with _parquet(path) as file:
            _check_columns(path, columns, file.schema_arrow.names)
            if columns.thread is None:
                yield from ((None, 0) for _ in range(file.metadata.num_rows))
                return
            for batch in file.iter_batches(_BATCH, columns=[columns.thread]):
                yield from ((cell_text(value) or None, 0) for value in batch.column(0).to_pylist())
        return
    offset = 0
    missing = set(columns.by_field.values())
    seen: dict[str, None] = {}
    with opened(path) as lines:
        for line in lines:
            begins, offset = offset, offset + len(line)
            if not line.strip():
                continue
            if columns.thread is None and not missing:
                yield None, begins
                continue
            row = object_in(line)
            if missing and row is not None:
                missing -= row.keys()
                seen |= dict.fromkeys(row)
            if columns.thread is None or row is not None:
                yield cell_text((row or {}).get(columns.thread or "")) or None, begins
            else:
                yield Unreadable.LINE, begins
    if missing and seen:
        _check_columns(path, columns, list(seen))


def _check_columns(path: Place, columns: RowColumns, there: Sequence[str]) -> None:
    for column in columns.by_field.values():
        if column not in there:
            raise BadInput(f"{path.name} has no column {column!r}; {nearest(column, there)}")
        if there.count(column) > 1:
            raise BadInput(f"{path.name} has several columns {column!r}; which one is meant?")


def read_part(part: Part, columns: RowColumns) -> tuple[pa.RecordBatch, list[Rejected]]:
    """The part's rows under :data:`analysis.batch.arrow_core.INPUT`, and those not readable."""
    good: list[dict[str, Any]] = []
    bad: list[Rejected] = []
    for at, row in enumerate(_rows(part, columns), start=part.first):
        reason = _unreadable(row, columns)
        if row is None or reason:
            bad.append(Rejected(part.source, at, reason or "not a JSON object"))
            continue
        values = {field: cell_text(row.get(column)) for field, column in columns.by_field.items()}
        if columns.thread and not values["thread"]:
            values["thread"] = None
        good.append({"source": part.source, "row": at, **values})
    return pa.RecordBatch.from_pylist(good, schema=INPUT), bad


def _unreadable(row: dict[str, Any] | None, columns: RowColumns) -> str | None:
    if row is None:
        return None
    text = row.get(columns.text)
    if text is not None and not isinstance(text, str):
        return f"the text is no text but {type(text).__name__}"
    try:
        for column in columns.by_field.values():
            (cell_text(row.get(column)) or "").encode("utf-8")
    except UnicodeEncodeError:
        return "half of a character (a lone surrogate) in it"
    return None


def _rows(part: Part, columns: RowColumns) -> Iterator[dict[str, Any] | None]:
    path = place_of(part.source)
    if path.suffix.lower() == ".parquet":
        yield from _parquet_rows(part, list(dict.fromkeys(columns.by_field.values())))
        return
    with opened(path) as lines:
        lines.seek(part.offset)
        left = part.rows
        for line in lines:
            if not left:
                return
            if line.strip():
                left -= 1
                yield object_in(line)


def _parquet_rows(part: Part, names: list[str]) -> Iterator[dict[str, Any]]:
    end = part.first + part.rows
    with _parquet(place_of(part.source)) as file:
        begins = 0
        for group in range(file.num_row_groups):
            length = file.metadata.row_group(group).num_rows
            if begins < end and begins + length > part.first:
                table = file.read_row_group(group, columns=names)
                inside = max(0, part.first - begins)
                yield from _pylist(table.slice(inside, min(end - begins, length) - inside))
            begins += length


def _pylist(table: pa.Table) -> Iterable[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


@contextmanager
def _parquet(path: Place) -> Iterator[pq.ParquetFile]:
    # Of an object an OSError is the store's, of which it has told itself.
    damaged = (pa.ArrowException, OSError) if isinstance(path, Path) else pa.ArrowException
    with opened(path) as raw:
        try:
            with pq.ParquetFile(raw) as file:
                yield file
        except damaged:
            raise BadInput(f"{path.name}: not a readable Parquet file") from None
