"""Text without a structure, taken as a person says: one comment, or one a line or paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analysis.domain.comment import Discussion
from analysis.ingest.options import ReadOptions
from analysis.ingest.page_text import whole_page
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.ingest.source import Source


def read_paragraphs(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Each block of lines between blank ones is a comment."""
    return _pieces(source, log, options, r"(?:[^\S\n]*\S[^\n]*(?:\n|\Z))+")


def read_lines(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Each line that is not blank is a comment."""
    return _pieces(source, log, options, r"[^\n]*\S[^\n]*")


def read_one(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """The whole text is one comment."""
    return _pieces(source, log, options, r"\S.*", flags=re.DOTALL)


def _pieces(
    source: Source, log: ReadLog, options: ReadOptions, pattern: str, *, flags: int = 0
) -> Iterator[Discussion]:
    text = whole_page(source, log, options).replace("\r\n", "\n")
    yield from discussions(
        _records_of(text, re.compile(pattern, flags)), source.stem, log, options,
        fixed={"text": "text"},
    )  # fmt: skip


def _records_of(text: str, piece: re.Pattern[str]) -> Callable[[ReadLog], Iterator[Record]]:
    def records(_: ReadLog) -> Iterator[Record]:
        line = 1
        at = 0
        for match in piece.finditer(text):
            line += text.count("\n", at, match.start())
            at = match.start()
            yield Record(f"line {line}", {"text": match[0].strip("\n")})

    return records
