"""What a check of a database says: each fault with its row, and what was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written. ``row`` names it; ``what`` never quotes a text."""

    check: str
    row: str
    what: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where the chain stood: a ``position`` and the hash there, written down outside it.

    ``signature`` is an HMAC-SHA256 in hex over the rest under somebody's key; empty without one.
    """

    position: int
    sha256: str
    at: datetime
    signature: str = ""


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """A verified chain: its last link (position 0 when empty), and what does not fit."""

    position: int
    sha256: str
    faults: tuple[Fault, ...]
    not_noted: str = ""
    """Why no audit event could say that it was verified; empty when one does."""


@dataclass(frozen=True, slots=True)
class OutstandingErasure:
    """An erasure whose words may still lie in freed room; ``where`` says in which."""

    comment_id: int
    since: datetime
    where: str


@dataclass(frozen=True, slots=True)
class DatabaseCheck:
    """What ``db check`` says. ``looked_at`` counts rows by check; ``rebuilt`` if the cache was."""

    faults: tuple[Fault, ...]
    looked_at: Mapping[str, int] = field(default_factory=dict)
    outstanding: tuple[OutstandingErasure, ...] = ()
    chain_position: int = 0
    chain_sha256: str = ""
    rebuilt: bool = False
    left_out: tuple[str, ...] = ()
    """What could not be looked at or noted, in sentences."""

    @property
    def sound(self) -> bool:
        """Whether nothing was found; an outstanding erasure is no fault of the data."""
        return not self.faults
