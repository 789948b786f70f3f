"""Who did what, when, and under which profile and run."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

SHELL_USER: ContextVar[str | None] = ContextVar("shell_user", default=None)
"""The system's user, where a command at the shell acts: nobody asked them for a password."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One act, added and never changed. ``detail`` never holds a comment's text."""

    id: int
    at: datetime
    person: str
    action: str
    comment_id: int | None = None
    run_id: str | None = None
    profile_name: str | None = None
    profile_version: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events to show; ``None`` means any. Dates are UTC days, both included."""

    person: str | None = None
    action: str | None = None
    comment_id: int | None = None
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One server-side page of events, newest first; ``total`` counts all that match."""

    events: tuple[AuditEvent, ...]
    total: int
    page: int
    page_size: int
