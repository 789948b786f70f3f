"""The account of an import: what it counts while it goes on, and what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from analysis.domain.outcomes import ImportSummary, QuarantinedRecord, ReadSummary
from analysis.services.data.batches import refuse_undone
from analysis.services.data.superseding import SupersedingWatch
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.imports import end_import
from analysis.storage.post_numbers import Linked
from analysis.storage.quarantine import add_quarantine, resolve_quarantine
from analysis.storage.sites import Sites

_COUNTED = (
    "articles", "read", "new", "unchanged", "revised", "erased", "conflicting", "quarantined",
    "skipped",
)  # fmt: skip


@dataclass(slots=True)
class Counts:
    """What an import counts while it goes on; ``articles`` are numbers."""

    articles: set[int]
    read: int = 0
    new: int = 0
    unchanged: int = 0
    revised: int = 0
    erased: int = 0
    reported: int = 0
    conflicts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Batch:
    """The import that is going on: its number, when it began, and the one that it replaces.

    ``places`` are where its file lies and lay, if that is known.
    ``sites`` and ``watch`` keep what it found out about other sites' comments.
    """

    number: int
    started: datetime
    replaces: int | None
    sites: Sites
    watch: SupersedingWatch
    places: tuple[str, ...] = ()


def summary_of(
    file: str,
    read: ReadSummary,
    counts: Counts,
    batch: Batch,
    linked: Linked,
    left: int | None,
) -> ImportSummary:
    """The account of an import; ``left`` decided comments of a reading it replaces stay."""
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
        notes=(
            *read.notes,
            *_about_reports(counts),
            *batch.sites.remarks(),
            *_about_linking(linked),
            *_about_replacing(batch, left),
        ),
        quarantine=(*read.quarantined, *conflicts),
        conflicting=read.conflicting + len(conflicts),
        skipped=sum(count for _, count in read.skipped),
        batch=batch.number,
        reading=read,
    )


def _about_reports(counts: Counts) -> list[str]:
    if not counts.reported:
        return []
    comments = "comment" if counts.reported == 1 else "comments"
    return [f"{counts.reported} {comments}: readers' reports counted in the file, kept as such."]


def _about_linking(linked: Linked) -> list[str]:
    of = ": in a topic of this file, "
    sentences = (
        (len(linked.comments), f"{of}linked to posts that came in another file."),
        (linked.waiting, f"{of}to posts that are not here; the file that holds them links them."),
        (linked.unclear, f"{of}to a number that several posts have; not linked."),
    )
    return [
        f"{count} {'reply' if count == 1 else 'replies'}{what}"
        for count, what in sentences
        if count
    ]


def _about_replacing(batch: Batch, left: int | None) -> list[str]:
    if left is None:
        return []
    note = f"The same file was read otherwise before (batch {batch.replaces}); this corrects it."
    if left:
        note += f" {left} decided comments of that reading stay as they were."
    return [note]


def keep_summary(store: Store, summary: ImportSummary, batch: Batch, *, person: str) -> None:
    """Keep the account with its batch, and in quarantine what could not be read.

    ``Conflict`` where the batch was undone meanwhile.
    """
    counted = {name: getattr(summary, name) for name in _COUNTED}
    replaced = {} if batch.replaces is None else {"replaces": batch.replaces}
    columns = summary.reading.columns if summary.reading else ()
    with store.write() as session:
        refuse_undone(session, batch.number)
        resolve_quarantine(
            session,
            summary.file,
            summary.quarantine,
            at=batch.started,
            places=batch.places,
        )
        add_quarantine(session, summary.quarantine, seen_at=batch.started, import_id=batch.number)
        end_import(
            session,
            batch.number,
            finished_at=now(),
            counts=counted | replaced,
            notes=list(summary.notes),
            # Samples are the file's words; what is kept names columns and fields alone.
            columns=[(use.column, use.field, "") for use in columns],
        )
        log(session, person, "import", detail={"file": summary.file, **counted})
