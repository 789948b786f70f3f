"""Answers of the newest texts and of those read before them, for a look at drift."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.domain.profile import Recommendation
from analysis.storage.queue_index.patterns import all_patterns, answers_of
from analysis.storage.tables import QueueEntryTable, QueueLabelTable


@dataclass(frozen=True, slots=True)
class Window:
    """Scores and flags by label of the comments with text numbers ``first`` to ``last``."""

    scores: Mapping[str, list[float]] = field(default_factory=dict)
    flagged: Mapping[str, int] = field(default_factory=dict)


def newest_windows(
    session: Session, labels: Collection[str], *, now: int, before: int
) -> tuple[Window, Window]:
    """The window of the ``before`` texts read ahead of the newest ``now``, and that of those.

    Steps into the index of text numbers; the cost goes by the windows, not by the database.
    """
    entry = QueueEntryTable
    numbers = list(
        session.scalars(
            select(entry.text_id)
            .where(entry.text_id.is_not(None), entry.pattern_id.is_not(None))
            .order_by(entry.text_id.desc())
            .limit(now + before)
        )
    )
    newest, older = numbers[:now], numbers[now:]
    return _window(session, labels, older), _window(session, labels, newest)


def _window(session: Session, labels: Collection[str], numbers: list[int | None]) -> Window:
    if not numbers:
        return Window()
    entry, label = QueueEntryTable, QueueLabelTable
    here = entry.text_id.between(numbers[-1], numbers[0])
    scores: dict[str, list[float]] = defaultdict(list)
    # Which labels is not asked: SQLite would begin with all scores of theirs, millions of them.
    for key, probability in session.execute(
        select(label.label, label.probability)
        .join(entry, entry.comment_id == label.comment_id)
        .where(here)
    ):
        if key in labels and probability is not None:
            scores[key].append(float(probability))
    patterns = all_patterns(session)
    flagged: Counter[str] = Counter()
    for pattern in session.scalars(
        select(entry.pattern_id).where(here, entry.pattern_id.is_not(None))
    ):
        answers = answers_of(patterns[pattern]) if pattern in patterns else {}
        flagged.update(key for key, answer in answers.items() if answer is Recommendation.FLAG)
    return Window(scores, flagged)
