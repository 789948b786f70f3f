"""The queue's cache: worked out from comments, findings and decisions, and rebuilt at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analysis.domain.profile import Profile
from analysis.domain.queue_policy import (
    POLICY_VERSION,
)
from analysis.storage.comments import AT_ONCE, chunks
from analysis.storage.profiles import set_setting, setting
from analysis.storage.queue_index import counts
from analysis.storage.queue_index.patterns import numbers_of
from analysis.storage.queue_index.publication import followed
from analysis.storage.queue_index.rows import cached_rows, write_difference
from analysis.storage.queue_index.scores import outcome_of
from analysis.storage.queue_index.working_out import worked_out
from analysis.storage.tables import (
    CommentTable,
    QueueEntryTable,
    QueueFacetTable,
    QueueLabelTable,
)

_POLICY = "queue_policy"
"""The setting that says under which version of the policy the cache was worked out."""


def refresh(session: Session, ids: Iterable[int], profile: Profile) -> None:
    """Work out the entries of these comments anew, counts included.

    ``profile`` is the one in force; a publication under way is followed already.
    """
    profile = followed(session, profile)
    for some in chunks(list(ids)):
        _refresh(session, some, profile)


def rebuild(
    session: Session, profile: Profile, *, done: Callable[[int], None] | None = None
) -> None:
    """Throw the whole cache away and make it again; ``done`` hears how many comments are."""
    profile = followed(session, profile)
    for table in (QueueFacetTable, QueueLabelTable, QueueEntryTable):
        session.execute(delete(table))
    counts.clear(session)
    set_setting(session, _POLICY, POLICY_VERSION)
    last, count = 0, 0
    while True:
        ids = session.scalars(
            select(CommentTable.id)
            .where(CommentTable.id > last)
            .order_by(CommentTable.id)
            .limit(AT_ONCE)
        ).all()
        if not ids:
            return
        _refresh(session, ids, profile)
        last, count = ids[-1], count + len(ids)
        if done:
            done(count)


def follows_policy(session: Session) -> bool:
    """Whether the cache was worked out under the policy of this program."""
    return bool(setting(session, _POLICY) == POLICY_VERSION)


def _refresh(session: Session, ids: Sequence[int], profile: Profile) -> None:
    before = cached_rows(session, ids)
    changed = counts.Counted()
    changed.take_off(before)
    entries, labels, facets = worked_out(session, ids, profile)
    numbers = numbers_of(session, [row["pattern"] for row in entries if row["pattern"] is not None])
    for row in entries:
        pattern = row.pop("pattern")
        row["pattern_id"] = None if pattern is None else numbers[pattern]
        changed.add_entry(row["article_id"], row["queue"], row["day"], pattern)
    outcomes = outcomes_of(entries)
    for row in labels:
        changed.add_score(row["label"], row["probability"], outcomes[row["comment_id"]])
    write_difference(session, before, entries, labels, facets)
    counts.change(session, changed)


def outcomes_of(entries: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """The outcome under which each of these entries' scores are counted, by comment."""
    return {
        row["comment_id"]: outcome_of(row["queue"], row["state"], edited=row["edited"])
        for row in entries
    }
