"""Read the record of who did what."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.domain.audit import AuditEvent, AuditFilter, AuditPage
from analysis.storage.database import Store


def audit(
    store: Store, where: AuditFilter, *, person: str, page: int = 1, page_size: int = 50
) -> AuditPage:
    """One page of events, newest first."""
    raise NotImplementedError


def audit_events(store: Store, where: AuditFilter, *, person: str) -> Iterator[AuditEvent]:
    """All matching events, oldest first, for an export."""
    raise NotImplementedError


def audit_actions(store: Store) -> list[str]:
    """The kinds of events on record, for a filter."""
    raise NotImplementedError
