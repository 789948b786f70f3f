"""`moderato demo`: a database with the demo discussion, labelled, and the dashboard on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from analysis.cli.dashboard import Headless, Port
from analysis.cli.import_files import print_import_summary
from analysis.cli.import_reports import print_user_report_import
from analysis.cli.options import Db, interruptible, progress_bar, settings_with

if TYPE_CHECKING:
    from analysis.settings import Settings
    from analysis.storage.database import Store


@interruptible("run it again and it goes on.")
def demo(db: Db = None, port: Port = 8501, headless: Headless = False) -> None:
    """Import and label the demo discussion, then open the dashboard; doubles nothing."""
    from analysis.cli.serving import check_port, follow, started
    from analysis.resources import data_dir
    from analysis.services.admin.upgrade import upgraded_store

    check_port(port)
    if db is None:
        data_dir().mkdir(parents=True, exist_ok=True)
    # Its own file, so that the demo never mixes with real comments.
    settings = settings_with(db=db or str(data_dir() / "demo.db"))
    store = upgraded_store(settings.database_url)
    # The dashboard takes its seconds to start; the labelling takes place beside it.
    with started(port=port, database_url=settings.database_url) as dashboard:
        _load(store, settings)
        raise typer.Exit(follow(dashboard, port=port, headless=headless))


def _load(store: Store, settings: Settings) -> None:
    from analysis.services.data.demo import load_demo

    with progress_bar("labelling") as progress:
        summary = load_demo(store, settings, progress=progress)
    for imported in summary.imports:
        print_import_summary(imported)
    print_user_report_import(summary.reports)
    scoring = summary.scoring
    typer.echo(f"{scoring.scored} comments labelled in {scoring.seconds:.1f} s")
