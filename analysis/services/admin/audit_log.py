"""Read the record of who did what."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.domain.account import Permission
from analysis.domain.audit import AuditEvent, AuditFilter, AuditPage
from analysis.domain.errors import BadInput
from analysis.services.access.accounts import require
from analysis.storage import audit as stored
from analysis.storage.database import Store

LARGEST_PAGE = 500
"""Lines of one page; more is an export."""

_BATCH = 1_000


def audit(
    store: Store, where: AuditFilter, *, person: str, page: int = 1, page_size: int = 50
) -> AuditPage:
    """One page of events, newest first."""
    require(store, person, Permission.AUDIT)
    if page < 1 or not 1 <= page_size <= LARGEST_PAGE:
        raise BadInput(f"A page is numbered from 1 and has 1 to {LARGEST_PAGE} lines.")
    with store.read() as session:
        events = stored.newest(session, where, offset=(page - 1) * page_size, limit=page_size)
        total = stored.count(session, where)
    return AuditPage(tuple(events), total, page, page_size)


def audit_events(store: Store, where: AuditFilter, *, person: str) -> Iterator[AuditEvent]:
    """All matching events, oldest first, for an export."""
    require(store, person, Permission.AUDIT)
    return _events(store, where)


def audit_actions(store: Store) -> list[str]:
    """The kinds of events on record, for a filter."""
    with store.read() as session:
        return stored.actions(session)


def _events(store: Store, where: AuditFilter) -> Iterator[AuditEvent]:
    after = 0
    while True:
        with store.read() as session:
            events = stored.oldest(session, where, after=after, limit=_BATCH)
        if not events:
            return
        yield from events
        after = events[-1].id
