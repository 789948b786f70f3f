"""Bring a file of comments into the store; reading it twice adds nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from analysis import ingest
from analysis.domain.account import Permission
from analysis.domain.comment import Discussion
from analysis.domain.outcomes import ImportSummary, Progress, QuarantinedRecord, ReadSummary
from analysis.ingest import ReadOptions
from analysis.ingest.beside import ReadingBeside, pays_beside
from analysis.rare_collection import rare_collection
from analysis.services.access.accounts import require
from analysis.services.admin.audited import audited_end
from analysis.services.data.batches import withdraw_rest
from analysis.services.data.pseudonyms import pseudonym_key
from analysis.services.data.user_report_imports import counted_in, take_counts
from analysis.services.thresholds.profiles import keep_default_profile, profile_in
from analysis.storage.audit import log, now
from analysis.storage.comment_additions import Additions
from analysis.storage.database import Store
from analysis.storage.imports import (
    add_quarantine,
    begin_import,
    earlier_reading,
    end_import,
    read_quarantine,
    resolve_quarantine,
)
from analysis.storage.queue_index import index
from analysis.storage.queue_index.new_entries import add_new

BATCH = 1_000
"""Comments per transaction: what an interruption may cost, well under a second of work."""

_COUNTED = (
    "articles", "read", "new", "unchanged", "revised", "erased", "conflicting", "quarantined",
    "skipped",
)  # fmt: skip


@dataclass(slots=True)
class _Counts:
    articles: set[int]
    read: int = 0
    new: int = 0
    unchanged: int = 0
    revised: int = 0
    erased: int = 0
    reported: int = 0
    conflicts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Batch:
    """The import that is going on: its number, when it began, and the one that it replaces."""

    number: int
    started: datetime
    replaces: int | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where comments come from: a file's name, where it lies and its SHA-256 (``None``: a pipe).

    ``same_file_as`` is a batch that read this file, where they come from what it stored.
    """

    file: str
    path: str | None = None
    sha256: str | None = None
    same_file_as: int | None = None


def import_file(
    store: Store,
    path: Path,
    *,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    options: ReadOptions | None = None,
    pseudonymise: bool = False,
    keep_path: bool = True,
    progress: Progress | None = None,
    person: str = "local",
) -> ImportSummary:
    """Store what ``path`` holds; commits in batches, so an interrupted import can be repeated.

    ``options`` say how it is read, in place of the three before. A file that was imported
    before and is read otherwise now takes the earlier import's place. With ``pseudonymise``
    authors are stored as keyed hashes, the same in every import into this database. Without
    ``keep_path`` the batch does not remember where the file lies, since it won't lie there.
    """
    require(store, person, Permission.IMPORT)
    given = options or ReadOptions(format=format, mapping=mapping or {}, encoding=encoding)
    if pseudonymise:
        given = replace(given, pseudonym_key=pseudonym_key(store))
    reading = ingest.read(path, options=given)
    if pays_beside(path):
        reading = ReadingBeside(path, given, reading)
    sha256 = _sha256(path)
    where = str(path.resolve()) if sha256 and keep_path else None
    origin = Origin(path.name, where, sha256)
    with store.read() as session:
        replaces = earlier_reading(session, sha256, options_record(given)) if sha256 else None
    return import_reading(
        store, origin, reading, given, replaces=replaces, progress=progress, person=person
    )


def import_reading(
    store: Store,
    origin: Origin,
    reading: ingest.Reading,
    options: ReadOptions,
    *,
    replaces: int | None = None,
    progress: Progress | None = None,
    person: str = "local",
) -> ImportSummary:
    """Store what a reading gives as a batch, in place of the batch ``replaces`` if there is one."""
    require(store, person, Permission.IMPORT)
    keep_default_profile(store)
    batch = _begin(store, origin, options, reading.format, replaces, person)
    detail = {"file": origin.file, "batch": batch.number}
    with audited_end(store, person, "import", detail=detail):
        return _take(store, origin.file, reading, batch, progress, person)


def _take(
    store: Store,
    file: str,
    reading: ingest.Reading,
    batch: _Batch,
    progress: Progress | None,
    person: str,
) -> ImportSummary:
    counts = _Counts(set())
    waiting: list[Discussion] = []
    waiting_count = 0
    with rare_collection(), closing(iter(reading)) as discussions:
        for piece in chain.from_iterable(map(_pieces, discussions)):
            waiting.append(piece)
            waiting_count += len(piece.comments)
            if waiting_count >= BATCH:
                _store(store, waiting, counts, batch)
                waiting, waiting_count = [], 0
                if progress:
                    progress(counts.read, reading.surveyed or reading.summary.expected)
    _store(store, waiting, counts, batch)
    if progress:
        progress(counts.read, counts.read)
    left = withdraw_rest(store, batch.replaces) if batch.replaces is not None else None
    summary = _summary(file, reading.summary, counts, batch, left)
    _record_summary(store, summary, batch, person=person)
    return summary


