"""What a sheet says beside its values: cells merged over several rows, and hidden rows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.ingest.column_names import rank

_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN = re.compile(rb'<row\s(?=[^>]{0,300}\bhidden="(?:1|true)")[^>]{0,300}?\br="(\d{1,7})"')
_CHUNK = 1 << 20
_LONGEST_TAG = 400
"""Bytes that a chunk is read over its end, for a tag that the end would cut in two."""
MOST = 200_000
"""Merged cells of a sheet beyond which none is looked at."""


class MergedCells:
    """The values of merged cells for the rows below their first one."""

    def __init__(self, spans: Sequence[tuple[int, int, int]]) -> None:
        """``spans`` are column (from 0), first and last row (from 1) of each merged cell."""
        self._from: dict[int, list[tuple[int, int]]] = {}
        for column, first, last in spans:
            self._from.setdefault(first, []).append((column, last))
        self._open: list[tuple[int, int, Any]] = []

    def __bool__(self) -> bool:
        return bool(self._from)

    def filled(self, number: int, row: Sequence[Any], names: Sequence[str] | None) -> Sequence[Any]:
        """A row with what is merged into it; rows come in order. Texts are no two rows' own."""
        cells = list(row)
        self._open = [(column, last, value) for column, last, value in self._open if last >= number]
        for column, _, value in self._open:
            is_text = names is not None and _is_text(names, column)
            if not is_text and column < len(cells) and cells[column] is None:
                cells[column] = value
        for column, last in self._from.get(number, ()):
            if column < len(cells):
                self._open.append((column, last, cells[column]))
        return cells


def merged_cells(workbook: Path, sheet: str) -> MergedCells:
    """The cells merged over several rows of a sheet, which stands at ``sheet`` in the archive."""
    spans: list[tuple[int, int, int]] = []
    for match in _tags(workbook, sheet, _MERGED):
        first, last = int(match[2]), int(match[4])
        if last > first:
            spans.append((_column(match[1]), first, last))
        if len(spans) > MOST:
            return MergedCells([])
    return MergedCells(list(dict.fromkeys(spans)))


def hidden_rows(workbook: Path, sheet: str) -> int:
    """How many rows of a sheet are hidden, as those are that a filter leaves out."""
    return len({match[1] for match in _tags(workbook, sheet, _HIDDEN)})


def _tags(workbook: Path, sheet: str, tag: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """The tags of a sheet; one that stands where two chunks meet may come twice."""
    with zipfile.ZipFile(workbook) as archive, archive.open(sheet.lstrip("/")) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            piece = rest + chunk
            yield from tag.finditer(piece)
            rest = piece[-_LONGEST_TAG:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _is_text(names: Sequence[str], column: int) -> bool:
    return column < len(names) and rank("text", names[column]) is not None
