"""Lines of CSV as rows of cells: quoted cells over several lines, quotation marks never closed."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from analysis.domain.errors import BadInput
from analysis.ingest.kept_quotes import with_own_quotes
from analysis.ingest.reading import ReadLog

LONGEST_RECORD = 16 * 1024 * 1024
"""Characters; a longer record is a quotation mark that is never closed, not a comment."""

_MOST_UNCLOSED = 50
"""Unclosed quotation marks after which the file is refused; each costs up to a longest record."""


def rows_of_cells(
    lines: Iterator[tuple[int, str]], delimiter: str, quoted: bool, log: ReadLog
) -> Iterator[tuple[int, list[str]]]:
    """The records with the line each begins in.

    A quotation mark that is never closed would swallow the rest of the file: its line is set
    aside and reading goes on with the next one.
    """
    waiting: deque[tuple[int, str]] = deque()
    unclosed = 0
    while True:
        number, line = waiting.popleft() if waiting else next(lines, (0, ""))
        if not number:
            return
        if not quoted or not _still_open(line, delimiter, inside=False):
            yield from _row(number, line, delimiter, quoted, log)
            continue
        parts = [(number, line)]
        size = len(line)
        inside: bool | None = True
        while inside and size <= LONGEST_RECORD:
            more = waiting.popleft() if waiting else next(lines, None)
            if more is None:
                break
            parts.append(more)
            size += len(more[1])
            inside = _still_open(more[1], delimiter, inside=True)
        if inside is False:
            text = "".join(part for _, part in parts)
            yield from _row(number, text, delimiter, quoted, log)
            continue
        unclosed += 1
        if unclosed > _MOST_UNCLOSED:
            raise BadInput(
                f"The quotation marks in {log.file} do not pair up (first near line {number});"
                " expected fields quoted as CSV does."
            )
        log.quarantine(f"line {number}", "a quotation mark opens here and is never closed")
        waiting.extendleft(reversed(parts[1:]))


def _row(
    number: int, text: str, delimiter: str, quoted: bool, log: ReadLog
) -> Iterator[tuple[int, list[str]]]:
    bare = text.rstrip("\r\n")
    if not bare.strip():
        return
    if '"' not in bare or not quoted:
        yield number, bare.split(delimiter)
        return
    if (cells := with_own_quotes(bare, delimiter)) is not None:
        yield number, cells
        return
    if csv.field_size_limit() < LONGEST_RECORD:
        csv.field_size_limit(LONGEST_RECORD)
    try:
        yield number, next(csv.reader([bare], delimiter=delimiter))
    except (csv.Error, StopIteration):
        log.quarantine(f"line {number}", "is not a record of this table")


def quotes_pair_up(lines: list[str], delimiter: str) -> bool:
    """Whether the quotation marks of a sample behave as CSV's do; in many TSVs they are text."""
    inside: bool | None = False
    for line in lines:
        inside = _still_open(line, delimiter, inside=bool(inside))
        if inside is None:
            return False
    return not inside


def _still_open(line: str, delimiter: str, *, inside: bool) -> bool | None:
    """Whether a quoted field is open at the end of ``line``.

    ``None`` when a field opened on an earlier line ends in the middle of words: it was never
    meant to be closed here.
    """
    if '"' not in line:
        return inside
    at = 0
    earlier = inside
    while at < len(line):
        if inside:
            close = line.find('"', at)
            if close < 0:
                return True
            after = line[close + 1 : close + 2]
            if after == '"':
                at = close + 2
                continue
            if earlier and after not in ("", delimiter, "\r", "\n"):
                return None
            inside = earlier = False
            at = close + 1
        elif line[at] == '"' and (at == 0 or line[at - 1] == delimiter):
            inside = True
            at += 1
        else:
            step = line.find(delimiter, at)
            if step < 0:
                return False
            at = step + 1
    return inside
