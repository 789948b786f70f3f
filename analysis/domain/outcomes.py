"""What long work reports when it is done, and while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Progress = Callable[[int, int | None], None]
"""Called with how many comments are done and how many there are (``None``: not known)."""


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """A record that could not be read: in which file, where, and why."""

    file: str
    position: str
    reason: str


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column, the field it was read as (``None``: ignored, ``dropped``: left out), a sample."""

    column: str
    field: str | None
    sample: str


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What a reader did: comments read, the number the input itself names, and remarks.

    ``expected`` is ``None`` when the input names no number. ``quarantined`` names at most
    1,000 places, ``quarantined_count`` counts all but the ``conflicting`` ones:
    records that share an id with another author's. ``records`` is what the input held:
    ``read + conflicting + quarantined_count + skipped``, where ``skipped`` counts by rule.
    ``answers`` name a parent, ``resolved`` of them one that is there.
    """

    format: str
    encoding: str
    read: int
    expected: int | None
    notes: tuple[str, ...]
    quarantined: tuple[QuarantinedRecord, ...]
    quarantined_count: int
    records: int = 0
    conflicting: int = 0
    skipped: tuple[tuple[str, int], ...] = ()
    placeholders: int = 0
    answers: int = 0
    resolved: int = 0
    dated: int = 0
    first: datetime | None = None
    last: datetime | None = None
    columns: tuple[ColumnUse, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What one import found and stored. ``expected`` is what the file itself announced.

    ``new``, ``unchanged``, ``revised`` and ``erased`` add up to ``read``: ``erased`` were left out
    because their text was erased before. ``quarantined`` counts records that could not be read;
    ``quarantine`` names the first of them and of the ``conflicting`` ones, which contradict a
    comment that is there. ``skipped`` were left out by rule. Of what the file held nothing is
    missing: ``records = new + unchanged + revised + erased + conflicting + quarantined + skipped``.
    ``batch`` is the import's number, ``reading`` what was read as what.
    """

    file: str
    format: str
    encoding: str | None
    articles: int
    read: int
    expected: int | None
    new: int
    unchanged: int
    revised: int
    erased: int
    quarantined: int
    notes: tuple[str, ...]
    quarantine: tuple[QuarantinedRecord, ...]
    conflicting: int = 0
    skipped: int = 0
    batch: int | None = None
    reading: ReadSummary | None = None

    @property
    def records(self) -> int:
        """What the file held, whatever became of it."""
        stored = self.new + self.unchanged + self.revised + self.erased
        return stored + self.conflicting + self.quarantined + self.skipped


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """One import as it is kept: ``state`` is ``running``, ``finished`` or ``undone``.

    ``counts`` are the report's numbers, ``options`` how it was read, ``comments`` how many
    comments it brought that are still shown, ``decided`` how many of them somebody decided.
    """

    number: int
    file: str
    format: str
    person: str
    started_at: datetime
    finished_at: datetime
    state: str
    counts: Mapping[str, Any]
    notes: tuple[str, ...]
    options: Mapping[str, Any]
    columns: tuple[ColumnUse, ...]
    comments: int
    decided: int
    path: str | None = None


@dataclass(frozen=True, slots=True)
class UserReportImport:
    """What one import of readers' reports found and stored.

    ``new`` and ``known`` count rows that were about a comment of this database, ``comments`` those
    that got a new report. ``unknown`` rows are about comments that are not here, ``erased`` about
    ones whose text was erased. ``notes`` tell what was left out or odd; ``quarantine`` names the
    first rows that could not be used, ``quarantined`` counts them, unknown comments included.
    """

    file: str
    format: str
    read: int
    new: int
    known: int
    comments: int
    unknown: int
    erased: int
    quarantined: int
    notes: tuple[str, ...]
    quarantine: tuple[QuarantinedRecord, ...]


@dataclass(frozen=True, slots=True)
class ScoringSummary:
    """What one scoring pass did. ``run_id`` is ``None`` when there was nothing to score.

    ``failed`` and ``abstained`` count comments with at least one such combined answer;
    ``older`` counts comments that keep the answer of another version of the pipeline.
    """

    run_id: str | None
    scored: int
    failed: int
    abstained: int
    older: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What an export wrote; ``unscored`` of ``written`` have no analysis yet."""

    file: str
    format: str
    written: int
    unscored: int
