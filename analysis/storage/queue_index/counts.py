"""Counts kept beside the queue's cache, so that no screen counts a million rows.

They change in the transaction that changes an entry: what the entries were is taken off, what they
are now is added. :func:`cache.rebuild` makes the same from nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from analysis.storage.queue_index.patterns import counted
from analysis.storage.queue_index.scores import outcome_of, step_of
from analysis.storage.tables import (
    QueueCountTable,
    QueueEntryTable,
    QueueLabelTable,
    QueuePatternTable,
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

    def take_off(self, session: Session, ids: Sequence[int]) -> bool:
        """Take off what these comments add now; whether there are any in the cache."""
        entry, label = QueueEntryTable, QueueLabelTable
        rows = session.execute(
            select(entry.article_id, entry.queue, entry.day, QueuePatternTable.answers)
            .outerjoin(QueuePatternTable, QueuePatternTable.id == entry.pattern_id)
            .where(entry.comment_id.in_(ids))
        ).all()
        for row in rows:
            self.add_entry(row.article_id, row.queue, row.day, row.answers, times=-1)
        if rows:
            for answer in session.execute(
                select(label.label, label.probability, entry.queue, entry.state, entry.edited)
                .join(entry, entry.comment_id == label.comment_id)
                .where(label.comment_id.in_(ids))
            ):
                outcome = outcome_of(answer.queue, answer.state, edited=answer.edited)
                self.add_score(answer.label, answer.probability, outcome, times=-1)
        return bool(rows)


def change(session: Session, by: Counted) -> None:
    """Change the stored counts; a count that comes to nothing goes."""
    _change(
        session,
        QueueCountTable,
        ("article_id", "queue"),
        {key: {"comments": change} for key, change in by.queues.items() if change},
    )
    _change(
        session,
        QueueScoreTable,
        ("label", "step", "outcome"),
        {key: {"comments": change} for key, change in by.scores.items() if change},
    )
    tone: Counter[tuple[int, str, str]] = Counter()
    for (article, day, pattern), change in by.tone.items():
        if change:
            for measure in counted(pattern):
                tone[article, day, measure] += change
    _change(
        session,
        QueueToneTable,
        ("article_id", "day", "measure"),
        {key: {"comments": change} for key, change in tone.items() if change},
    )


def _change(
    session: Session,
    table: Any,
    keys: tuple[str, ...],
    by: Mapping[tuple[Any, ...], Mapping[str, int]],
) -> None:
    """Add to the rows under ``keys``, which appear and go as their first count asks."""
    if not by:
        return
    rows = [{**dict(zip(keys, key, strict=True)), **by[key]} for key in sorted(by)]
    names = list(rows[0])[len(keys) :]
    insertion = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(
        table
    )
    upsert = insertion.on_conflict_do_update(
        index_elements=list(keys),
        set_={name: getattr(table, name) + insertion.excluded[name] for name in names},
    )
    connection = session.connection()
    connection.execute(upsert, rows)
    fewer = [{f"at_{key}": row[key] for key in keys} for row in rows if row[names[0]] < 0]
    if fewer:
        here = [getattr(table, key) == bindparam(f"at_{key}") for key in keys]
        connection.execute(delete(table).where(*here, getattr(table, names[0]) == 0), fewer)


def clear(session: Session) -> None:
    """Throw all counts away; who rebuilds the cache adds them again."""
    for table in (QueueCountTable, QueueScoreTable, QueueToneTable):
        session.execute(delete(table))
