"""What a format is: a name, how its files are recognised, what is kept, and its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.domain.comment import Discussion
from analysis.ingest.options import ReadOptions
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.ingest.source import Source

Reader = Callable[[Source, ReadLog, ReadOptions], Iterator[Discussion]]
RecordReader = Callable[[Source, ReadLog], Iterable[Record]]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What can be seen of a file before it is read.

    ``kind`` is ``json``, ``jsonl``, ``table``, ``xml``, ``html``, ``text``, ``parquet`` or
    ``excel``. ``document`` is the value of a JSON document, ``objects`` are the first of JSON
    Lines (or of a document that is a list), ``columns`` a table's header in plain names, ``root``
    the local name of the first XML element.
    """

    kind: str
    name: str = ""
    text: str = ""
    document: Any = None
    objects: Sequence[Mapping[str, Any]] = ()
    columns: frozenset[str] = frozenset()
    root: str | None = None

    def any_object(self, *keys: str) -> bool:
        """Whether one of the first objects has all these keys."""
        return any(all(key in candidate for key in keys) for candidate in self.objects)

    def document_has(self, *keys: str) -> bool:
        """Whether the file is one JSON object with all these keys."""
        return isinstance(self.document, dict) and all(key in self.document for key in keys)

    def table_has(self, *columns: str) -> bool:
        """Whether the file is a table with all these columns (plain names)."""
        return self.kind == "table" and self.columns.issuperset(columns)


@dataclass(frozen=True, slots=True)
class Format:
    """One layout that can be read.

    ``records`` says what one record is, ``keeps`` and ``drops`` what is stored of it and what is
    not, and why. ``generic`` formats are taken where no other one recognises the file.
    ``ids_everywhere`` says that the platform gives each id once, and not once for each site.
    """

    name: str
    title: str
    records: str
    keeps: str
    drops: str
    read: Reader
    recognises: Callable[[Beginning], bool] = field(default=lambda _: False)
    generic: bool = False
    binary: bool = False
    ids_everywhere: bool = False


MISLAID = (AttributeError, TypeError, KeyError, IndexError)
"""What a reader meets where a list, text or number stands in an object's place."""


def _as_laid_out(records: RecordReader, source: Source, log: ReadLog) -> Iterator[Record]:
    """The records up to a place that is not laid out as the format says; the rest is set aside."""
    position = "the beginning"
    try:
        for record in records(source, log):
            position = record.position
            yield record
    except MISLAID:
        log.quarantine(f"behind {position}", "is not laid out as this format says; not read on")


def reader_of(
    records: RecordReader, columns: Mapping[str, str] | None, *, markup: str | None = None
) -> Reader:
    """A reader that makes discussions of what ``records`` yields.

    ``columns`` name the platform's column for each field; ``markup`` says what bodies are
    written in (``html``), which is left to the view of the text and never changed here.
    """

    def read(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
        return discussions(
            lambda log: _as_laid_out(records, source, log),
            source.stem,
            log,
            options,
            fixed=columns,
            markup=markup,
        )

    return read
