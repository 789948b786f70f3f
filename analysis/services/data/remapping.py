"""Correct a batch: its comments are read anew from their stored records with other columns.

The file is not needed, and what was erased stays erased. Originals are not touched: fields change,
comments move to the thread where they belong, and another column read as the text is a revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from analysis.domain.account import Permission
from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import BatchInfo, ImportSummary, Progress
from analysis.ingest import Reading, ReadOptions
from analysis.ingest.options import with_mapping
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.services.access.accounts import require
from analysis.services.data.batches import batch
from analysis.services.data.imports import Origin, import_reading
from analysis.services.data.pseudonyms import pseudonym_key
from analysis.storage.database import Store
from analysis.storage.imports import FINISHED, stored_records

PAGE = 1_000
_MARKUP = "body_markup"
_PACKED = (".gz", ".gzip", ".zst", ".zstd", ".bz2", ".zip")


def remap(
    store: Store,
    number: int,
    *,
    mapping: Mapping[str, str],
    dates: str | None = None,
    progress: Progress | None = None,
    person: str = "local",
) -> ImportSummary:
    """Read a batch's comments again with ``mapping`` (field to column) as a batch of its own.

    Fields that it does not name keep their column. Authors of a pseudonymised batch stay so, or
    are hashed anew from the column that ``mapping`` names. ``BadInput`` for a batch that is undone
    or replaced, and for unknown fields and columns.
    """
    require(store, person, Permission.IMPORT)
    info = batch(store, number)
    reading = stored_reading(store, info, mapping=mapping, dates=dates)
    options = remap_options(info, mapping=mapping, dates=dates)
    if _is_pseudonymised(info):
        options = replace(options, pseudonym_key=pseudonym_key(store))
    origin = Origin(info.file, info.path, same_file_as=number)
    return import_reading(
        store, origin, reading, options, replaces=number, progress=progress, person=person
    )


def stored_reading(
    store: Store, info: BatchInfo, *, mapping: Mapping[str, str], dates: str | None = None
) -> Reading:
    """The batch's comments as another mapping reads them; nothing is stored."""
    if info.state != FINISHED:
        raise BadInput(
            f"Batch {info.number} is {info.state}; only a finished one can be re-mapped."
        )
    options = remap_options(info, mapping=mapping, dates=dates)
    text = next((use.column for use in info.columns if use.field == "text"), "text")
    fixed = _columns_of(info)
    author = None
    if _is_pseudonymised(info):
        if mapping.get("author"):
            options = replace(options, pseudonym_key=pseudonym_key(store))
        else:
            author = options.mapping.get("author") or fixed.get("author")
    first = next(iter(_records(store, info.number, text, author)), None)
    if first is None:
        raise BadInput(f"Batch {info.number} brought no comment that is still here.")
    markup = first[1]

    def records(_: ReadLog) -> Iterable[Record]:
        return (record for record, _ in _records(store, info.number, text, author))

    def start() -> tuple[ReadLog, Iterator[Discussion]]:
        log = ReadLog(info.file, info.format, "stored")
        return log, discussions(records, _stem(info.file), log, options, fixed=fixed, markup=markup)

    return Reading(info.format, start)


def remap_options(
    info: BatchInfo, *, mapping: Mapping[str, str], dates: str | None = None
) -> ReadOptions:
    """How the batch was read, with what is said otherwise now."""
    given = info.options
    before = ReadOptions(
        format=str(given.get("format", "auto")),
        mapping=dict(given.get("mapping") or {}),
        encoding=given.get("encoding"),
        dates=dates or given.get("dates"),
        header=bool(given.get("header", True)),
        site=str(given.get("site") or ""),
    )
    return with_mapping(before, mapping)


def _columns_of(info: BatchInfo) -> dict[str, str]:
    return {use.field: use.column for use in info.columns if use.field not in (None, "dropped")}


def _is_pseudonymised(info: BatchInfo) -> bool:
    return bool(info.options.get("pseudonyms"))


def _records(
    store: Store, number: int, text: str, author: str | None
) -> Iterator[tuple[Record, str | None]]:
    """The stored records in reading order, each with its text in its column, and its markup.

    ``author`` is the column for the stored author, whom a record under pseudonyms leaves out.
    """
    after = 0
    while True:
        with store.read() as session:
            rows = stored_records(session, number, after=after, limit=PAGE)
        for row in rows:
            markup = row.record.pop(_MARKUP, None)
            values = {text: row.text, **row.record}
            if author is not None:
                values[author] = row.author
            yield Record(f"comment {row.platform_id}", values), markup
        if len(rows) < PAGE:
            return
        after = rows[-1].number


def _stem(file: str) -> str:
    name = Path(file)
    return (name.with_suffix("") if name.suffix.lower() in _PACKED else name).stem
