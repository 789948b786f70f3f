"""Who is looking at which comment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from analysis.storage.comments import chunks
from analysis.storage.tables import ClaimTable, EndedWalkTable

LONGEST = timedelta(hours=1)
"""A claim that ends later than this was made while the clock was ahead, and holds nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who holds a comment, and for which of their walks where that is known."""

    person: str
    walk: str | None


def claims(session: Session, ids: Sequence[int], *, at: datetime) -> dict[int, Claim]:
    """What holds these comments at a moment; claims that have run out hold nothing."""
    by_comment: dict[int, Claim] = {}
    for some in chunks(ids):
        rows = session.execute(
            select(ClaimTable.comment_id, ClaimTable.person, ClaimTable.walk).where(
                ClaimTable.comment_id.in_(some),
                ClaimTable.expires_at > at,
                ClaimTable.expires_at <= at + LONGEST,
            )
        )
        by_comment |= {row.comment_id: Claim(row.person, row.walk) for row in rows}
    return by_comment


def holders(session: Session, ids: Sequence[int], *, at: datetime) -> dict[int, str]:
    """Who holds these comments at a moment."""
    return {number: claim.person for number, claim in claims(session, ids, at=at).items()}


def put_claim(
    session: Session, comment_id: int, person: str, *, until: datetime, walk: str | None = None
) -> None:
    """Hold a comment until a moment, for one walk where it is known."""
    session.merge(ClaimTable(comment_id=comment_id, person=person, expires_at=until, walk=walk))
    session.flush()


def drop_claims(session: Session, ids: Iterable[int], person: str) -> None:
    """Give a person's claims on these comments back."""
    for some in chunks(list(ids)):
        session.execute(
            delete(ClaimTable).where(ClaimTable.comment_id.in_(some), ClaimTable.person == person)
        )


def drop_claims_of_walk(session: Session, person: str, walk: str) -> None:
    """Give back what a person holds on one walk."""
    session.execute(delete(ClaimTable).where(ClaimTable.walk == walk, ClaimTable.person == person))


def end_walk(session: Session, walk: str, *, at: datetime) -> None:
    """Note that a walk is over; forget those that no late message can be about any more."""
    session.execute(delete(EndedWalkTable).where(EndedWalkTable.ended_at < at - LONGEST))
    if not has_ended(session, walk):
        session.execute(insert(EndedWalkTable).values(walk=walk, ended_at=at))


def has_ended(session: Session, walk: str) -> bool:
    """Whether a walk is over."""
    return session.get(EndedWalkTable, walk) is not None


def drop_all_claims(session: Session, person: str) -> None:
    """Give back all that a person holds."""
    session.execute(delete(ClaimTable).where(ClaimTable.person == person))
