"""Reading the corpora's CSV, TSV and JSONL files without pandas."""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def rows_of(path: Path, *, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """The rows of a CSV file with a header, as dictionaries of strings."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def json_rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def number(value: str | None) -> float | None:
    """A number where there is one."""
    if value is None or value.strip() in ("", "nan", "NaN"):
        return None
    return float(value)
