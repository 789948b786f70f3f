"""The work behind the buttons of the import screen, done beside the page."""

from __future__ import annotations

from analysis.domain.outcomes import ImportSummary, Progress
from analysis.ingest import ReadOptions
from analysis.services.data.imports import import_file
from analysis.services.data.previews import as_file
from analysis.services.data.scoring import score
from analysis.services.site.site_pipeline import site_pipeline
from analysis.settings import Settings
from analysis.storage.database import Store
from dashboard.screens.imports.given import Given


def bring_in(
    store: Store,
    settings: Settings,
    given: Given,
    options: ReadOptions,
    *,
    label: bool,
    pseudonymise: bool,
    progress: Progress,
    person: str,
) -> ImportSummary:
    """Import what was given and, if wanted, label what waits for it.

    ``pseudonymise`` stores its authors as keyed hashes.
    """
    with as_file(given.name, given.content) as path:
        summary = import_file(
            store,
            path,
            options=options,
            pseudonymise=pseudonymise,
            keep_path=False,
            progress=progress,
            person=person,
        )
    if label:
        score(store, site_pipeline(store, settings), progress=progress, person=person)
    return summary
