"""Where a batch job's files lie: on a file system, or as objects of a store that speaks S3.

An object answers what the job asks of a path. Who asks, and which store, stands in the environment
as for other programs: ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION`` and, where
it is not Amazon's, ``AWS_ENDPOINT_URL``.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import urlsplit

from analysis.domain.errors import BadInput, NotInstalled

SCHEME = "s3://"

_READ_AT_ONCE = 1 << 20
"""Bytes of one request while lines are read."""

_CODE = re.compile(r"AWS Error (\w+)")
_MEANINGS = {
    "ACCESS_DENIED": "the store refuses it to these credentials",
    "INVALID_ACCESS_KEY_ID": "the store does not know AWS_ACCESS_KEY_ID",
    "SIGNATURE_DOES_NOT_MATCH": "AWS_SECRET_ACCESS_KEY is not the key's",
    "INVALID_SIGNATURE": "AWS_SECRET_ACCESS_KEY is not the key's",
    "NO_SUCH_BUCKET": "there is no such bucket",
    "NO_SUCH_KEY": "there is no such object",
    "RESOURCE_NOT_FOUND": "there is no such bucket or object",
    "NETWORK_CONNECTION": "no store answers there (AWS_ENDPOINT_URL says where)",
}


@dataclass(frozen=True, slots=True, order=True)
class ObjectPath:
    """An object, or what the names of several begin with, by its address ``s3://bucket/key``."""

    address: str

    def __str__(self) -> str:
        return self.address

    def __truediv__(self, name: str) -> ObjectPath:
        return ObjectPath(f"{self.address.rstrip('/')}/{name}")

    @property
    def key(self) -> str:
        """The bucket and the key, as Arrow names it."""
        return self.address.removeprefix(SCHEME).rstrip("/")

    @property
    def name(self) -> str:
        """The last part of the key."""
        return PurePosixPath(self.key).name

    @property
    def suffix(self) -> str:
        """The ending of the name, with its dot."""
        return PurePosixPath(self.key).suffix

    def resolve(self) -> ObjectPath:
        """Itself: an address is whole."""
        return self

    @contextmanager
    def open(self, _mode: str = "rb") -> Iterator[IO[bytes]]:
        """The object, to be read from any place in it."""
        with _reached(self), _store().open_input_file(self.key) as raw:
            yield io.BufferedReader(raw, _READ_AT_ONCE)

    def stamp(self) -> tuple[int, int]:
        """Its size in bytes, and when it was last written, in nanoseconds."""
        with _reached(self):
            (info,) = _store().get_file_info([self.key])
        return int(info.size or 0), int(info.mtime_ns or 0)

    def is_there(self) -> bool:
        """Whether there is such an object."""
        with _reached(self):
            (info,) = _store().get_file_info([self.key])
        return bool(info.is_file)

    def write_bytes(self, body: bytes) -> None:
        """Put the object, whole or not at all: a store shows none before it has all of it."""
        with _reached(self), _store().open_output_stream(self.key) as file:
            file.write(body)

    def below(self, *, recursive: bool = True) -> list[ObjectPath]:
        """The objects whose names begin with this one's and a slash."""
        from pyarrow import fs

        selector = fs.FileSelector(self.key, recursive=recursive, allow_not_found=True)
        with _reached(self):
            infos = _store().get_file_info(selector)
        return sorted(ObjectPath(f"{SCHEME}{info.path}") for info in infos if info.is_file)


Place = Path | ObjectPath


def place_of(address: str) -> Place:
    """The path or the object that an address names; ``BadInput`` where a bucket is missing."""
    if not address.lower().startswith(SCHEME):
        return Path(address)
    given = ObjectPath(SCHEME + address[len(SCHEME) :])
    if not given.key:
        raise BadInput(f"{address}: names no bucket; expected s3://bucket/folder")
    return given


def stamp_of(place: Place) -> tuple[int, int]:
    """Size in bytes and time of the last change, in nanoseconds; other content has another."""
    if isinstance(place, ObjectPath):
        return place.stamp()
    try:
        status = place.stat()
    except OSError as error:
        raise _unreadable(place, error) from None
    return status.st_size, status.st_mtime_ns


@contextmanager
def opened(place: Place) -> Iterator[IO[bytes]]:
    """The file or object, to be read; ``BadInput`` where it can't be."""
    if isinstance(place, ObjectPath):
        with place.open() as raw:
            yield raw
        return
    try:
        file = place.open("rb")
    except OSError as error:
        raise _unreadable(place, error) from None
    with file:
        yield file


def _unreadable(place: Path, error: OSError) -> BadInput:
    return BadInput(f"{place}: can't be read ({error.strerror})")


def matching_objects(pattern: ObjectPath) -> list[ObjectPath]:
    """The objects of a folder, or those that a pattern with ``*`` names, as in a folder's paths."""
    if "*" not in pattern.key:
        return pattern.below(recursive=False) or ([pattern] if pattern.is_there() else [])
    parts = pattern.key.split("/")
    fixed = next(at for at, part in enumerate(parts) if "*" in part)
    if not fixed:
        raise BadInput(f"{pattern}: a bucket's name has no *")
    root = ObjectPath(SCHEME + "/".join(parts[:fixed]))
    return [
        each
        for each in root.below(recursive=fixed < len(parts) - 1)
        if _matches(each.key.split("/"), parts)
    ]


def _matches(names: list[str], pattern: list[str]) -> bool:
    return len(names) == len(pattern) and all(map(fnmatchcase, names, pattern))


@lru_cache(maxsize=1)
def _store() -> Any:
    try:
        from pyarrow.fs import S3FileSystem
    except ImportError:
        raise NotInstalled("This build of pyarrow speaks no S3; install pyarrow's wheel") from None
    options: dict[str, Any] = {}
    if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
        parts = urlsplit(endpoint)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise BadInput("AWS_ENDPOINT_URL is no address; expected https://host:port")
        options |= {"endpoint_override": parts.netloc, "scheme": parts.scheme}
    if region := os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"):
        options["region"] = region
    return S3FileSystem(**options)


@contextmanager
def _reached(place: ObjectPath) -> Iterator[None]:
    """Says in one sentence why the store did not do it."""
    try:
        yield
    except OSError as trouble:
        match = _CODE.search(str(trouble))
        code = match[1] if match else "no code"
        meaning = _MEANINGS.get(code, f"the store did not do it ({code})")
        raise BadInput(f"{place}: {meaning}") from None
