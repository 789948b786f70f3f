"""Where a table's header stands: the first line, or below a title that somebody put above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.domain.errors import BadInput
from analysis.ingest.column_names import FIELDS, rank
from analysis.ingest.reading import ReadLog

LOOKED_AT = 12
"""Rows at the beginning of a table among which its header is looked for."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_WORD = re.compile(r"[^\W\d_]{2}")
_LONGEST_NAME = 60
_SURELY_MORE = 2
"""Fields that a second row names more than a first one without gaps, which then is no header."""


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


@dataclass(frozen=True, slots=True)
class Header:
    """The header among the first rows of a table: what it calls the columns, where data begins.

    ``top`` and ``last`` are its rows (from 0), one or two; ``unclear`` where only a person can
    say which of the two it is.
    """

    names: tuple[str, ...]
    top: int = 0
    last: int = 0
    unclear: bool = False

    def refuse_unclear(self, file: str) -> None:
        """Raise ``BadInput`` where it can't be told which row names the columns."""
        if self.unclear:
            raise BadInput(
                f"The first two lines of {file} both look like a header; leave one line that "
                "names every column, and take the other one out."
            )

    def tell(self, log: ReadLog, numbers: Sequence[int], *, unit: str) -> None:
        """Say where the header stands; ``numbers`` are those of the first rows in the file, and
        ``unit`` is what the file calls them: row, line."""
        top, last = numbers[self.top], numbers[self.last]
        if self.top:
            log.assume(f"The header is {unit} {top}; the {unit}s above it were left out.")
        if top != last:
            log.assume(
                f"The header has two {unit}s, {top} and {last}; the columns were named by both."
            )


def header_in(rows: Sequence[Sequence[str]]) -> Header:
    """The header of a table, which may have a second row below names of groups: merged cells.

    The second row counts where it names more fields than the first, or as many and fills its
    gaps. One that names the same fields in other words is passed over.
    """
    top = rows_above(rows)
    upper = [cell.strip() for cell in rows[top]]
    below = next((n for n in range(top + 1, len(rows)) if any(map(str.strip, rows[n]))), None)
    if below is None:
        return Header(tuple(upper), top, top)
    lower = [cell.strip() for cell in rows[below]]
    lower += [""] * (len(upper) - len(lower))
    upper += [""] * (len(lower) - len(upper))
    if len(list(filter(None, lower))) < 2 or _holds_values(lower):
        return Header(tuple(rows[top]), top, top)
    fields, gaps = list(map(_field_of, lower)), _gaps(upper, lower)
    both = _joined(upper, lower)
    more = len(_fields(both)) - len(_fields(upper))
    if fields == list(map(_field_of, upper)) and None not in fields:
        return Header(tuple(upper), top, below)
    if "text" in fields and more >= (0 if gaps else _SURELY_MORE):
        return Header(tuple(both), top, below)
    under = [row[place] for row in rows[below + 1 :] for place, cell in enumerate(upper)
             if _field_of(cell) == "text" and place < len(row)]  # fmt: skip
    unclear = gaps > 1 and bool(under) and not any(map(_WORD.search, under))
    return Header(tuple(rows[top]), top, top, unclear)


def _fields(names: Sequence[str]) -> set[str]:
    return {field for field in map(_field_of, names) if field is not None}


def _gaps(upper: Sequence[str], lower: Sequence[str]) -> int:
    """How many names of the lower row stand below nothing, or below a name of several columns."""
    return sum(
        bool(name) and (not group or group in upper[:place])
        for place, (group, name) in enumerate(zip(upper, lower, strict=True))
    )


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The names of the lower row, and those above it where it has none: of cells merged over both.

    The group of the texts is no second name for one.
    """
    return [
        name or ("" if _field_of(group) == "text" else group)
        for group, name in zip(upper, lower, strict=True)
    ]


def _field_of(cell: str) -> str | None:
    """The field that a cell names surest; ``None`` where it names none."""
    if not cell or len(cell) > _LONGEST_NAME:
        return None
    known = {field: place for field in FIELDS if (place := rank(field, cell)) is not None}
    return min(known, key=lambda field: known[field], default=None)


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
    return _holds_values(row) and not any(_names_a_field(cell.strip()) for cell in row)


def _holds_values(row: Sequence[str]) -> bool:
    return any(
        cell.isdigit()
        or bool(_DATE.match(cell))
        or (len(cell.split()) > 4 and not cell.endswith(("?", ":")))  # a survey's question
        for cell in map(str.strip, row)
    )


def _names_a_field(cell: str) -> bool:
    return _field_of(cell) is not None
