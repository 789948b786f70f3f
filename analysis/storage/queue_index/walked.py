"""A walk through all comments that match a filter, in reading order, for an export."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import tuple_
from sqlalchemy.orm import Session

from analysis.domain.profile import Profile
from analysis.domain.review import QueueFilter, Sort
from analysis.storage.queue_index.matching import matching
from analysis.storage.tables import QueueEntryTable

_ENTRY = QueueEntryTable


@dataclass(frozen=True, slots=True)
class Walked:
    """A comment met on the way. ``revision`` counts its texts; ``edited`` says that the newest is
    newer than the decision that made its ``state``."""

    article_id: int
    position: int
    comment_id: int
    analysis_id: int | None
    revision: int
    state: str
    edited: bool
    erased: bool


def walk(
    session: Session,
    where: QueueFilter,
    profile: Profile,
    *,
    after: Walked | None,
    limit: int,
) -> list[Walked]:
    """The next matches in reading order behind ``after``."""
    place = (_ENTRY.article_id, _ENTRY.position, _ENTRY.comment_id)
    matches = matching(session, replace(where, sort=Sort.POSITION), profile, walk=True)
    statement = matches.with_only_columns(
        *(*place, _ENTRY.analysis_id, _ENTRY.revision, _ENTRY.state, _ENTRY.edited, _ENTRY.text_id)
    )
    if after is not None:
        statement = statement.where(
            tuple_(*place) > tuple_(after.article_id, after.position, after.comment_id)
        )
    rows = session.execute(statement.order_by(*place).limit(limit))
    return [
        Walked(
            article_id=row.article_id,
            position=row.position,
            comment_id=row.comment_id,
            analysis_id=row.analysis_id,
            revision=row.revision,
            state=row.state,
            edited=row.edited,
            erased=row.text_id is None,
        )
        for row in rows
    ]
