"""Scores counted in thousandths: histograms and "how many between" without reading each score."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from analysis.domain.decision import ReviewState
from analysis.domain.queue_policy import AFTER_JUDGING, FOR_NOBODY
from analysis.storage.tables import (
    ArticleTable,
    QueueCountTable,
    QueueEntryTable,
    QueueLabelTable,
    QueueScoreTable,
)

STEPS = 1_000
"""Steps from 0 to 1; a threshold as people set one (0.05, 0.125) lies on an edge of a step."""

EDGES = tuple(step / STEPS for step in range(STEPS + 1))
"""Where the steps begin; the last holds the score 1 alone."""

_JUDGED = (ReviewState.APPROVED.value, ReviewState.REJECTED.value)
_LABEL = QueueLabelTable
_ENTRY = QueueEntryTable


class StepCount(NamedTuple):
    """The comments with a score in one step: all, approved or rejected ones, rejected ones."""

    comments: int
    decided: int
    rejected: int


def step_of(score: float) -> int:
    """The step whose edge is the last that ``score`` (0 to 1) reaches."""
    return bisect_right(EDGES, score) - 1


def outcome_of(queue: str, state: str, *, edited: bool) -> str:
    """``approved`` or ``rejected`` where a person decided on the text as it is now, else ``open``.

    A decision on an earlier text says nothing about the scores of a comment edited since.
    """
    judged = queue in AFTER_JUDGING and state in _JUDGED and not edited
    return state if judged else ReviewState.OPEN.value


def by_step(session: Session, label: str) -> dict[int, StepCount]:
    """The kept counts of one label; steps without a comment are left out."""
    table = QueueScoreTable
    rows = session.execute(
        select(table.step, table.outcome, table.comments).where(table.label == label)
    )
    return _counted((row.step, row.outcome, row.comments) for row in rows)


def by_step_of_article(session: Session, label: str, article: str) -> dict[int, StepCount]:
    """The same for one article, counted from its comments."""
    inside = select(ArticleTable.id).where(ArticleTable.platform_id == article).scalar_subquery()
    rows = session.execute(
        select(_LABEL.probability, _ENTRY.queue, _ENTRY.state, _ENTRY.edited)
        .join(_ENTRY, _ENTRY.comment_id == _LABEL.comment_id)
        .where(_ENTRY.article_id == inside, _LABEL.label == label, _LABEL.probability.is_not(None))
    )
    return _counted(
        (step_of(row.probability), outcome_of(row.queue, row.state, edited=row.edited), 1)
        for row in rows
    )


class Between:
    """Counts one label's scores between any two numbers, exactly.

    Whole steps come from the kept counts; only a step that a boundary cuts is counted by index.
    """

    def __init__(self, session: Session, label: str) -> None:
        self._session, self._label = session, label
        table = QueueScoreTable
        counts = [0] * len(EDGES)
        for step, comments in session.execute(
            select(table.step, func.sum(table.comments))
            .where(table.label == label)
            .group_by(table.step)
        ):
            counts[step] = int(comments)
        self._below = [0, *accumulate(counts)]

    @property
    def total(self) -> int:
        """All comments with a score."""
        return self._below[-1]

    def count(self, low: float | None, high: float | None) -> int:
        """Comments with ``low`` <= score < ``high``; ``None`` for no bound."""
        return self._under(high) - self._under(low, nothing=0)

    def _under(self, bound: float | None, *, nothing: int | None = None) -> int:
        if bound is None:
            return self.total if nothing is None else nothing
        if bound <= EDGES[0]:
            return 0
        if bound > EDGES[-1]:
            return self.total
        step = bisect_left(EDGES, bound)
        if EDGES[step] == bound:
            return self._below[step]
        cut: list[ColumnElement[bool]] = [
            _LABEL.label == self._label,
            _LABEL.probability >= EDGES[step - 1],
            _LABEL.probability < bound,
        ]
        statement = select(func.count()).select_from(_LABEL).where(*cut)
        return self._below[step - 1] + int(self._session.scalars(statement).one())


def undecided(session: Session, label: str, score: float) -> int:
    """Comments without an approval or rejection whose score is ``score`` or more.

    By the kept counts: a score that lies inside a step counts as the step's lower edge. Those
    that wait for nobody (erased, gone from their site) are taken off.
    """
    table = QueueScoreTable
    step = step_of(min(score, 1.0))
    statement = select(func.coalesce(func.sum(table.comments), 0)).where(
        table.label == label,
        table.step >= step,
        table.outcome.not_in((ReviewState.APPROVED.value, ReviewState.REJECTED.value)),
    )
    return int(session.scalars(statement).one()) - _for_nobody(session, label, EDGES[step])


def _for_nobody(session: Session, label: str, score: float) -> int:
    """Comments with this score or more that wait for nobody; by the scores, where there are any."""
    places = [place.value for place in FOR_NOBODY]
    counts = QueueCountTable
    if session.scalar(select(counts.queue).where(counts.queue.in_(places)).limit(1)) is None:
        return 0
    statement = (
        select(func.count())
        .select_from(_LABEL)
        .join(_ENTRY, _ENTRY.comment_id == _LABEL.comment_id)
        # As an expression it is no reason to begin with the queue, which may be a long one.
        .where(_LABEL.label == label, _LABEL.probability >= score)
        .where(func.coalesce(_ENTRY.queue, "").in_(places))
    )
    return int(session.scalars(statement).one())


def unscored(session: Session, label: str) -> int:
    """Comments whose answer for this label is no score."""
    statement = select(func.count()).where(_LABEL.label == label, _LABEL.probability.is_(None))
    return int(session.scalars(statement).one())


def _counted(rows: Iterable[tuple[int, str, Any]]) -> dict[int, StepCount]:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for step, outcome, comments in rows:
        row = sums[step]
        row[0] += comments
        if outcome in (ReviewState.APPROVED.value, ReviewState.REJECTED.value):
            row[1] += comments
        if outcome == ReviewState.REJECTED.value:
            row[2] += comments
    return {step: StepCount(*row) for step, row in sums.items()}
