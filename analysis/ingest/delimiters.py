"""Which character parts the cells of a table: the one that it names, or the header's commonest."""

from __future__ import annotations

import re

from analysis.ingest.header_row import LOOKED_AT, rows_above

_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r"sep=(.)\s*\Z", re.IGNORECASE)


def separator_line(line: str) -> str | None:
    """The delimiter that Excel's first line ``sep=;`` names; ``None`` for any other line."""
    match = _SEPARATOR.match(line.lstrip("\ufeff").strip('"\r\n'))
    return match[1] if match else None


def guess_delimiter(header: str) -> str:
    """The delimiter that occurs most in the header outside of quotation marks."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(_DELIMITERS, key=lambda char: (bare.count(char), char == ","))


def line_with_delimiters(head: list[str]) -> str:
    """The line that shows the delimiter: the first one, unless a header stands below it."""
    if not head or _is_header(head[0]):
        return head[0] if head else ""
    return next((line for line in head[:LOOKED_AT] if _is_header(line)), head[0])


def _is_header(line: str) -> bool:
    cells = [cell.strip(' "\r\n') for cell in line.split(guess_delimiter(line))]
    return rows_above([[""], cells]) == 1
