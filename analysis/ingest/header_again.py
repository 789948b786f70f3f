"""Header lines inside a table, as joining files leaves them: no comment of anybody's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from analysis.ingest.column_names import FIELDS, plain_name, rank
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record

AGAIN = "a header line repeated inside the file"

_LONGEST_NAME = 60
_DIGIT = re.compile(r"\d")
_SECOND = re.compile(r"\.\d+\Z")
_ENOUGH_NAMES = 3
"""Names of fields that make a header of a row which is not that of the file, either."""

_TABLES = ("csv", "tsv", "excel")


def without_headers(
    records: Callable[[ReadLog], Iterable[Record]],
) -> Callable[[ReadLog], Iterator[Record]]:
    """``records`` without those whose every cell is its column's name; they are counted."""

    def others(log: ReadLog) -> Iterator[Record]:
        for record in records(log):
            if is_header_again(record.values, alone=log.format in _TABLES):
                log.skip(AGAIN)
            else:
                yield record

    return others


def is_header_again(values: Mapping[str, Any], *, alone: bool = False) -> bool:
    """Whether each cell is its column's name; of one column only where ``alone`` allows it."""
    named = 0
    for name, value in values.items():
        bare = _bare(value) if isinstance(value, str) else value
        if not name and not bare:
            continue
        if not isinstance(bare, str) or not _is_name_of(bare, name):
            return False
        named += 1
    if named == 1:
        return alone and all(_bare(value) == name for name, value in values.items() if name)
    return named > 1


def by_headers(
    rows: Iterable[tuple[int, Sequence[Any]]], names: list[str], log: ReadLog, line: str
) -> Iterator[tuple[int, Sequence[Any], list[str]]]:
    """The rows, each with the names that count for it: below another header those are its own.

    A header that repeats ``names`` as they stand stays a row, for :func:`without_headers`.
    """
    current = names
    for number, row in rows:
        if (other := _other_header(row, current)) is None:
            yield number, row, current
            continue
        current = other
        log.skip(AGAIN)
        log.assume(
            f"{line} {number} is another header; what stands below it was read by its columns."
        )


def _other_header(row: Sequence[Any], names: Sequence[str]) -> list[str] | None:
    """The names of a row that is a header with the same columns in another order, or with others.

    It names the column of the text as the header above does.
    """
    cells = ["" if cell is None else cell for cell in row]
    if len(cells) < 2 or not all(isinstance(c, str) and len(c) <= _LONGEST_NAME for c in cells):
        return None
    own = [_bare(cell) for cell in cells]
    before, plain = [plain_name(name) for name in names], [plain_name(cell) for cell in own]
    if plain == before or len(set(plain)) < len(plain):
        return None
    if not any(cell in before and rank("text", cell) is not None for cell in plain):
        return None
    if sorted(plain) == sorted(before):
        return [names[before.index(cell)] for cell in plain]
    known = sum(cell in before for cell in plain)
    fields = all(cell in before or _names_a_field(cell) for cell in plain)
    if fields and len(plain) >= _ENOUGH_NAMES and 2 * known >= len(plain):
        return [
            names[before.index(p)] if p in before else cell
            for p, cell in zip(plain, own, strict=True)
        ]
    return None


def _names_a_field(cell: str) -> bool:
    return any(rank(field, cell) is not None for field in FIELDS)


def _bare(cell: str) -> str:
    return cell.strip().lstrip("\ufeff").strip('"').strip()


def _is_name_of(cell: str, name: str) -> bool:
    if cell == name:
        return True
    if len(cell) > max(_LONGEST_NAME, len(name)):
        return False
    if _DIGIT.search(cell) and not _DIGIT.search(name):
        return False  # as most ids and times
    return plain_name(cell) in _plain_forms(name)


@lru_cache(maxsize=4_096)
def _plain_forms(name: str) -> frozenset[str]:
    return frozenset((plain_name(name), plain_name(_SECOND.sub("", name))))
