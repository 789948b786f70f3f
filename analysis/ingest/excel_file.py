"""Excel workbooks: the sheet with the comments, as a table with a header."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.column_names import rank
from analysis.ingest.header_again import by_headers
from analysis.ingest.header_row import LOOKED_AT, distinct_names, header_in
from analysis.ingest.merged_cells import hidden_rows, merged_cells
from analysis.ingest.options import ReadOptions
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.ingest.source import LARGEST_RATIO, RATIO_FROM, Source


def read_excel(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read the sheet of a workbook that holds comments; formulas count with their values."""
    if not source.is_workbook:
        raise BadInput(f"{source.name} is no Excel workbook (.xlsx).")
    _check_size(source)

    def records(log: ReadLog) -> Iterator[Record]:
        return _rows(source, log, header=options.header)

    yield from discussions(records, source.stem, log, options)


def _check_size(source: Source) -> None:
    with zipfile.ZipFile(source.path) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > RATIO_FROM and size > LARGEST_RATIO * source.path.stat().st_size:
        raise BadInput(f"{source.name} unpacks to over {LARGEST_RATIO} times its size; refused.")


def _rows(source: Source, log: ReadLog, *, header: bool) -> Iterator[Record]:
    import openpyxl

    file = source.path.open("rb")  # a path is refused for its ending, and a pipe has none
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets many kinds through for a damaged file
        file.close()
        raise BadInput(f"{source.name} is a damaged Excel workbook.") from error
    try:
        filled = [sheet for sheet in book.worksheets if _first(sheet)]
        if not filled:
            raise BadInput(f"{source.name} has no sheet with anything in it.")
        sheet = _with_comments(filled) if header else filled[0]
        if len(filled) > 1:
            names = ", ".join(repr(s.title[:40]) for s in filled if s is not sheet)
            log.note(f"Only the sheet {sheet.title[:40]!r} was read; others: {names}.")
        rows = (
            (number, row)
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
            if any(cell is not None for cell in row)
        )
        first = list(islice(rows, LOOKED_AT))
        names_of = [str(n) for n in range(1, len(first[0][1]) + 1)]
        if header:
            names_of, first = _from_header(first, source, log)
        merged = merged_cells(source.path, sheet._worksheet_path)
        if merged:
            log.note("A cell that is merged over several rows was read in each of them.")
        if hidden := hidden_rows(source.path, sheet._worksheet_path):
            log.note(f"{hidden} {'row is' if hidden == 1 else 'rows are'} hidden; read as well.")
        below = (
            (number, merged.filled(number, cells, names_of) if merged else cells)
            for number, cells in chain(first, rows)
        )
        for number, row, columns in by_headers(below, names_of, log, "Row"):
            yield Record(f"row {number}", dict(zip(columns, row, strict=False)))
    finally:
        book.close()
        file.close()


def _from_header(
    first: list[tuple[int, Any]], source: Source, log: ReadLog
) -> tuple[list[str], list[tuple[int, Any]]]:
    """The names of the columns, and the first rows below them."""
    written = [["" if cell is None else str(cell) for cell in row] for _, row in first]
    header = header_in(written)
    header.refuse_unclear(source.name)
    header.tell(log, [number for number, _ in first], unit="row")
    names = distinct_names([name.strip() for name in header.names], log)
    return names, first[header.last + 1 :]


def _with_comments(sheets: list[Any]) -> Any:
    """The first sheet, or the first one that has a column for the text where that has none."""
    named = [sheet for sheet in sheets if _names_a_text(sheet)]
    return named[0] if named else sheets[0]


def _names_a_text(sheet: Any) -> bool:
    rows = sheet.iter_rows(max_row=LOOKED_AT, values_only=True)
    return any(
        isinstance(cell, str) and len(cell) <= 60 and rank("text", cell) is not None
        for row in rows
        if sum(value is not None for value in row) > 1
        for cell in row
    )


def _first(sheet: Any) -> bool:
    return any(
        cell is not None for row in sheet.iter_rows(max_row=20, values_only=True) for cell in row
    )
