"""CSV and TSV files, read a record at a time; a broken record costs that record only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.column_names import rank
from analysis.ingest.csv_rows import quotes_pair_up, rows_of_cells
from analysis.ingest.delimiters import guess_delimiter, line_with_delimiters, separator_line
from analysis.ingest.encoding import errors_for
from analysis.ingest.escaped_quotes import doubled_quotes, escapes_quotes
from analysis.ingest.header_again import by_headers
from analysis.ingest.header_row import LOOKED_AT, distinct_names, header_in, looks_like_data
from analysis.ingest.json_lines import comments_of
from analysis.ingest.json_source import flat
from analysis.ingest.nested import holds_replies, parsed_lists, unfolded, with_replies
from analysis.ingest.options import ReadOptions
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.ingest.source import Source

MOST_COLUMNS = 2_000
"""Columns of a table; one with more holds no comments."""

_SAMPLE = 100


def read_csv(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read a table with a header, separated by commas, semicolons, tabs or bars."""
    return _read(source, log, options, None)


def read_tsv(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read a table with a header, separated by tabs."""
    return _read(source, log, options, "\t")


def _read(
    source: Source, log: ReadLog, options: ReadOptions, delimiter: str | None
) -> Iterator[Discussion]:
    def records(log: ReadLog) -> Iterator[Record]:
        rows = table_records(source, log, delimiter=delimiter, header=options.header)[1]
        for row in rows:
            if not _has_replies(row):
                yield row
                continue
            if any(rank("text", name) is not None for name in row.values):
                yield from (Record(*entry) for entry in unfolded(row.position, row.values))
                continue
            for place, entry, around in comments_of(row.position, parsed_lists(row.values)):
                for at, values in with_replies(place, entry):
                    yield Record(at, {**around, **dict(flat(values))})

    if not options.header and not options.mapping.get("text"):
        raise BadInput(
            f"{source.name} has no header: say which column is what by number, as in "
            "--map text=3 --map author=2."
        )
    yield from discussions(records, source.stem, log, options)


def _has_replies(row: Record) -> bool:
    return any(
        isinstance(cell, str) and cell.lstrip().startswith("[{") and holds_replies(name)
        for name, cell in row.values.items()
    )


def table_records(
    source: Source, log: ReadLog, *, delimiter: str | None = None, header: bool = True
) -> tuple[list[str], Iterator[Record]]:
    """The column names of a table and its records one by one, whatever they are about.

    Without ``header`` the columns are called ``1``, ``2``, … after the first record's.
    """
    head = _head(source, log)
    named = separator_line(head[0]) if head else None
    used = named or delimiter or guess_delimiter(line_with_delimiters(head))
    quoted = used != "\t" or quotes_pair_up(head, used)
    numbered = _numbered(source, log)
    if quoted and escapes_quotes(head, used):
        log.note("Quotation marks inside cells are written with a backslash in this file.")
        numbered = doubled_quotes(numbered)
    if named:
        next(numbered, None)
    rows = rows_of_cells(numbered, used, quoted, log)
    if header:
        rows = _from_header(rows, source, log)
    number, first = next(rows, (0, []))
    if len(first) > MOST_COLUMNS:
        raise BadInput(
            f"{source.name} has {len(first):,} columns, more than {MOST_COLUMNS:,}; expected a "
            "table of comments."
        )
    if not header:
        names = [str(place) for place in range(1, len(first) + 1)]
        return names, _records(chain([(number, first)], rows), names, log)
    names = distinct_names([name.strip().lstrip("\ufeff") for name in first], log)
    if looks_like_data(names):
        log.note(
            "The first line looks like a record, not a header; without one, say --no-header and "
            "which column is what by number, as in --map text=2."
        )
    return names, _records(rows, names, log)


def _from_header(
    rows: Iterator[tuple[int, list[str]]], source: Source, log: ReadLog
) -> Iterator[tuple[int, list[str]]]:
    """The rows from the header on; a title above it is skipped and told."""
    first = list(islice(rows, LOOKED_AT))
    if not first:
        return rows
    header = header_in([cells for _, cells in first])
    header.refuse_unclear(source.name)
    header.tell(log, [number for number, _ in first], unit="line")
    return chain([(first[header.last][0], list(header.names))], first[header.last + 1 :], rows)


def header_of(source: Source, log: ReadLog) -> list[str]:
    """The cells of a table's first line."""
    quiet = ReadLog(log.file, log.format, log.encoding)
    return table_records(source, quiet)[0]


def _head(source: Source, log: ReadLog) -> list[str]:
    return [line for _, line in islice(_numbered(source, log, quietly=True), _SAMPLE)]


def _numbered(source: Source, log: ReadLog, *, quietly: bool = False) -> Iterator[tuple[int, str]]:
    """The lines of the file with their numbers; undecodable ends are set aside."""
    number = 0
    try:
        with source.open_text(log.encoding, errors=errors_for(log.encoding), newline="") as stream:
            for number, line in enumerate(stream, start=1):
                yield number, line
    except UnicodeError:
        if not quietly:
            log.quarantine(f"line {number + 1} and below", f"can't be decoded as {log.encoding}")
    if source.damage and not quietly:
        log.quarantine(f"behind line {number}", source.damage)


def _records(
    rows: Iterator[tuple[int, list[str]]], header: list[str], log: ReadLog
) -> Iterator[Record]:
    for number, row, names in by_headers(rows, header, log, "Line"):
        if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
            log.quarantine(f"line {number}", _too_many(len(row), len(names)))
            continue
        if len(row) < len(names):
            log.tally("the record has fewer fields than the header")
        yield Record(f"line {number}", dict(zip(names, row, strict=False)))


def _too_many(fields: int, columns: int) -> str:
    if columns == 1:
        return (
            "holds a comma outside of quotation marks, and the table has one column; if each line "
            "is a comment as a whole, read it with --format lines"
        )
    return f"has {fields} fields, the header has {columns}"
