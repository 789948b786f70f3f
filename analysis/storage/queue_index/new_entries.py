"""The queue's entries of comments that were not here before: worked out without asking for what
they can't have, findings, decisions, reports and erasures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.comment import GONE_FROM_SITE
from analysis.domain.decision import ReviewState
from analysis.domain.placeholder import LONGEST, is_placeholder
from analysis.domain.queue_policy import Situation, Standing, stand
from analysis.storage.bulk_insert import insert_values
from analysis.storage.columns import storable
from analysis.storage.comment_additions import NewComment
from analysis.storage.queue_index import counts
from analysis.storage.tables import NO_TIME, QueueEntryTable

_COLUMNS = (
    "comment_id", "article_id", "position", "created_at", "day", "author", "revision", "text_id",
    "analysis_id", "pattern_id", "machine", "state", "last_sequence", "edited", "queue", "priority",
)  # fmt: skip


def add_new(session: Session, comments: Iterable[NewComment]) -> None:
    """Add the entries that ``index.refresh`` would work out for these comments, counts included.

    To be asked in the transaction that added the comments. Of an unscored comment the profile
    says nothing, so that it isn't asked for.
    """
    changed = counts.Counted()
    entries = [_entry(new, changed) for new in comments]
    insert_values(session, QueueEntryTable, _COLUMNS, entries)
    counts.change(session, changed)


def _entry(new: NewComment, changed: counts.Counted) -> tuple[Any, ...]:
    comment = new.comment
    gone = comment.platform_status == GONE_FROM_SITE
    here = _standing(_is_placeholder(comment.text), gone)
    when = comment.created_at
    if when is not None:
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    day = when.date().isoformat() if when else None
    queue = here.place.value
    changed.add_entry(new.article_id, queue, day, None)
    return (
        *(new.comment_id, new.article_id, comment.position, when or NO_TIME, day, comment.author),
        *(1, new.text_id, None, None, here.machine.value, ReviewState.OPEN.value, 0, False),
        *(queue, here.priority),
    )


def _is_placeholder(text: str) -> bool:
    """As ``index`` sees it, which reads short texts alone."""
    return len(text) <= LONGEST and len(storable(text)) <= LONGEST and is_placeholder(text)


@lru_cache(maxsize=4)
def _standing(placeholder: bool, gone: bool) -> Standing:
    situation = Situation(state=ReviewState.OPEN, answers=None, placeholder=placeholder, gone=gone)
    return stand(situation)
