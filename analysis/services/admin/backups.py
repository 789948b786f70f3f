"""Copy a database while it is in use, and put a copy back: both looked at before they count."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.domain.integrity import Checkpoint
from analysis.output_file import PART_PREFIX, PART_SUFFIX, OutputFile
from analysis.resources import sqlite_url
from analysis.services.access.accounts import require
from analysis.services.admin import integrity
from analysis.storage import chain, copies
from analysis.storage.accounts import end_all_sessions
from analysis.storage.audit import log, now
from analysis.storage.database import Store, open_store
from analysis.storage.database_address import SIDE_FILES

BACKUP = "backup"
"""The audit event that a backup leaves behind."""

WITH_PG_DUMP = (
    "A PostgreSQL database is copied by its own tools: pg_dump --format=custom --file=FILE NAME, "
    "and pg_restore --dbname=NEW FILE; then run moderato db check on the restored one."
)


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was looked at: its file, how many texts, and where its chain ends."""

    file: Path
    texts: int
    texts_sha256: str
    position: int
    sha256: str
    aside: Path | None = None


def backup(
    store: Store, out: Path, *, person: str = "local", progress: copies.Progress | None = None
) -> Copied:
    """Copy a SQLite database to a new file, open for its owner alone, and restore it on trial.

    ``BadInput`` when ``out`` is there already, or the copy is not sound: then no file is left.
    """
    require(store, person, Permission.MAINTAIN)
    if store.dialect != "sqlite":
        raise BadInput(WITH_PG_DUMP)
    if out.exists() or out.is_symlink():
        raise BadInput(f"{out} is there already; a backup never overwrites anything.")
    output = OutputFile(out)
    output.check()
    waiting = _waiting_for(out)
    _remove(waiting)  # what a killed backup has left
    try:
        os.close(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        copies.copy_online(store, waiting, progress)
        texts, digest = copies.look_at(waiting)
        position, sha256 = _try_restoring(waiting)
        copies.make_one_file(waiting)
        output.put(waiting)
        copies.flush_to_disk(out.parent)
    except OSError as error:
        raise BadInput(f"{out} can't be written: {error.strerror}.") from None
    finally:
        _remove(waiting)
    with store.write() as session:
        log(
            session, person, BACKUP, detail={"file": out.name, "texts": texts, "position": position}
        )
    return Copied(out, texts, digest, position, sha256)


def restore(
    source: Path,
    url: str,
    *,
    force: bool = False,
    person: str = "local",
    checkpoint: Checkpoint | None = None,
) -> Copied:
    """Put a backup to where ``url`` says, after looking at it; what is there is renamed.

    ``BadInput`` when the backup is not sound, is older than ``checkpoint``, or when something is
    there and ``force`` is off. Erasures made since the backup have to be made again. Sessions that
    it holds are over: their person may have signed out since, or been shut out.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise BadInput(WITH_PG_DUMP)
    target = Path(address.database)
    if not source.is_file():
        raise BadInput(f"There is no backup at {source}.")
    if any(Path(f"{source}{end}").exists() for end in SIDE_FILES):
        raise BadInput(f"{source} is in use by another program, or was not closed; close it first.")
    if target.exists() and source.samefile(target):
        raise BadInput(f"{source} is the database itself; name a backup of it.")
    if target.exists() and not force:
        raise BadInput(f"There is a database at {target}; --force renames it and goes on.")
    texts, digest = copies.look_at(source)
    aside = None
    if not target.exists():
        OutputFile(target).check()
    waiting = _waiting_for(target)
    _remove(waiting)
    try:
        copies.put_in_place(source, waiting)
        ended = _ready_for_use(waiting)
        position, sha256 = _try_restoring(waiting, checkpoint)
        if any(Path(f"{target}{end}").exists() for end in ("", *SIDE_FILES)):
            aside = copies.set_aside(target, f"replaced-{now():%Y%m%dT%H%M%SZ}")
        waiting.rename(target)
        copies.flush_to_disk(target.parent)
    except OSError as error:
        raise BadInput(f"{target} can't be written: {error.strerror}.") from None
    finally:
        _remove(waiting)
    store = open_store(url)
    with store.write() as session:
        detail = {"file": source.name, "position": position, "sessions_ended": ended}
        log(session, person, "restore", detail=detail)
    store.close()
    return Copied(target, texts, digest, position, sha256, aside)


def _waiting_for(file: Path) -> Path:
    """Where a copy lies until it was looked at; a name that nobody else has files under."""
    return file.with_name(f"{PART_PREFIX}{file.name}{PART_SUFFIX}")


def _remove(waiting: Path) -> None:
    for end in ("", *SIDE_FILES):
        Path(f"{waiting}{end}").unlink(missing_ok=True)


def _ready_for_use(file: Path) -> int:
    """Bring a copy to this program's version and end its sessions; how many there were."""
    store = open_store(sqlite_url(file), migrate=True)
    try:
        with store.write() as session:
            return end_all_sessions(session)
    finally:
        store.close()


def _try_restoring(file: Path, checkpoint: Checkpoint | None = None) -> tuple[int, str]:
    """Open a copy as the database it would be and check all of it; where its chain ends."""
    store = open_store(sqlite_url(file))
    try:
        report = integrity.inspect(store, checkpoint=checkpoint)
        with store.read() as session:
            chain_head = chain.head(session)
    finally:
        store.flush_log()
        store.close()
    if report:
        first = report[0]
        raise BadInput(
            f"The copy is not sound ({len(report)} faults; the first: {first.check}, {first.row}: "
            f"{first.what}); moderato db check lists those of the database."
        )
    return chain_head
