"""`moderato demo`: a database with the demo discussion, labelled, and the dashboard on it."""

from __future__ import annotations

import typer

from analysis.cli.dashboard import Headless, Port
from analysis.cli.import_files import print_import_summary
from analysis.cli.import_reports import print_user_report_import
from analysis.cli.options import Db, interruptible, progress_bar, settings_with
from analysis.domain.errors import BadInput


@interruptible("run it again and it goes on.")
def demo(db: Db = None, port: Port = 8501, headless: Headless = False) -> None:
    """Import and label the demo discussion, then open the dashboard; doubles nothing."""
    from analysis.cli.serving import check_port, serve
    from analysis.resources import data_dir, seeds_dir
    from analysis.services.admin.upgrade import upgraded_store
    from analysis.services.data.imports import import_file
    from analysis.services.data.scoring import score
    from analysis.services.data.user_report_imports import import_reports
    from analysis.services.site.site_pipeline import site_pipeline

    check_port(port)
    if db is None:
        data_dir().mkdir(parents=True, exist_ok=True)
    # Its own file, so that the demo never mixes with real comments.
    settings = settings_with(db=db or str(data_dir() / "demo.db"))
    files = sorted(path for path in (seeds_dir() / "demo").iterdir() if path.is_file())
    if not files:
        raise BadInput(f"{seeds_dir() / 'demo'}: no demo discussion found")
    store = upgraded_store(settings.database_url)
    for path in files:
        print_import_summary(import_file(store, path))
    print_user_report_import(import_reports(store, seeds_dir() / "demo_reports.csv"))
    pipeline = site_pipeline(store, settings)
    with progress_bar("labelling") as progress:
        report = score(store, pipeline, progress=progress)
    typer.echo(f"{report.scored} comments labelled in {report.seconds:.1f} s")
    raise typer.Exit(serve(port=port, database_url=settings.database_url, headless=headless))
