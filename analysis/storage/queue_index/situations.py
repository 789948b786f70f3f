"""All that decides where a comment goes when thresholds change, and where that is."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from analysis.domain.decision import ReviewState
from analysis.domain.profile import Recommendation, Threshold
from analysis.domain.queue_policy import Place, place_of
from analysis.storage.number_lists import listed
from analysis.storage.queue_index.patterns import answers_of, pattern_of
from analysis.storage.queue_index.working_out import machine_of
from analysis.storage.tables import QueueEntryTable, QueueLabelTable

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable

_UNMOVED = (Place.UNSCORED, Place.ERASED, Place.PLACEHOLDER)
"""Where no answer of the pipeline's puts a comment elsewhere."""

_ANSWERS = {
    "f": Recommendation.FLAG,
    "u": Recommendation.UNSURE,
    "c": Recommendation.CLEAR,
    "n": Recommendation.UNSUPPORTED,
}
"""A letter for each answer, so that those of several labels make one short value."""

_REMEMBERED = 100_000
"""Situations whose target is remembered: some hundreds in practice."""

_STATEMENTS = 16
"""Statements that are kept built, since a piece may be of few comments."""

_NOT_ASKED = "-"
"""Stands for a label that the comment was not asked about."""


class Situation(NamedTuple):
    """All that decides where a comment goes; few hundred different ones serve a million."""

    pattern_id: int
    machine: str
    queue: str
    state: str
    edited: bool
    answers: str
    """What the coming thresholds make of each label that changes, ``_NOT_ASKED`` included."""


class Target(NamedTuple):
    """Where a comment goes: the pattern of its answers, and its places."""

    pattern: str
    machine: str
    queue: str

    def same_place_as(self, situation: Situation) -> bool:
        """Whether only the pattern changes."""
        return (self.machine, self.queue) == (situation.machine, situation.queue)


@lru_cache(maxsize=_STATEMENTS)
def situations(dialect: str, asked: tuple[tuple[str, Threshold], ...]) -> Select[Any]:
    """Number, article and day of the comments ``ids``, and the columns of their ``Situation``."""
    entry = _ENTRY
    source: Any = entry.__table__
    answers: ColumnElement[str] = literal_column("''")
    for label, threshold in asked:
        row = aliased(_LABEL)
        source = source.outerjoin(row, and_(row.comment_id == entry.comment_id, row.label == label))
        answers = answers.concat(_answer(row, threshold))
    # As plain text: what stands there is a key of ours, and has nothing to be put back.
    plain = (type_coerce(column, Text) for column in (entry.machine, entry.queue, entry.state))
    columns: list[Any] = [
        *(entry.comment_id, entry.article_id, type_coerce(entry.day, Text)),
        *(entry.pattern_id, *plain, entry.edited, answers),
    ]
    return (
        select(*columns)
        .select_from(source)
        .where(entry.comment_id.in_(listed(dialect, "ids")))
        .where(entry.analysis_id.is_not(None), entry.pattern_id.is_not(None))
    )


def _answer(row: Any, threshold: Threshold) -> ColumnElement[str]:
    """What ``recommend`` makes of a label's row, as one letter."""
    letters: dict[Recommendation, ColumnElement[str]] = {
        answer: literal_column(f"'{letter}'") for letter, answer in _ANSWERS.items()
    }
    return case(
        (row.comment_id.is_(None), literal_column(f"'{_NOT_ASKED}'")),
        (row.probability >= threshold.flag_at, letters[Recommendation.FLAG]),
        (row.probability < threshold.clear_below, letters[Recommendation.CLEAR]),
        (row.probability.is_not(None), letters[Recommendation.UNSURE]),
        else_=letters[Recommendation.UNSUPPORTED],
    )


@lru_cache(maxsize=_REMEMBERED)
def target_of(situation: Situation, labels: tuple[str, ...], pattern: str) -> Target | None:
    """Where a comment goes; ``None`` where its answers stay as they are."""
    given = zip(labels, situation.answers, strict=True)
    new = {label: _ANSWERS[letter] for label, letter in given if letter != _NOT_ASKED}
    answers = {**answers_of(pattern), **new}
    to_pattern = pattern_of(answers)
    if to_pattern == pattern:
        return None
    if situation.machine in _UNMOVED:
        return Target(to_pattern, situation.machine, situation.queue)
    machine = machine_of(answers)
    queue = place_of(
        machine,
        ReviewState(situation.state),
        edited=situation.edited,
        reported=situation.queue == Place.REPORTED,
        gone=situation.queue == Place.GONE,
    )
    return Target(to_pattern, machine.value, queue.value)
