"""A JSON value, deflated: the one form in which records and findings are stored."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


def pack(value: Any) -> bytes:
    """Compact ASCII JSON, then zlib (RFC 1950)."""
    return zlib.compress(json.dumps(value, separators=(",", ":"), default=str).encode("ascii"))


def unpack(content: bytes) -> Any:
    """What :func:`pack` was given, as JSON has it."""
    return json.loads(zlib.decompress(content))


@dataclass(frozen=True, slots=True, eq=False)
class PackedRecord(Mapping[str, Any]):
    """The record of a comment, packed already; unpacked only where somebody looks into it.

    ``reported`` are the readers' reports that it counts, by reason.
    """

    content: bytes
    reported: Mapping[str, int]

    def __getitem__(self, name: str) -> Any:
        """A column's value."""
        return unpack(self.content)[name]

    def __iter__(self) -> Iterator[str]:
        """The columns."""
        return iter(unpack(self.content))

    def __len__(self) -> int:
        """How many columns."""
        return len(unpack(self.content))

    def __bool__(self) -> bool:
        """An empty record is never packed."""
        return True
