"""Bring a file of comments into the store; reading it twice adds nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from analysis import ingest
from analysis.domain.account import Permission
from analysis.domain.comment import Discussion
from analysis.domain.outcomes import ImportSummary, Progress, QuarantinedRecord
from analysis.ingest import ReadOptions
from analysis.ingest.beside import ReadingBeside, pays_beside
from analysis.ingest.formats import KNOWN
from analysis.rare_collection import rare_collection
from analysis.services.access.accounts import require
from analysis.services.admin.audited import audited_end
from analysis.services.data.batches import refuse_undone, withdraw_rest
from analysis.services.data.import_account import Batch, Counts, keep_summary, summary_of
from analysis.services.data.pseudonyms import pseudonym_key
from analysis.services.data.superseding import SupersedingWatch
from analysis.services.data.user_report_imports import counted_in, take_counts
from analysis.services.thresholds.profiles import keep_default_profile, profile_in
from analysis.storage.audit import log, now
from analysis.storage.comment_additions import Additions
from analysis.storage.database import Store
from analysis.storage.imports import begin_import, earlier_reading
from analysis.storage.post_numbers import Linked, link_replies
from analysis.storage.quarantine import read_quarantine
from analysis.storage.queue_index import index
from analysis.storage.queue_index.new_entries import add_new
from analysis.storage.sites import Sites

BATCH = 1_000
"""Comments per transaction: what an interruption may cost, well under a second of work."""

_NUMBERED = frozenset({"discourse"})
"""Formats whose replies name posts by their number in the topic."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where comments come from: a file's name, where it lies and its SHA-256 (``None``: a pipe).

    ``mends`` is where the file lies that this is a mended copy of.
    ``same_file_as`` is a batch that read this file, where they come from what it stored.
    """

    file: str
    path: str | None = None
    sha256: str | None = None
    same_file_as: int | None = None
    mends: str | None = None


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
    mends: str | None = None,
    progress: Progress | None = None,
    person: str = "local",
) -> ImportSummary:
    """Store what ``path`` holds; commits in batches, so an interrupted import can be repeated.

    ``options`` say how it is read, in place of the three before. A file that was imported
    before and is read otherwise now takes the earlier import's place. With ``pseudonymise``
    authors are stored as keyed hashes, the same in every import into this database. Without
    ``keep_path`` the batch does not remember where the file lies, since it won't lie there.
    ``mends`` is the path of the file that this is a mended copy of. ``Conflict`` where
    somebody undoes the batch meanwhile.
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
    origin = Origin(given.file or path.name, where, sha256, mends=mends)
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
    batch: Batch,
    progress: Progress | None,
    person: str,
) -> ImportSummary:
    counts = Counts(set())
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
    linked = _link_replies(store, counts.articles) if reading.format in _NUMBERED else Linked()
    if progress:
        progress(counts.read, counts.read)
    left = withdraw_rest(store, batch.replaces) if batch.replaces is not None else None
    summary = summary_of(file, reading.summary, counts, batch, linked, left)
    keep_summary(store, summary, batch, person=person)
    return summary


def quarantined(
    store: Store, *, page: int = 1, page_size: int = 50, file: str | None = None
) -> tuple[list[QuarantinedRecord], int]:
    """One page (from 1) of what imports could not read, newest first, and how much there is."""
    with store.read() as session:
        return read_quarantine(session, offset=(page - 1) * page_size, limit=page_size, file=file)


def options_record(options: ReadOptions) -> dict[str, Any]:
    """How a file was read, as a batch keeps it; the key of pseudonyms stays out."""
    record = {
        "format": options.format.casefold(),
        "mapping": dict(options.mapping),
        "encoding": options.encoding,
        "dates": options.dates,
        "header": options.header,
        "pseudonyms": options.pseudonym_key is not None,
    }
    # Where no site is named, a batch is as those of before there were names for it.
    return record | ({"site": options.site} if options.site else {})


def _begin(
    store: Store,
    origin: Origin,
    options: ReadOptions,
    format: str,
    replaces: int | None,
    person: str,
) -> Batch:
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
    known = KNOWN.get(format)
    sites = Sites(site=options.site, ids_everywhere=known is not None and known.ids_everywhere)
    watch = SupersedingWatch(origin.file, number)
    places = tuple(place for place in (origin.path, origin.mends) if place)
    return Batch(number, started, replaces, sites, watch, places)


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
    counts: Counts,
    batch: Batch,
) -> None:
    if not waiting:
        return
    with store.write() as session:
        refuse_undone(session, batch.number)
        placed = batch.sites.placed(session, waiting)
        additions = Additions(
            session,
            placed,
            read_at=batch.started,
            import_id=batch.number,
            replaces=batch.replaces,
        )
        batch.watch.check(session, additions.met(), stored_before=counts.read)
        for discussion in placed:
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


def _link_replies(store: Store, articles: set[int]) -> Linked:
    with store.write() as session:
        linked = link_replies(session, articles)
        index.refresh(session, linked.comments, profile_in(session))
    return linked
