"""Write comments with findings and decisions to a file."""

from __future__ import annotations

from pathlib import Path

from analysis.domain.reports import ExportReport, Progress
from analysis.domain.review import QueueFilter
from analysis.storage.database import Store


def export(
    store: Store,
    out: Path,
    *,
    format: str,
    where: QueueFilter | None = None,
    progress: Progress | None = None,
    person: str = "local",
) -> ExportReport:
    """Write ``jsonl``, ``csv`` or ``parquet``; each line is ``moderato.analysis/1`` + decisions.

    The recommendations are the active profile's, which the line's run names. A csv cell can't
    start a formula.
    """
    raise NotImplementedError
