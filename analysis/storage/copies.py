"""A whole SQLite database as one file: copied in use, looked at before it counts."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from analysis.domain.comment import text_sha256
from analysis.domain.errors import BadInput, Unavailable
from analysis.storage.columns import original
from analysis.storage.database import Store
from analysis.storage.database_address import SIDE_FILES
from analysis.storage.database_troubles import meaning_of

PAGES_AT_ONCE = 4_096
"""Pages copied before progress is said, and Ctrl-C heard: 16 MiB, well under a second."""

Progress = Callable[[int, int], None]


def copy_online(store: Store, out: Path, progress: Progress | None = None) -> None:
    """Copy the database as of one moment to a new file ``out``, by SQLite's backup API.

    ``Unavailable`` where the disk or the database does not let it.
    """
    with (
        _in_plain_words(),
        store.engine.connect() as connection,
        closing(sqlite3.connect(out)) as copy,
    ):
        raw = connection.connection.driver_connection
        if raw is None:
            raise BadInput("The database gave no connection to copy from.")
        # One view to the end: each write of others between two steps would make it begin anew.
        raw.execute("BEGIN")
        try:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the view is as of now
            raw.backup(
                copy, pages=-1 if progress is None else PAGES_AT_ONCE, progress=_forwarded(progress)
            )
        finally:
            raw.rollback()  # which is nothing where SQLite has ended it itself
    make_one_file(out)


def make_one_file(file: Path) -> None:
    """Take in what lies beside a database and keep nothing there; wait until it is on the disk."""
    with _in_plain_words(), closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
    flush_to_disk(file)


def look_at(file: Path) -> tuple[int, str]:
    """Texts in a copy, and the SHA-256 over all their hashes; ``BadInput`` if it is not sound.

    SQLite's own checks and every text against its SHA-256: equal hashes are equal bytes.
    """
    digest = hashlib.sha256()
    texts = 0
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as copy:
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
            if answer != "ok":
                raise BadInput(f"{file.name} is damaged; SQLite's integrity_check refuses it.")
            if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise BadInput(f"{file.name} is not whole; rows are missing in it.")
            for number, body, sha in copy.execute(
                "SELECT comment_id, text, sha256 FROM comment_text ORDER BY id"
            ):
                if text_sha256(original(body)) != sha:
                    raise BadInput(
                        f"{file.name} is not sound: the text of comment {number} does not match "
                        "its SHA-256."
                    )
                digest.update(sha.encode("ascii"))
                texts += 1
    except sqlite3.DatabaseError:
        raise BadInput(f"{file.name} is no database of this program, or it is damaged.") from None
    return texts, digest.hexdigest()


def put_in_place(source: Path, target: Path) -> None:
    """Copy a file to ``target``, whole or not at all, and see it to the disk."""
    waiting = target.with_name(target.name + ".restoring")
    try:
        with source.open("rb") as here, _private(waiting) as there:
            while block := here.read(1 << 20):
                there.write(block)
        flush_to_disk(waiting)
        waiting.replace(target)
        flush_to_disk(target.parent)
    finally:
        waiting.unlink(missing_ok=True)


def set_aside(target: Path, mark: str) -> Path:
    """Rename a database with what SQLite keeps beside it; its new name, which nothing had."""
    aside = next(name for name in _names(target, mark) if not _is_taken(name))
    for end in ("", *SIDE_FILES):
        here = Path(f"{target}{end}")
        if here.exists():
            here.rename(f"{aside}{end}")
    return aside


def _names(target: Path, mark: str) -> Iterator[Path]:
    yield target.with_name(f"{target.name}.{mark}")
    for again in count(2):
        yield target.with_name(f"{target.name}.{mark}-{again}")


def _is_taken(name: Path) -> bool:
    return any(os.path.lexists(f"{name}{end}") for end in ("", *SIDE_FILES))


def flush_to_disk(path: Path) -> None:
    """Wait until a file, or a folder's names, are on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """SQLite's own refusals hold nobody's data, and need no place in the code to be understood."""
    try:
        yield
    except sqlite3.Error as trouble:
        meaning = meaning_of(str(trouble)) or str(trouble)
        raise Unavailable(f"The copy could not be made: {meaning}.") from None


def _private(path: Path):  # type: ignore[no-untyped-def]
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _forwarded(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(total - remaining, total)
