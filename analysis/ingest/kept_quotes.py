"""Cells that begin with quoted words and go on: their quotation marks are the writer's own."""

from __future__ import annotations


def with_own_quotes(row: str, delimiter: str) -> list[str] | None:
    """The cells of a row one of which is such as ``"Cold" is a word``; ``None`` for any other row.

    CSV's quoting ends at a delimiter. Where a mark ends words in the middle of a cell, and no other
    one follows in it, the cell was never quoted, and a reader of CSV would drop the marks.
    """
    cells: list[str] = []
    at, own = 0, False
    while True:
        if row[at : at + 1] == '"':
            end = _closing(row, at + 1)
            if end is None:
                return None
            after = row[end + 1 : end + 2]
            if after in ("", delimiter):
                cells.append(row[at + 1 : end].replace('""', '"'))
                at = end + 1
            else:
                stop = row.find(delimiter, end)
                stop = len(row) if stop < 0 else stop
                if '"' in row[end + 1 : stop] or '""' in row[at:end] or delimiter in row[at:end]:
                    return None
                cells.append(row[at:stop])
                own, at = True, stop
        else:
            stop = row.find(delimiter, at)
            stop = len(row) if stop < 0 else stop
            cells.append(row[at:stop])
            at = stop
        if at >= len(row):
            return cells if own else None
        at += 1  # the delimiter


def _closing(row: str, at: int) -> int | None:
    """Where the quotation mark stands that closes a cell; doubled ones belong to it."""
    while (mark := row.find('"', at)) >= 0:
        if row[mark + 1 : mark + 2] != '"':
            return mark
        at = mark + 2
    return None
