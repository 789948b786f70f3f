"""The formats of an export: JSON Lines as they are; CSV and Parquet with one column per fact."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Any

from analysis.domain.spreadsheet import escape_formula
from analysis.labels import LABEL_KEYS
from analysis.services.data.analysis_schema import json_line

Write = Callable[[Mapping[str, Any]], None]

ROWS_AT_ONCE = 5_000
"""Rows of one Parquet row group."""

PACKED_AT_ONCE = 250
"""Rows that are Python's objects at once, each with its keys; packed, a row is its bytes."""

_SURROGATE = re.compile("[\ud800-\udfff]")


@contextmanager
def _jsonl(file: IO[bytes]) -> Iterator[Write]:
    yield lambda record: _ignore(file.write(json_line(record).encode("utf-8")))


@contextmanager
def _csv(file: IO[bytes]) -> Iterator[Write]:
    # The byte order mark makes spreadsheets read UTF-8.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.DictWriter(text, fieldnames=list(_COLUMNS))
    writer.writeheader()

    def write(record: Mapping[str, Any]) -> None:
        writer.writerow({name: _cell(value) for name, value in flat(record).items()})

    yield write
    text.flush()
    text.detach()


@contextmanager
def _parquet(file: IO[bytes]) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema([(name, types[kind]) for name, kind in _COLUMNS.items()])
    rows: list[dict[str, Any]] = []
    packed: list[pa.RecordBatch] = []
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:

        def pack() -> None:
            packed.append(pa.RecordBatch.from_pylist(rows, schema=schema))
            rows.clear()

        def write(record: Mapping[str, Any]) -> None:
            rows.append({name: _utf8(value) for name, value in flat(record).items()})
            if len(rows) >= PACKED_AT_ONCE:
                pack()
            if len(packed) * PACKED_AT_ONCE >= ROWS_AT_ONCE:
                writer.write_table(pa.Table.from_batches(packed))
                packed.clear()

        yield write
        pack()
        if any(batch.num_rows for batch in packed):
            writer.write_table(pa.Table.from_batches(packed))


WRITERS: Mapping[str, Callable[[IO[bytes]], AbstractContextManager[Write]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
}
"""A writer per format: given a binary file, it takes records."""

_COMMENT: Mapping[str, type] = {
    "id": str,
    "thread_id": str,
    "position": int,
    "parent_id": str,
    "author": str,
    "created_at": str,
    "votes_up": int,
    "votes_down": int,
    "votes_score": int,
    "text": str,
    "sha256": str,
    "language": str,
    "revision": int,
    "state": str,
    "edited": bool,
}
_LABEL: Mapping[str, type] = {
    "probability": float,
    "recommendation": str,
    "status": str,
    "facets": str,
    "evidence": str,
}
_END: Mapping[str, type] = {
    "reported_by": int,
    "reports": str,
    "recorded_scores": str,
    "decisions": str,
    "run_id": str,
    "profile": str,
}
_COLUMNS: Mapping[str, type] = {
    **_COMMENT,
    **{f"{key}_{name}": kind for key in LABEL_KEYS for name, kind in _LABEL.items()},
    **_END,
}


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """An exported record as one row; evidence and decisions stay JSON in their cell."""
    comment = record["comment"]
    votes = comment["votes"] or {}
    row: dict[str, Any] = {
        **{name: comment[name] for name in _COMMENT if name in comment},
        **{f"votes_{name}": votes.get(name) for name in ("up", "down", "score")},
        **{name: record[name] for name in ("revision", "state", "edited")},
        "reported_by": record["reports"]["people"],
        "reports": _json(record["reports"]["reasons"]),
        "recorded_scores": _json(record["recorded_scores"]),
        "decisions": _json(record["decisions"]),
        "run_id": record["run"]["id"],
        "profile": "{name} {version}".format(**record["run"]["profile"]),
    }
    for key in LABEL_KEYS:
        answer = record["labels"][key]
        row[f"{key}_probability"] = answer["probability"]
        row[f"{key}_recommendation"] = answer["recommendation"]
        row[f"{key}_status"] = answer["status"]
        row[f"{key}_facets"] = " ".join(answer["facets"])
        row[f"{key}_evidence"] = _json(answer["evidence"])
    return row


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # A spreadsheet can't hold NUL, nor UTF-8 a lone surrogate: shown, not dropped.
    return escape_formula(_utf8(value).replace("\x00", "\N{SYMBOL FOR NULL}"))


def _utf8(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""


def _ignore(_: object) -> None:
    return None