def quarantined(
    store: Store, *, page: int = 1, page_size: int = 50, file: str | None = None
) -> tuple[list[QuarantinedRecord], int]:
    """One page (from 1) of what imports could not read, newest first, and how much there is."""
    with store.read() as session:
        return read_quarantine(session, offset=(page - 1) * page_size, limit=page_size, file=file)


def options_record(options: ReadOptions) -> dict[str, Any]:
    """How a file was read, as a batch keeps it; the key of pseudonyms stays out."""
    return {
        "format": options.format.casefold(),
        "mapping": dict(options.mapping),
        "encoding": options.encoding,
        "dates": options.dates,
        "header": options.header,
        "pseudonyms": options.pseudonym_key is not None,
    }


def _begin(
    store: Store,
    origin: Origin,
    options: ReadOptions,
    format: str,
    replaces: int | None,
    person: str,
) -> _Batch:
    started = now()
    with store.write() as session:
        number = begin_import(
            session,
            file=origin.file,
            path=origin.path,
            sha256=origin.sha256,
            same_file_as=origin.same_file_as,
            format=format,
            person=person,
            started_at=started,
            finished_at=started,
            options=options_record(options),
        )
        log(session, person, "import_begun", detail={"file": origin.file, "batch": number})
    return _Batch(number, started, replaces)


def _sha256(path: Path) -> str | None:
    """SHA-256 of the file's bytes; ``None`` for what is piped in."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pieces(discussion: Discussion) -> list[Discussion]:
    """A discussion in pieces of at most a batch; one without comments stays, for its article."""
    if len(discussion.comments) <= BATCH:
        return [discussion]
    return [
        Discussion(discussion.article, discussion.comments[start : start + BATCH])
        for start in range(0, len(discussion.comments), BATCH)
    ]


def _store(
    store: Store,
    waiting: list[Discussion],
    counts: _Counts,
    batch: _Batch,
) -> None:
    if not waiting:
        return
    with store.write() as session:
        additions = Additions(
            session,
            waiting,
            read_at=batch.started,
            import_id=batch.number,
            replaces=batch.replaces,
        )
        for discussion in waiting:
            added = additions.add(discussion)
            reported = counted_in(discussion.comments)
            if reported:
                again: set[int] = set()
                additions.write()
                take_counts(session, added.article, reported, read_at=batch.started, touched=again)
                additions.touch(sorted(again))
            counts.reported += len(reported)
            counts.articles.add(added.article)
            counts.read += len(discussion.comments) - len(added.conflicting)
            counts.new += added.new
            counts.unchanged += added.unchanged
            counts.revised += added.revised
            counts.erased += added.erased
            counts.conflicts += added.conflicting
        additions.write()
        add_new(session, additions.new_comments)
        index.refresh(session, additions.changed, profile_in(session))


def _summary(
    file: str, read: ReadSummary, counts: _Counts, batch: _Batch, left: int | None
) -> ImportSummary:
    conflicts = tuple(
        QuarantinedRecord(file, f"comment {name}", "has the id of another author's comment")
        for name in counts.conflicts
    )
    return ImportSummary(
        file=file,
        format=read.format,
        encoding=read.encoding,
        articles=len(counts.articles),
        read=counts.read,
        expected=read.expected,
        new=counts.new,
        unchanged=counts.unchanged,
        revised=counts.revised,
        erased=counts.erased,
        quarantined=read.quarantined_count,
        notes=(*read.notes, *_about_reports(counts), *_about_replacing(batch, left)),
        quarantine=(*read.quarantined, *conflicts),
        conflicting=read.conflicting + len(conflicts),
        skipped=sum(count for _, count in read.skipped),
        batch=batch.number,
        reading=read,
    )


def _about_reports(counts: _Counts) -> list[str]:
    if not counts.reported:
        return []
    comments = "comment" if counts.reported == 1 else "comments"
    return [f"{counts.reported} {comments}: readers' reports counted in the file, kept as such."]


def _about_replacing(batch: _Batch, left: int | None) -> list[str]:
    if left is None:
        return []
    note = f"The same file was read otherwise before (batch {batch.replaces}); this corrects it."
    if left:
        note += f" {left} decided comments of that reading stay as they were."
    return [note]


def _record_summary(store: Store, summary: ImportSummary, batch: _Batch, *, person: str) -> None:
    counted = {name: getattr(summary, name) for name in _COUNTED}
    columns = summary.reading.columns if summary.reading else ()
    with store.write() as session:
        resolve_quarantine(session, summary.file, summary.quarantine, at=batch.started)
        add_quarantine(session, summary.quarantine, seen_at=batch.started, import_id=batch.number)
        end_import(
            session,
            batch.number,
            finished_at=now(),
            counts=counted,
            notes=list(summary.notes),
            # Samples are the file's words; what is kept names columns and fields alone.
            columns=[(use.column, use.field, "") for use in columns],
        )
        log(session, person, "import", detail={"file": summary.file, **counted})
