"""Bring a file of comments into the store; reading it twice adds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analysis import ingest
from analysis.domain.account import Permission
from analysis.domain.comment import Discussion
from analysis.domain.outcomes import ImportSummary, Progress, QuarantinedRecord
from analysis.domain.profile import Profile
from analysis.services.access.accounts import require
from analysis.services.data.user_report_imports import take_counts
from analysis.services.thresholds.profiles import active_profile, keep_default_profile
from analysis.storage.audit import log, now
from analysis.storage.comments import add_comments, put_article
from analysis.storage.database import Store
from analysis.storage.imports import add_import, add_quarantine, read_quarantine
from analysis.storage.queue_index import index

BATCH = 1_000
"""Comments per transaction: what an interruption may cost, well under a second of work."""


@dataclass(slots=True)
class _Counts:
    articles: set[int]
    read: int = 0
    new: int = 0
    unchanged: int = 0
    revised: int = 0
    erased: int = 0
    reported: int = 0


def import_file(
    store: Store,
    path: Path,
    *,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
    person: str = "local",
) -> ImportSummary:
    """Store what ``path`` holds; commits in batches, so an interrupted import can be repeated."""
    require(store, person, Permission.IMPORT)
    started = now()
    reading = ingest.read(path, format=format, mapping=mapping, encoding=encoding)
    keep_default_profile(store)
    profile = active_profile(store)
    counts = _Counts(set())
    batch: list[Discussion] = []
    waiting = 0
    for discussion in reading:
        for piece in _pieces(discussion):
            batch.append(piece)
            waiting += len(piece.comments)
            if waiting >= BATCH:
                _store(store, batch, counts, profile, started)
                batch, waiting = [], 0
                if progress:
                    progress(counts.read, reading.report.expected)
    _store(store, batch, counts, profile, started)
    if progress:
        progress(counts.read, counts.read)
    read = reading.report
    quarantine = tuple(
        QuarantinedRecord(record.file, record.position, record.reason)
        for record in read.quarantined
    )
    report = ImportSummary(
        file=path.name,
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
        notes=(*read.notes, *_about_reports(counts)),
        quarantine=quarantine,
    )
    _keep_account(store, report, person=person, started=started)
    return report


def quarantined(
    store: Store, *, page: int = 1, page_size: int = 50
) -> tuple[list[QuarantinedRecord], int]:
    """One page (from 1) of what imports could not read, newest first, and how much there is."""
    with store.read() as session:
        return read_quarantine(session, offset=(page - 1) * page_size, limit=page_size)


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
    batch: list[Discussion],
    counts: _Counts,
    profile: Profile,
    read_at: datetime,
) -> None:
    if not batch:
        return
    touched: list[int] = []
    with store.write() as session:
        for discussion in batch:
            article = put_article(session, discussion.article)
            counts.articles.add(article)
            added = add_comments(session, article, discussion.comments, read_at=read_at)
            touched += added.touched
            again: set[int] = set()
            counts.reported += take_counts(
                session, article, discussion.comments, read_at=read_at, touched=again
            )
            touched += sorted(again)
            counts.read += len(discussion.comments)
            counts.new += added.new
            counts.unchanged += added.unchanged
            counts.revised += added.revised
            counts.erased += added.erased
        index.refresh(session, dict.fromkeys(touched), profile)


def _about_reports(counts: _Counts) -> list[str]:
    if not counts.reported:
        return []
    comments = "comment" if counts.reported == 1 else "comments"
    return [f"{counts.reported} {comments}: readers' reports counted in the file, kept as such."]


def _keep_account(store: Store, report: ImportSummary, *, person: str, started: datetime) -> None:
    counted = {
        name: getattr(report, name)
        for name in ("articles", "read", "new", "unchanged", "revised", "erased", "quarantined")
    }
    with store.write() as session:
        add_quarantine(session, report.quarantine, seen_at=started)
        add_import(
            session,
            file=report.file,
            format=report.format,
            person=person,
            started_at=started,
            finished_at=now(),
            counts=counted,
            notes=list(report.notes),
        )
        log(session, person, "import", detail={"file": report.file, **counted})
