"""A folder of exports, such as nightly ones: each file is imported once it is whole, and once."""

from __future__ import annotations

import hashlib
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
            if path.name.startswith(".") or path.name.endswith(UNFINISHED) or not path.is_file():
                continue
            status = path.stat()
            if status.st_size:
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
    """
    require(store, person, Permission.IMPORT)
    hashes = {}
    for path in watch.whole():
        with path.open("rb") as file:
            hashes[path] = hashlib.file_digest(file, "sha256").hexdigest()
    if not hashes:
        return []
    with store.read() as session:
        done = imported_among(session, set(hashes.values()), options_record(options))
    for path, sha256 in hashes.items():
        if sha256 in done:
            watch.finish(path)
    return [path for path, sha256 in hashes.items() if sha256 not in done]
