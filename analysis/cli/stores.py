"""Opening the database for a command."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from analysis.domain.errors import BadInput
from analysis.services.admin.upgrade import upgraded_store
from analysis.settings import Settings
from analysis.storage.database import Store, open_store


def writable_store(settings: Settings) -> Store:
    """The database for writing; a SQLite file that is not there yet is made."""
    if _missing_file(settings.database_url):
        return upgraded_store(settings.database_url)
    return open_store(settings.database_url)


def existing_store(settings: Settings) -> Store:
    """The database as it is; ``BadInput`` when there is none."""
    return open_store(settings.database_url)


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
