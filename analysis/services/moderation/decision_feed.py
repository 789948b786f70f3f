"""Decisions for whoever follows them from outside: in order, from any point."""

from __future__ import annotations

from analysis.storage.database import Store
from analysis.storage.decision_feed import FeedEntry, decisions_after

__all__ = ["FeedEntry", "decision_feed"]


def decision_feed(store: Store, *, after: int, limit: int) -> list[FeedEntry]:
    """The next decisions behind number ``after``, oldest first."""
    with store.read() as session:
        return decisions_after(session, after, limit=limit)
