"""Bring a database to the schema this program knows, and refuse one it doesn't."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from analysis.domain.errors import BadInput

_MIGRATIONS = Path(__file__).parent / "migrations"
_ALONE = threading.Lock()
"""Alembic's context is global to a process: one migration at a time, whatever the database."""

_VERSION_TABLE = "alembic_version"


def head() -> str:
    """The newest schema version this program knows."""
    newest = _known()[:1]
    if not newest:  # a wheel without its migrations
        raise BadInput("This installation has no database migrations; install it again.")
    return newest[0]


def revision_of(connection: Connection) -> str | None:
    """The schema version of an open database; ``None`` when it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def is_bare(connection: Connection) -> bool:
    """Whether the database holds no table, ours or anybody's."""
    return not inspect(connection).get_table_names()


def check(connection: Connection, shown: str) -> None:
    """``BadInput`` unless the database has exactly the schema this program knows."""
    revision = _known_revision(connection, shown)
    if revision is None:
        raise BadInput(
            f"The database {shown} holds no Moderato tables; make them with `moderato migrate`, "
            "or name another with --db."
        )
    if revision != head():
        raise BadInput(
            f"The database {shown} is of an older version ({revision}, this program expects "
            f"{head()}); bring it up to date with `moderato migrate`."
        )


def upgrade(engine: Engine, shown: str) -> None:
    """Create the schema or bring it up to date; whole or not at all, one program at a time."""
    with engine.connect() as connection:
        if _known_revision(connection, shown) == head():
            return
    with _ALONE, engine.execution_options(moderato_writer=True).connect() as connection:
        # Of two programs starting together the second waits, then finds the work done.
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def _known_revision(connection: Connection, shown: str) -> str | None:
    revision = revision_of(connection)
    if revision is None:
        strangers = set(inspect(connection).get_table_names()) - {_VERSION_TABLE}
        if strangers and connection.dialect.name == "sqlite":
            raise BadInput(f"The database {shown} belongs to another program; name another file.")
        return None
    if revision not in _known():
        raise BadInput(
            f"The database {shown} was made by a newer version of Moderato (its schema is "
            f"{revision}, this program knows up to {head()}); update Moderato to open it."
        )
    return revision


@cache
def _known() -> tuple[str, ...]:
    """The schema versions of this program, newest first; read once, since each is a script."""
    scripts = ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in scripts.walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
