"""Tables with a text column: CSV, TSV, JSON Lines and Parquet, read and written row by row."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from analysis.domain.errors import BadInput, nearest
from analysis.output_file import OutputFile

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
    """The rows in order; values as the file has them (CSV and TSV: strings)."""
    if not path.is_file():
        raise BadInput(f"{path}: there is no such file")
    kind = format_of(path)
    if kind == ".parquet":
        yield from _parquet_rows(path)
    elif kind == ".jsonl":
        yield from _json_rows(path)
    else:
        yield from _separated_rows(path, "\t" if kind == ".tsv" else ",")


def _separated_rows(path: Path, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter=delimiter)
            for row in reader:
                if None in row:
                    raise BadInput(
                        f"{path.name}, line {reader.line_num}: more cells than the header names"
                    )
                yield {name: "" if value is None else value for name, value in row.items()}
    except UnicodeDecodeError:
        raise BadInput(f"{path.name}: not UTF-8; convert it first") from None


def _json_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError:
                raise BadInput(f"{path.name}, line {number}: not JSON") from None
            if not isinstance(row, dict):
                raise BadInput(f"{path.name}, line {number}: expected an object")
            yield row


def _parquet_rows(path: Path) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_PARQUET_BATCH):
                yield from batch.to_pylist()
    except pa.ArrowException:
        raise BadInput(f"{path.name}: not a readable Parquet file") from None


def check_columns(path: Path, row: Mapping[str, Any], wanted: Sequence[str]) -> None:
    """Refuse a column that the table does not have, naming the closest one."""
    for name in wanted:
        if name not in row:
            raise BadInput(f"{path.name} has no column {name!r}; {nearest(name, row)}")


def text_of(row: Mapping[str, Any], column: str | None) -> str:
    """A cell as text; nothing where it is empty."""
    value = row.get(column) if column else None
    return "" if value is None else str(value)


def write_part(path: Path, rows: Sequence[Mapping[str, Any]], *, kind: str) -> None:
    """One part of a result, whole or not at all; CSV parts carry no header."""
    temporary = path.with_name(path.name + ".tmp")
    if kind == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(list(rows)), temporary)
    elif kind == ".jsonl":
        with temporary.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    else:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(
                file, delimiter="\t" if kind == ".tsv" else ",", lineterminator="\n"
            )
            writer.writerows([_cell(value) for value in row.values()] for row in rows)
    temporary.replace(path)


def join_parts(parts: Sequence[Path], out: OutputFile, *, kind: str, header: Sequence[str]) -> None:
    """All parts as one file, which takes its place only when it is whole."""
    with out.replacing() as target:
        if kind == ".parquet":
            _join_parquet(parts, target)
            return
        if kind != ".jsonl":
            delimiter = "\t" if kind == ".tsv" else ","
            target.write(_line(header, delimiter).encode("utf-8"))
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, target)


def _join_parquet(parts: Sequence[Path], out: IO[bytes]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schemas = [pq.read_schema(part) for part in parts]
    schema = pa.unify_schemas(schemas, promote_options="permissive") if schemas else pa.schema([])
    with pq.ParquetWriter(out, schema) as writer:
        for part in parts:
            writer.write_table(pq.read_table(part).cast(schema))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _line(cells: Sequence[str], delimiter: str) -> str:
    import io

    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
