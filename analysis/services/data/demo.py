"""The demo discussions that ship: imported, with readers' reports, and labelled."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import ImportSummary, Progress, ScoringSummary, UserReportImport
from analysis.resources import seeds_dir
from analysis.services.access.accounts import require
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.data.user_report_imports import import_reports
from analysis.services.site.site_pipeline import site_pipeline
from analysis.settings import Settings
from analysis.storage.database import Store


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What the demo brought; a second time it adds nothing."""

    imports: tuple[ImportSummary, ...]
    reports: UserReportImport
    scoring: ScoringSummary


def load_demo(
    store: Store, settings: Settings, *, progress: Progress | None = None, person: str = "local"
) -> DemoSummary:
    """Import the demo and label it; ``progress`` hears how far the labelling is."""
    require(store, person, Permission.IMPORT)
    files = sorted(path for path in (seeds_dir() / "demo").iterdir() if path.is_file())
    if not files:
        raise BadInput(f"{seeds_dir() / 'demo'}: no demo discussion found")
    imports = tuple(import_file(store, path, person=person) for path in files)
    reports = import_reports(store, seeds_dir() / "demo_reports.csv", person=person)
    scoring = score(store, site_pipeline(store, settings), progress=progress, person=person)
    return DemoSummary(imports, reports, scoring)
