"""Opening the database for a command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from analysis.cli.options import note
from analysis.domain.errors import BadInput
from analysis.services.admin.upgrade import upgraded_store
from analysis.settings import Settings
from analysis.storage.database import Store, open_store


def writable_store(settings: Settings) -> Store:
    """The database for writing; a SQLite file that is not there yet is made."""
    if _missing_file(settings.database_url):
        return _telling(upgraded_store(settings.database_url))
    return _telling(open_store(settings.database_url))


def existing_store(settings: Settings) -> Store:
    """The database as it is; ``BadInput`` when there is none."""
    return _telling(open_store(settings.database_url))


def _telling(store: Store) -> Store:
    """The same store, which says once on stderr that it waits for another program."""
    announced = False

    def tell() -> None:
        nonlocal announced
        if not announced:
            note("another program is writing to the database; waiting for it (Ctrl-C stops)")
        announced = True

    return replace(store, on_wait=tell)


def _missing_file(url: str) -> bool:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadInput(
            "--db: not a database URL; expected a file path, sqlite:///FILE or postgresql://…"
        ) from None
    if not parsed.drivername.startswith("sqlite") or not parsed.database:
        return False
    return not Path(parsed.database).exists()
