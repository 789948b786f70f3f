"""Parquet files, read in batches of rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.json_source import flat
from analysis.ingest.nested import unfolded
from analysis.ingest.options import ReadOptions
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.ingest.source import Source

_BATCH = 1_000


def read_parquet(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read a table in Parquet; raises ``BadInput`` for a damaged file."""
    path = plain_file(source)

    def records(_: ReadLog) -> Iterator[Record]:
        return _rows(path)

    _names(path)
    yield from discussions(records, source.stem, log, options)


def plain_file(source: Source) -> Path:
    """The path of a file that a library reads by itself; refused where it is compressed."""
    if source.compression and not source.is_workbook:
        raise BadInput(f"{source.name} is compressed; unpack it first, this format needs that.")
    return source.path


def parquet_records(path: Path) -> tuple[list[str], Iterator[Record]]:
    """The column names of a Parquet file and its rows one by one, whatever they are about."""
    return _names(path), _rows(path)


def _names(path: Path) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return [str(name) for name in pq.read_schema(path).names]
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise BadInput(f"{path.name} is not a readable Parquet file.") from error


def _rows(path: Path) -> Iterator[Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    if not any(isinstance(cell, dict | list) for cell in row.values()):
                        yield Record(f"row {number}", row)
                        continue
                    for place, values in unfolded(f"row {number}", row):
                        yield Record(place, dict(flat(values)))
    except (pa.ArrowException, OSError, UnicodeError) as error:
        where = f" behind row {number}" if number else ""
        raise BadInput(f"{path.name} is not a readable Parquet file{where}.") from error
