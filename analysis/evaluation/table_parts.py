"""A table that is written in parts: its own columns as they were, then those that were added."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from analysis.domain.errors import BadInput
from analysis.evaluation.table_files import Row, format_of, read_rows, unique_names
from analysis.output_file import OutputFile

if TYPE_CHECKING:
    import pyarrow as pa

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, as a text has it that was cut inside an emoji; UTF-8 has none."""
_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Layout:
    """How the result is written: the columns of the input, the added ones, the last a note.

    ``types`` are those of Parquet, by column; nothing for other kinds.
    """

    kind: str
    given: tuple[str, ...]
    added: tuple[str, ...]
    types: Mapping[str, pa.DataType]

    @property
    def names(self) -> tuple[str, ...]:
        """All columns in order."""
        return (*self.given, *self.added)


def layout_of(data: Path, kind: str, given: Sequence[str], added: Sequence[str]) -> Layout:
    """The layout for the rows of ``data``; ``BadInput`` where Parquet can't hold one of them."""
    types: dict[str, pa.DataType] = {}
    if kind == ".parquet":
        import pyarrow as pa

        types = dict(_given_types(data, given))
        types |= dict.fromkeys(added, pa.float64()) | {added[-1]: pa.string()}
    return Layout(kind, tuple(given), tuple(added), types)


def write_part(
    path: Path, rows: Sequence[Row], added: Sequence[Mapping[str, Any]], *, layout: Layout
) -> None:
    """One part of a result, whole or not at all; CSV parts carry no header.

    A fraction that was added is written with six digits in CSV; whatever was there stays.
    """
    temporary = path.with_name(path.name + ".tmp")
    if layout.kind == ".parquet":
        _write_parquet(temporary, rows, added, layout)
    elif layout.kind == ".jsonl":
        with temporary.open("w", encoding="utf-8") as file:
            for row, more in zip(rows, added, strict=True):
                file.write(_json(row | dict(more)) + "\n")
    else:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            writer = _writer(file, layout.kind)
            for row, more in zip(rows, added, strict=True):
                scores = [_score_cell(more.get(name)) for name in layout.added]
                writer.writerow([*(_cell(row.get(name)) for name in layout.given), *scores])
    temporary.replace(path)


def join_parts(parts: Sequence[Path], out: OutputFile, *, layout: Layout) -> None:
    """All parts as one file, which takes its place only when it is whole."""
    with out.replacing() as target:
        if layout.kind == ".parquet":
            _join_parquet(parts, target, layout)
            return
        if layout.kind != ".jsonl":
            header = io.StringIO()
            _writer(header, layout.kind).writerow(map(_cell, layout.names))
            target.write(header.getvalue().encode("utf-8"))
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, target)


def _write_parquet(
    path: Path, rows: Sequence[Row], added: Sequence[Mapping[str, Any]], layout: Layout
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    merged = [_whole({**row, **more}) for row, more in zip(rows, added, strict=True)]
    columns = []
    for name, kind in layout.types.items():
        try:
            columns.append(pa.array([row.get(name) for row in merged], kind))
        except (pa.ArrowException, OverflowError):
            raise _unfitting(name) from None
    pq.write_table(pa.Table.from_arrays(columns, schema=_schema(layout)), path)


def _join_parquet(parts: Sequence[Path], out: IO[bytes], layout: Layout) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(out, _schema(layout)) as writer:
        for part in parts:
            writer.write_table(pq.read_table(part).cast(_schema(layout)))


def _schema(layout: Layout) -> pa.Schema:
    import pyarrow as pa

    return pa.schema(list(layout.types.items()))


def _given_types(data: Path, given: Sequence[str]) -> Iterator[tuple[str, pa.DataType]]:
    """The type of each column: Parquet's own, text for CSV, for JSON what fits all its values."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kind = format_of(data)
    if kind == ".parquet":
        schema = pq.read_schema(data)
        yield from zip(unique_names(schema.names), schema.types, strict=True)
        return
    if kind != ".jsonl":
        yield from ((name, pa.string()) for name in given)
        return
    schemas = {name: pa.schema([(name, pa.null())]) for name in given}
    stream = read_rows(data)
    while rows := list(islice(stream, _ROWS_AT_ONCE)):
        for name in given:
            try:
                values = pa.array([_whole(row.get(name)) for row in rows])
                both = [schemas[name], pa.schema([(name, values.type)])]
                schemas[name] = pa.unify_schemas(both, promote_options="permissive")
            except (pa.ArrowException, OverflowError):
                raise _unfitting(name) from None
    yield from ((name, schema.field(name).type) for name, schema in schemas.items())


def _unfitting(name: str) -> BadInput:
    return BadInput(
        f"column {name!r} has values that Parquet can't hold in one column; name a file that ends "
        "in .jsonl or .csv"
    )


def _whole(value: Any) -> Any:
    """The value with U+FFFD for each half of a character."""
    if isinstance(value, str):
        return _HALF.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list) else value


def _json(value: Any) -> str:
    """As JSON, readable where UTF-8 can write it."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return json.dumps(value, default=str) if _HALF.search(text) else text


def _cell(value: Any) -> str:
    """What was in the table, as a cell of CSV."""
    if value is None:
        return ""
    if isinstance(value, bool | dict | list):
        value = _json(value)
    return str(_whole(str(value)))


def _score_cell(value: float | str | None) -> str:
    return f"{value:.6f}" if isinstance(value, float) else _cell(value)


def _writer(file: IO[str], kind: str) -> Any:
    return csv.writer(file, delimiter="\t" if kind == ".tsv" else ",", lineterminator="\n")
