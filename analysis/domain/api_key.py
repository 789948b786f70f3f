"""Keys by which other programs are known: what each may do, for whom, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """One thing that a key opens; what the person behind it may not do, no key allows."""

    ANALYZE = "analyze"
    SUGGEST = "suggest"
    COMMENTS = "comments"
    READ = "read"
    DECIDE = "decide"
    ANNOTATE = "annotate"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A program's key. The secret itself is never kept, only its SHA-256.

    ``account`` is the person for whom it acts; ``None`` is whoever is at the machine.
    ``per_minute`` bounds its requests; ``None`` leaves them unbounded.
    """

    name: str
    scopes: frozenset[Scope]
    account: str | None
    per_minute: int | None
    created_by: str
    created_at: datetime
    revoked_at: datetime | None = None

    def opens(self, scope: Scope) -> bool:
        """Whether it is in force and has ``scope``."""
        return self.revoked_at is None and scope in self.scopes
