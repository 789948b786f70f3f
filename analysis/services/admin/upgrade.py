"""Bring a database to this program's schema, and its queues to this program's policy."""

from __future__ import annotations

from collections.abc import Callable

from analysis.services.thresholds.profiles import profile_in
from analysis.services.thresholds.queue_moves import settle
from analysis.storage.database import Store, open_store
from analysis.storage.queue_index import index


def upgraded_store(url: str, *, progress: Callable[[int], None] | None = None) -> Store:
    """Open the database at ``url``, made or migrated, with queues that follow policy and profile.

    ``progress`` hears how many comments have been placed anew. ``BadInput`` as ``open_store``.
    """
    store = open_store(url, migrate=True)
    place_anew(store, progress=progress)
    settle(store, wait=True)
    return store


def place_anew(store: Store, *, progress: Callable[[int], None] | None = None) -> bool:
    """Work the queues out again where that was done under an older policy; whether it was."""
    with store.read() as session:
        if index.follows_policy(session):
            return False
    with store.write() as session:
        if index.follows_policy(session):  # another program was faster
            return False
        index.rebuild(session, profile_in(session), done=progress)
    return True
