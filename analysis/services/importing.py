"""Bring a file of comments into the store; reading it twice adds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.domain.reports import ImportReport, Progress
from analysis.storage.database import Store


def import_file(
    store: Store,
    path: Path,
    *,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
    person: str = "local",
) -> ImportReport:
    """Store what ``path`` holds; commits in batches, so an interrupted import can be repeated."""
    raise NotImplementedError
