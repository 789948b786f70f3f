"""`moderato dashboard`: the screens, on this machine only."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.options import Db, settings_with

Port = Annotated[int, typer.Option("--port", help="Where it listens on 127.0.0.1.")]
Headless = Annotated[bool, typer.Option("--headless", help="Open no browser window.")]


def dashboard(db: Db = None, port: Port = 8501, headless: Headless = False) -> None:
    """Open the dashboard; it is reachable from this machine only."""
    from analysis.cli.serving import check_port, serve
    from analysis.cli.stores import existing_store
    from analysis.services.thresholds.queue_moves import settle

    settings = settings_with(db=db)
    check_port(port)
    settle(existing_store(settings), wait=True)
    raise typer.Exit(serve(port=port, database_url=settings.database_url, headless=headless))
