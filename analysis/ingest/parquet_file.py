"""Parquet files, read in batches of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.columns import choose_columns
from analysis.ingest.reading import ReadLog
from analysis.ingest.records import Record, discussions

_BATCH = 1_000
_SAMPLE = 100


def read_parquet(
    path: Path, account: ReadLog, mapping: Mapping[str, str] | None
) -> Iterator[Discussion]:
    """Read a table in Parquet; raises ``BadInput`` for a damaged file."""
    names, records = parquet_records(path)
    first = list(islice(records, _SAMPLE))
    samples = {name: [str(r.values.get(name) or "") for r in first] for name in names}
    columns = choose_columns(names, file=path.name, mapping=mapping, samples=samples)
    yield from discussions(chain(first, records), columns, path, account)


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
                    yield Record(f"row {number}", row)
    except (pa.ArrowException, OSError, UnicodeError) as error:
        where = f" behind row {number}" if number else ""
        raise BadInput(f"{path.name} is not a readable Parquet file{where}.") from error
