"""Counts kept beside the queue's cache, so that no screen counts a million rows.

They change in the transaction that changes an entry: what the entries were is taken off, what they
are now is added. :func:`cache.rebuild` makes the same from nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from analysis.storage.count_rows import add_values
from analysis.storage.queue_index.patterns import counted
from analysis.storage.queue_index.rows import CachedRows
from analysis.storage.queue_index.scores import outcome_of, step_of
from analysis.storage.tables import (
    QueueCountTable,
    QueueScoreTable,
    QueueToneTable,
)


@dataclass(slots=True)
class Counted:
    """What some comments add to the counts, or a change of that.

    ``queues`` is by article and queue, ``tone`` by article, day and pattern, ``scores`` by label,
    step and outcome.
    """

    queues: Counter[tuple[int, str]] = field(default_factory=Counter)
    tone: Counter[tuple[int, str, str | None]] = field(default_factory=Counter)
    scores: Counter[tuple[str, int, str]] = field(default_factory=Counter)

    def add_entry(
        self, article: int, queue: str, day: str | None, pattern: str | None, *, times: int = 1
    ) -> None:
        """Count one comment; ``times`` -1 takes it off. ``pattern`` ``None``: not scored."""
        self.queues[article, queue] += times
        self.tone[article, day or "", pattern] += times

    def add_score(self, label: str, score: float | None, outcome: str, *, times: int = 1) -> None:
        """Count one comment's answer for one label; one without a score counts nowhere."""
        if score is not None:
            self.scores[label, step_of(score), outcome] += times

    def take_off(self, cached: CachedRows) -> None:
        """Take off what these rows of the cache add."""
        for number, entry in cached.entries.items():
            pattern = cached.patterns[number]
            self.add_entry(entry["article_id"], entry["queue"], entry["day"], pattern, times=-1)
            outcome = outcome_of(entry["queue"], entry["state"], edited=entry["edited"])
            for answer in cached.labels.get(number, ()):
                self.add_score(answer["label"], answer["probability"], outcome, times=-1)


def change(session: Session, by: Counted) -> None:
    """Change the stored counts; a count that comes to nothing goes."""
    _change(session, QueueCountTable, ("article_id", "queue"), by.queues)
    _change(session, QueueScoreTable, ("label", "step", "outcome"), by.scores)
    tone: Counter[tuple[int, str, str]] = Counter()
    for (article, day, pattern), change in by.tone.items():
        if change:
            for measure in counted(pattern):
                tone[article, day, measure] += change
    _change(session, QueueToneTable, ("article_id", "day", "measure"), tone)


def _change(
    session: Session, table: Any, keys: tuple[str, ...], by: Mapping[tuple[Any, ...], int]
) -> None:
    """Add to the rows under ``keys``, which appear and go as their first count asks."""
    rows = [(*key, by[key]) for key in sorted(by) if by[key]]
    add_values(session, table, keys, "comments", rows)


def clear(session: Session) -> None:
    """Throw all counts away; who rebuilds the cache adds them again."""
    for table in (QueueCountTable, QueueScoreTable, QueueToneTable):
        session.execute(delete(table))
