"""What an erasure reached, what it left to finish, and where else words may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analysis.domain.integrity import OutstandingErasure


@dataclass(frozen=True, slots=True, order=True)
class Trace:
    """A place outside a comment that repeats its words or its author's name.

    It is told to a person, who decides whether that comment goes too; nothing goes by itself.
    """

    kind: str
    comment_id: int


@dataclass(frozen=True, slots=True)
class HeldExport:
    """An export that was written and held a comment: it is its keeper's to delete."""

    file: str
    format: str
    person: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure reached: so many ``texts``; ``outstanding`` says where words may remain."""

    comment_id: int
    at: datetime
    texts: int
    outstanding: tuple[OutstandingErasure, ...]
    traces: tuple[Trace, ...] = ()
    exports: tuple[HeldExport, ...] = ()
