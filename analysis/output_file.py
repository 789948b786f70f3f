"""The one way to write a file that a person named: checked early, private, whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from analysis.domain.errors import BadInput
from analysis.resources import models_dir, seeds_dir

_SQLITE_HEADER = b"SQLite format 3\x00"
"""First bytes of every SQLite database (sqlite.org/fileformat.html, section 1.3)."""

_COMPANIONS = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside a database; a foreign one there can destroy it."""

PART_PREFIX, PART_SUFFIX = ".moderato-", ".tmp"
"""Around the name of a file that is not whole yet; one that is left is a killed program's."""

_PRIVATE = 0o600
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
_KINDS = (
    (stat.S_ISLNK, "is a symbolic link; name the file itself"),
    (stat.S_ISDIR, "is a folder; expected the name of a file to write"),
    (stat.S_ISFIFO, "is a pipe; expected the name of a plain file"),
    (stat.S_ISSOCK, "is a socket; expected the name of a plain file"),
    (stat.S_ISCHR, "is a device; expected the name of a plain file"),
    (stat.S_ISBLK, "is a device; expected the name of a plain file"),
)


class ChangedMeanwhile(BadInput):
    """Another program made or replaced the file while it was being written."""


@dataclass(frozen=True, slots=True)
class Protected:
    """A file, or a folder with all in it, that no output may replace; ``role`` says what it is."""

    path: Path
    role: str


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to write, and what may be replaced by it.

    Never replaced: databases and what SQLite keeps beside them, the shipped models and seeds, the
    ``protected`` files, and anything that is no plain file. Another file only with ``overwrite``;
    its mode and owner stay. A new file that is ``private`` is for its owner alone (0600).
    """

    path: Path
    overwrite: bool = False
    private: bool = True
    protected: tuple[Protected, ...] = ()

    def check(self) -> None:
        """``BadInput`` in one sentence where the file could not be written; writes nothing."""
        self._existing()

    @contextmanager
    def replacing(self) -> Iterator[IO[bytes]]:
        """A file that takes its place when the block ends well, and vanishes otherwise."""
        before = self._existing()
        try:
            handle, name = tempfile.mkstemp(
                dir=self.path.parent, prefix=PART_PREFIX, suffix=PART_SUFFIX
            )
        except OSError as error:
            raise self._unwritable(error) from None
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                self._set_rights(file.fileno(), before)
                os.fsync(file.fileno())
            self._put(part, before)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise self._unwritable(error) from None
            raise
        finally:
            part.unlink(missing_ok=True)

    def put(self, part: Path) -> None:
        """Give a file that was written beside it this name; ``BadInput`` as for ``check``."""
        self._put(part, self._existing())
        part.unlink(missing_ok=True)

    def _existing(self) -> os.stat_result | None:
        """What is there now, when it may be replaced; ``None`` where nothing is."""
        try:
            status = _status(self.path)
            if not self.path.parent.is_dir():
                raise self._refused(f"the folder {self.path.parent} does not exist")
            self._refuse_kind(status)
            self._refuse_protected(status)
            if status is not None:
                self._refuse_owner(status)
            if not os.access(self.path.parent, os.W_OK | os.X_OK):
                raise self._refused("can't be written (no right to write in its folder)")
        except (OSError, ValueError) as error:
            raise self._unwritable(error) from None
        if status is not None and not self.overwrite:
            raise self._refused("there is a file of this name; --force replaces it")
        return status

    def _refuse_kind(self, status: os.stat_result | None) -> None:
        if status is None or stat.S_ISREG(status.st_mode):
            return
        for is_kind, sentence in _KINDS:
            if is_kind(status.st_mode):
                raise self._refused(sentence)
        raise self._refused("is no plain file")

    def _refuse_protected(self, status: os.stat_result | None) -> None:
        place = refuse_shipped(self.path)
        for other in self.protected:
            known = _status(other.path.resolve())
            same = status is not None and known is not None and os.path.samestat(status, known)
            if same or place.is_relative_to(other.path.resolve()):
                raise self._refused(f"is {other.role}; choose another name")
        if status is not None and _is_database(self.path):
            raise self._refused("is a database; choose another name")
        for ending in _COMPANIONS:
            if place.name.endswith(ending) and place.name != ending:
                database = place.with_name(place.name.removesuffix(ending))
                named = any(database == other.path.resolve() for other in self.protected)
                if named or _is_database(database):
                    raise self._refused(f"belongs to the database {database.name}; choose another")

    def _refuse_owner(self, status: os.stat_result) -> None:
        if not hasattr(os, "geteuid") or os.geteuid() == 0:
            return
        groups = {os.getegid(), *os.getgroups()}
        if status.st_uid != os.geteuid() or status.st_gid not in groups:
            raise self._refused("belongs to somebody else; remove it or choose another name")

    def _set_rights(self, handle: int, before: os.stat_result | None) -> None:
        if before is None:
            os.fchmod(handle, _PRIVATE if self.private else 0o666 & ~process_umask())
            return
        now = os.fstat(handle)
        if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
            os.fchown(handle, before.st_uid, before.st_gid)
        os.fchmod(handle, stat.S_IMODE(before.st_mode))

    def _put(self, part: Path, before: os.stat_result | None) -> None:
        now = _status(self.path)
        if now is not None and (before is None or not os.path.samestat(now, before)):
            raise self._changed()
        if now is not None:
            part.replace(self.path)
        else:
            self._link(part)

    def _link(self, part: Path) -> None:
        """Give a new file its name, unless another program was faster."""
        try:
            os.link(part, self.path)
        except FileExistsError:
            raise self._changed() from None
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            part.replace(self.path)

    def _changed(self) -> BadInput:
        sentence = "another program made or replaced it meanwhile; it was left as it is"
        return ChangedMeanwhile(f"{self.path}: {sentence}")

    def _refused(self, sentence: str) -> BadInput:
        return BadInput(f"{self.path}: {sentence}")

    def _unwritable(self, error: Exception) -> BadInput:
        reason = error.strerror if isinstance(error, OSError) else "not a file's name"
        return self._refused(f"can't be written ({reason})")


def is_unfinished(path: Path) -> bool:
    """Whether a file is what a killed program left of one that it was writing."""
    return path.name.startswith(PART_PREFIX) and path.name.endswith(PART_SUFFIX)


def refuse_shipped(path: Path) -> Path:
    """Where ``path`` really lies; ``BadInput`` where that is among what ships."""
    place = path.parent.resolve() / path.name
    for shipped in (models_dir(), seeds_dir()):
        if place.is_relative_to(shipped.resolve()):
            raise BadInput(f"{path}: lies among the models and seeds that ship; choose another")
    return place


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE_HEADER)) == _SQLITE_HEADER


def process_umask() -> int:
    """The rights that a new file of this process does not get."""
    # There is no way to read it but to set it; meanwhile nothing becomes more open than asked.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
