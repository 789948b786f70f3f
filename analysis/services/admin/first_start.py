"""The first start: whether a database is there, and making its tables where it has none."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from analysis.services.admin.upgrade import upgraded_store
from analysis.storage.database import has_no_tables


class Database(StrEnum):
    """What stands at the database's address."""

    MISSING = "missing"
    WITHOUT_TABLES = "without_tables"
    THERE = "there"


def database_at(url: str) -> Database:
    """What stands at ``url``; whether it can be used is for whoever opens it to find out."""
    try:
        address = make_url(url)
    except ArgumentError:
        return Database.THERE
    if address.get_backend_name() == "sqlite":
        name = address.database or ""
        if not name or name == ":memory:" or name.startswith("file:"):
            return Database.THERE
        if not Path(name).exists():
            return Database.MISSING
    return Database.WITHOUT_TABLES if has_no_tables(url) else Database.THERE


def make_tables(url: str) -> None:
    """Make the tables of a database that has none; ``BadInput`` where that can't be."""
    upgraded_store(url).close()
