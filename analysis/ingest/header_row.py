"""Where a table's header stands: the first line, or below a title that somebody put above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from analysis.ingest.column_names import FIELDS, rank
from analysis.ingest.reading import ReadLog

LOOKED_AT = 12
"""Rows at the beginning of a table among which its header is looked for."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_SEPARATOR = re.compile(r"sep=(.)\s*\Z", re.IGNORECASE)


def separator_line(line: str) -> str | None:
    """The delimiter that Excel's first line ``sep=;`` names; ``None`` for any other line."""
    match = _SEPARATOR.match(line.lstrip("\ufeff").strip('"\r\n'))
    return match[1] if match else None


def rows_above(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows stand above the header: titles, dates of the export, blank ones.

    0 where the first row names a field, or where no row below names the text and another field.
    """
    if not rows or any(_names_a_field(cell) for cell in rows[0]):
        return 0
    for number, row in enumerate(rows[1:LOOKED_AT], start=1):
        if any(rank("text", cell) is not None for cell in row) and (
            sum(map(_names_a_field, row)) > 1 or (len(row) == 1 and number == 1)
        ):
            return number
    return 0


def distinct_names(names: Sequence[str], log: ReadLog) -> list[str]:
    """The names of a header, the second of two alike as ``author.2``, which is told."""
    seen: Counter[str] = Counter()
    distinct = []
    for name in names:
        seen[name] += 1
        again = bool(name) and seen[name] > 1
        if again:
            log.assume(f"Of the columns called {name[:40]!r} the first was read as that.")
        distinct.append(f"{name}.{seen[name]}" if again else name)
    return distinct


def looks_like_data(row: Sequence[str]) -> bool:
    """Whether a row that should be a header holds values: numbers, dates, sentences."""
    filled = [cell.strip() for cell in row if cell.strip()]
    values = sum(
        cell.isdigit()
        or bool(_DATE.match(cell))
        or (len(cell.split()) > 4 and not cell.endswith(("?", ":")))  # a survey's question
        for cell in filled
    )
    return bool(filled) and not any(_names_a_field(cell) for cell in filled) and values > 0


def _names_a_field(cell: str) -> bool:
    return len(cell) <= 60 and any(rank(field, cell) is not None for field in FIELDS)
