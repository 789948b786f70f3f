"""Label the comments that have no findings yet, or all of them again as a new run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.domain.reports import Progress, ScoreReport
from analysis.storage.database import Store

if TYPE_CHECKING:
    from analysis.pipeline import Pipeline


def score(
    store: Store,
    pipeline: Pipeline,
    *,
    again: bool = False,
    progress: Progress | None = None,
    person: str = "local",
) -> ScoreReport:
    """Score comments without findings; ``again`` scores all anew. Commits per batch, resumes."""
    raise NotImplementedError
