"""Keep two people off the same comment for a few minutes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.services.access.accounts import require
from analysis.storage import claims as stored
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.decisions import lock_entries

LEASE_SECONDS = 90
"""How long a claim lasts unless it is prolonged. An open page prolongs it every 20 seconds; a
browser lets a page in the background speak once a minute."""

PATIENCE_SECONDS = 2.0
"""How long a page's claims wait for another writer: a reader is not kept waiting for longer."""


@dataclass(frozen=True, slots=True)
class ClaimsAround:
    """What a walk passes by: comments that colleagues hold, with their holders, and those that
    the same person has open in another page, or next there."""

    others: Mapping[int, str]
    elsewhere: frozenset[int]


_WALK = re.compile(r"[0-9A-Za-z-]{8,64}\.[0-9]{1,9}")


def hold(
    store: Store,
    ids: Sequence[int],
    *,
    person: str,
    walk: str,
    ends: datetime | None = None,
) -> Mapping[int, str]:
    """Hold these comments and no others for one walk, as far as they are free; who has the rest.

    ``ends`` is when the person's session ends: no claim outlasts it. A walk whose page was closed
    (``end_walk``) holds nothing any more, whatever of it still arrives. ``Unavailable`` soon where
    another program writes: whoever reads should not wait for that.
    """
    require(store, person, Permission.DECIDE)
    at = now()
    until = at + timedelta(seconds=LEASE_SECONDS)
    with store.write(patience=PATIENCE_SECONDS) as session:
        lock_entries(session, ids)
        holders = stored.holders(session, ids, at=at)
        stored.drop_claims_of_walk(session, person, walk)
        if not stored.has_ended(session, walk):
            for number in ids:
                if holders.get(number, person) == person:
                    last = until if ends is None else min(until, ends)
                    stored.put_claim(session, number, person, until=last, walk=walk)
    return {number: holder for number, holder in holders.items() if holder != person}


def let_go(store: Store, *, person: str, walk: str) -> None:
    """Give back what a walk holds; it may go on later."""
    with store.write(patience=PATIENCE_SECONDS) as session:
        stored.drop_claims_of_walk(session, person, walk)


def end_walk(store: Store, *, person: str, walk: str) -> None:
    """Give back what a walk holds, for good: its page was closed. ``BadInput`` for no walk's name.

    A message that the page sent before may be dealt with after this; it takes nothing back.
    """
    if not _WALK.fullmatch(walk):
        raise BadInput("A walk is named by 8 to 64 letters and digits, a point and a number.")
    with store.write() as session:
        stored.drop_claims_of_walk(session, person, walk)
        stored.end_walk(session, walk, at=now())


def held_by_others(store: Store, ids: Sequence[int], *, person: str) -> dict[int, str]:
    """Who holds which of these comments now, ``person``'s own claims left out."""
    with store.read() as session:
        holders = stored.holders(session, ids, at=now())
    return {number: holder for number, holder in holders.items() if holder != person}


def claims_around(
    store: Store, ids: Sequence[int], *, person: str, walk: str | None
) -> ClaimsAround:
    """Which of these comments a walk of ``person``'s passes by now.

    Without ``walk`` none of their own pages counts as another.
    """
    with store.read() as session:
        claims = stored.claims(session, ids, at=now())
    others = {number: claim.person for number, claim in claims.items() if claim.person != person}
    elsewhere = (
        number
        for number, claim in claims.items()
        if claim.person == person and None not in (walk, claim.walk) and claim.walk != walk
    )
    return ClaimsAround(others, frozenset(elsewhere))
