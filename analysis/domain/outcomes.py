"""What long work reports when it is done, and while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int | None], None]
"""Called with how many comments are done and how many there are (``None``: not known)."""


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """A record that could not be read: in which file, where, and why."""

    file: str
    position: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What one import found and stored. ``expected`` is what the file itself announced.

    ``new``, ``unchanged``, ``revised`` and ``erased`` add up to ``read``: ``erased`` were left out
    because their text was erased before. ``quarantined`` counts records that could not be read;
    ``quarantine`` names the first of them.
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
class ScoreReport:
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
class ExportReport:
    """What an export wrote; ``unscored`` of ``written`` have no analysis yet."""

    file: str
    format: str
    written: int
    unscored: int
