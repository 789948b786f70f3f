"""A database's address: which kinds are known, how a message shows one, and which file it names."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from analysis.domain.errors import BadInput
from analysis.resources import data_dir

SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database; it belongs to that one file."""


def shown_url(url: str | URL) -> str:
    """``url`` as a message may show it: without its password, a file's path as it is."""
    try:
        address = make_url(url)
    except ArgumentError:
        return "(an address that can't be read)"
    if address.get_backend_name() == "sqlite" and not address.query:
        return f"{address.drivername}:///{address.database or ''}"
    return address.render_as_string(hide_password=True)


def address_of(url: str) -> URL:
    """``url`` taken apart; ``BadInput`` for a kind of database that this program does not know."""
    try:
        address = make_url(url)
        if address.drivername in ("postgresql", "postgres"):
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() not in ("sqlite", "postgresql"):
            raise NoSuchModuleError(address.drivername)
    except (ArgumentError, NoSuchModuleError):
        raise BadInput(
            "The database address is not one this program knows; expected "
            "sqlite:///path/to/file.db or postgresql://user@host/name."
        ) from None
    return address


def file_of(url: str) -> Path | None:
    """The file that an address names; ``None`` for a server's database, or what names no file."""
    try:
        address = make_url(url)
    except ArgumentError:
        return None
    name = address.database
    if not address.drivername.startswith("sqlite") or not name or name.startswith((":", "file:")):
        return None
    return Path(name)


def check_file(address: URL, *, migrate: bool) -> None:
    """``BadInput`` where SQLite's file is not there, or can't be; ``migrate`` may make it."""
    name = address.database
    if not name or name == ":memory:" or name.startswith("file:"):
        if not name or name == ":memory:":
            raise BadInput("The database must be a file: sqlite:///path/to/file.db.")
        return
    path = Path(name)
    if path.is_dir():
        raise BadInput(f"The database {name} is a folder; expected a file.")
    _refuse_side_files(path)
    if path.exists():
        return
    if not migrate:
        raise BadInput(
            f"There is no database at {name}; import a file to make one, or name another with --db."
        )
    if path.parent.resolve() == data_dir().resolve():
        path.parent.mkdir(parents=True, exist_ok=True)
    if not path.parent.is_dir():
        raise BadInput(f"The folder {path.parent} for the database {path.name} does not exist.")


def _refuse_side_files(path: Path) -> None:
    """Neither use a place that SQLite needs beside a database, nor lose what lies in such a one."""
    for end in SIDE_FILES:
        if path.name.endswith(end) and (other := path.with_name(path.name[: -len(end)])).is_file():
            raise BadInput(f"The name {path.name} belongs to the database {other.name}.")
    # SQLite deletes a log that it finds beside a new database.
    log = path.with_name(f"{path.name}-wal")
    if not path.exists() and log.is_file() and log.stat().st_size:
        raise BadInput(
            f"There is no database at {path}, but {log.name}, which holds what was last written to "
            "one of that name; put the database back, or move this file away."
        )
