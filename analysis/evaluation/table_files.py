"""Tables with a text column: CSV, TSV, JSON Lines and Parquet, read row by row."""

from __future__ import annotations

import csv
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.domain.errors import BadInput, nearest
from analysis.evaluation.json_lines import ENCODING, object_in

FORMATS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
_PARQUET_BATCH = 2_000
Row = dict[str, Any]


def format_of(path: Path) -> str:
    """The format that a file's ending names; one clear sentence for any other."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise BadInput(f"{path.name}: unknown kind of table; {nearest(suffix, FORMATS)}")
    return ".jsonl" if suffix == ".ndjson" else suffix


def read_rows(path: Path) -> Iterator[Row]:
    """The rows in order; values as the file has them (CSV and TSV: strings).

    Of columns with the same name the second one is called ``name (2)``, and so on.
    """
    kind = _kind_of(path)
    if kind == ".parquet":
        yield from _parquet_rows(path)
    elif kind == ".jsonl":
        yield from _json_rows(path)
    else:
        yield from _separated_rows(path, "\t" if kind == ".tsv" else ",")


def column_names(path: Path) -> list[str]:
    """The columns in order; of JSON Lines all that some line has, so that every line is read."""
    kind = _kind_of(path)
    if kind == ".parquet":
        return _parquet_names(path)
    if kind == ".jsonl":
        return list(dict.fromkeys(name for row in _json_rows(path) for name in row))
    with path.open(encoding=ENCODING, newline="") as file:
        try:
            return list(_reader(file, "\t" if kind == ".tsv" else ",").fieldnames or ())
        except UnicodeDecodeError:
            raise _not_utf8(path) from None


def _kind_of(path: Path) -> str:
    if not path.is_file():
        raise BadInput(f"{path}: there is no such file")
    return format_of(path)


def unique_names(names: Sequence[str]) -> list[str]:
    """The names, each once: one that was there before gets a number."""
    unique: dict[str, None] = {}
    for name in names:
        other, number = name, 2
        while other in unique or (other != name and other in names):
            other, number = f"{name} ({number})", number + 1
        unique[other] = None
    return list(unique)


def _reader(file: Iterator[str], delimiter: str) -> csv.DictReader[str]:
    csv.field_size_limit(sys.maxsize)
    reader = csv.DictReader(file, delimiter=delimiter)
    if reader.fieldnames is not None:
        reader.fieldnames = unique_names(reader.fieldnames)
    return reader


def _separated_rows(path: Path, delimiter: str) -> Iterator[Row]:
    try:
        with path.open(encoding=ENCODING, newline="") as file:
            reader = _reader(file, delimiter)
            for row in reader:
                if None in row:
                    raise BadInput(
                        f"{path.name}, line {reader.line_num}: more cells than the header names"
                    )
                yield {name: "" if value is None else value for name, value in row.items()}
    except UnicodeDecodeError:
        raise _not_utf8(path) from None


def _json_rows(path: Path) -> Iterator[Row]:
    try:
        with path.open(encoding=ENCODING) as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                row = object_in(line)
                if row is None:
                    raise BadInput(f"{path.name}, line {number}: not JSON; expected an object")
                yield row
    except UnicodeDecodeError:
        raise _not_utf8(path) from None


def _not_utf8(path: Path) -> BadInput:
    return BadInput(f"{path.name}: not UTF-8; convert it first")


def _parquet_rows(path: Path) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            names = unique_names(file.schema_arrow.names)
            for batch in file.iter_batches(batch_size=_PARQUET_BATCH):
                yield from pa.Table.from_batches([batch]).rename_columns(names).to_pylist()
    except pa.ArrowException:
        raise BadInput(f"{path.name}: not a readable Parquet file") from None


def _parquet_names(path: Path) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return unique_names(pq.read_schema(path).names)
    except pa.ArrowException:
        raise BadInput(f"{path.name}: not a readable Parquet file") from None


def check_columns(path: Path, names: Collection[str], wanted: Sequence[str]) -> None:
    """Refuse a column that is not among the table's ``names``, naming the closest one."""
    for name in wanted:
        if name not in names:
            raise BadInput(f"{path.name} has no column {name!r}; {nearest(name, names)}")


def text_of(row: Mapping[str, Any], column: str | None) -> str:
    """A cell as text; nothing where it is empty."""
    value = row.get(column) if column else None
    return "" if value is None else str(value)
