"""Keep two people off the same comment for a few minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from analysis.domain.account import Permission
from analysis.domain.errors import Conflict
from analysis.services.access.accounts import require
from analysis.storage import claims as stored
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.decisions import lock_entries

LEASE_SECONDS = 90
"""How long a claim lasts unless it is prolonged. An open page prolongs it every 20 seconds; a
browser lets a page in the background speak once a minute."""


def claim(
    store: Store, comment_id: int, *, person: str, seconds: float = LEASE_SECONDS
) -> datetime:
    """Claim a comment, or prolong one's own claim; until when. ``Conflict`` names its holder."""
    require(store, person, Permission.DECIDE)
    until = now() + timedelta(seconds=seconds)
    with store.write() as session:
        lock_entries(session, [comment_id])
        holder = stored.holders(session, [comment_id], at=now()).get(comment_id)
        if holder not in (None, person):
            raise Conflict(f"{holder} is looking at this comment.")
        stored.put_claim(session, comment_id, person, until=until)
    return until


def release(store: Store, comment_id: int, *, person: str) -> None:
    """Give one's own claim back; nothing happens when there is none."""
    with store.write() as session:
        stored.drop_claims(session, [comment_id], person)


def release_all(store: Store, *, person: str) -> None:
    """Give all of one's own claims back, as who stops reviewing does."""
    with store.write() as session:
        stored.drop_all_claims(session, person)


def claimed_by(store: Store, comment_id: int) -> str | None:
    """Who holds the comment now; a claim that has run out holds nothing."""
    with store.read() as session:
        return stored.holders(session, [comment_id], at=now()).get(comment_id)


def held_by_others(store: Store, ids: Sequence[int], *, person: str) -> dict[int, str]:
    """Who holds which of these comments now, ``person``'s own claims left out."""
    with store.read() as session:
        holders = stored.holders(session, ids, at=now())
    return {number: holder for number, holder in holders.items() if holder != person}
