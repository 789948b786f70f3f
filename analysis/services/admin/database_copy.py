"""From a SQLite file to PostgreSQL: every table, compared by hash before it counts."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import Progress
from analysis.services.access.accounts import require
from analysis.storage import table_copy
from analysis.storage.audit import log
from analysis.storage.database import has_no_tables, open_store
from analysis.storage.database_address import shown_url
from analysis.storage.postgres_loading import vacuum


@dataclass(frozen=True, slots=True)
class DatabaseCopy:
    """What was copied and found equal: rows, and per table their number and hash."""

    rows: int
    tables: dict[str, tuple[int, str]]


def copy_database(
    source_url: str, target_url: str, *, person: str = "local", progress: Progress | None = None
) -> DatabaseCopy:
    """Copy ``source_url`` as of one moment into the empty PostgreSQL database ``target_url``.

    All in one transaction, which is kept only where every table has the same rows on both sides;
    then the copy notes in its own audit who made it. ``BadInput`` where the target holds anything.
    """
    if not target_url.startswith(("postgresql", "postgres:")):
        raise BadInput("The target is no PostgreSQL database; `moderato db backup` copies files.")
    source = open_store(source_url)
    try:
        require(source, person, Permission.MAINTAIN)
        if source.dialect != "sqlite":
            raise BadInput("The source is no SQLite file; pg_dump and pg_restore copy PostgreSQL.")
        bare = has_no_tables(target_url)
        target = open_store(target_url, migrate=bare)
        try:
            with source.read() as before, target.write() as after:
                if table_copy.rows_in(after):
                    raise BadInput(
                        f"{shown_url(target_url)} is not empty; a copy goes into an empty database."
                    )
                hashes = table_copy.copy_rows(before, after, progress=progress)
                copied = table_copy.table_hashes(after)
                unequal = [name for name in hashes if hashes[name] != copied[name]]
                if unequal:
                    raise BadInput(f"Not copied: other rows arrived in {', '.join(unequal)}.")
                if without := table_copy.texts_without_words(after):
                    raise BadInput(f"Not copied: {without} texts were not indexed for the search.")
            rows = sum(number for number, _ in hashes.values())
            vacuum(target)
            with target.write() as session:
                log(session, person, "copy_database", detail={"rows": rows})
        finally:
            target.close()
    finally:
        source.close()
    return DatabaseCopy(rows, hashes)
