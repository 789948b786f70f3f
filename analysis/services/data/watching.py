"""A folder of exports, such as nightly ones: each file is imported once it is whole, and once."""

from __future__ import annotations

import hashlib
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.ingest import ReadOptions
from analysis.services.access.accounts import require
from analysis.services.data.imports import options_record
from analysis.storage.database import Store
from analysis.storage.imports import imported_among

UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", "~")
"""Ends of names that programs give to what they are still writing."""

_State = tuple[int, int]


@dataclass(slots=True)
class Watch:
    """What was seen in a folder: size and time of each file at the last look, and what is done."""

    folder: Path
    seen: dict[Path, _State] = field(default_factory=dict)
    done: dict[Path, _State] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.folder.is_dir():
            raise BadInput(f"{self.folder} is no folder; expected one that exports are put into.")

    def whole(self) -> list[Path]:
        """The files that have not changed since the last look and wait to be read, by name."""
        try:
            entries = sorted(self.folder.iterdir())
        except OSError as error:
            raise BadInput(f"{self.folder} can't be read: {type(error).__name__}.") from None
        now: dict[Path, _State] = {}
        for path in entries:
            if path.name.startswith(".") or path.name.endswith(UNFINISHED):
                continue
            with suppress(OSError):  # gone since the folder was listed, or not to be looked at
                status = path.stat()
                if stat.S_ISREG(status.st_mode) and status.st_size:
                    now[path] = (status.st_size, status.st_mtime_ns)
        waiting = [
            path for path, state in now.items()
            if self.seen.get(path) == state and self.done.get(path) != state
        ]  # fmt: skip
        self.seen = now
        return waiting

    def finish(self, path: Path) -> None:
        """Leave a file alone until it changes, whether it could be read or not."""
        self.done[path] = self.seen[path]


def waiting_files(
    store: Store, watch: Watch, options: ReadOptions, *, person: str = "local"
) -> list[Path]:
    """The whole files of a folder that no import has read in this way; others are done.

    What was undone, or corrected by another reading, is done too: a person says when it comes back.
    One that can't be opened is named as well, so that its import says why; one that has gone isn't.
    """
    require(store, person, Permission.IMPORT)
    hashes: dict[Path, str] = {}
    for path in watch.whole():
        with suppress(FileNotFoundError):
            hashes[path] = _sha256(path)
    if not any(hashes.values()):
        return list(hashes)
    with store.read() as session:
        known = {sha256 for sha256 in hashes.values() if sha256}
        done = imported_among(session, known, options_record(options))
    for path, sha256 in hashes.items():
        if sha256 in done:
            watch.finish(path)
    return [path for path, sha256 in hashes.items() if sha256 not in done]


def _sha256(path: Path) -> str:
    """Empty where the file is there and can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise
    except OSError:
        return ""
