"""`moderato migrate`: make the database, or bring it to this version."""

from __future__ import annotations

import typer

from analysis.cli.options import Db, interruptible, settings_with


@interruptible("a migration is all or nothing; run the same command again.")
def migrate(db: Db = None) -> None:
    """Make the database, or bring an older one to this version."""
    from analysis.services.admin.upgrade import upgraded_store

    store = upgraded_store(settings_with(db=db).database_url)
    typer.echo(f"database ready ({store.dialect}), revision {store.revision()}")
