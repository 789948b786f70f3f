"""Patterns: what a profile makes of a comment's labels, each kept once with its meaning.

A pattern names every answer by the label's key (``disagreement=clear possible_hostility=flag``),
so that a label may come, go or move without any other pattern changing its meaning. An entry of
the queue holds a pattern's number; few hundred different ones serve a million comments.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from analysis.domain.profile import Recommendation
from analysis.domain.severity import severe_facet
from analysis.labels import LABELS
from analysis.labels.tone_measures import counted_in
from analysis.storage.tables import QueuePatternTable

_TABLE = QueuePatternTable
_REMEMBERED = 100_000
"""Patterns whose meaning is remembered; of five labels there are 3,125."""


def of_concern() -> frozenset[str]:
    """The labels whose flag asks for a person's look."""
    return frozenset(label.key for label in LABELS if label.concern)


def severe_facets() -> dict[str, str]:
    """The facet that names the highest degree, by the key of each label that has one."""
    return {label.key: key for label in LABELS if (key := severe_facet(label)) is not None}


def pattern_of(answers: Mapping[str, Recommendation]) -> str:
    """The pattern of these answers, by the labels' keys in alphabetical order."""
    return " ".join(f"{key}={answers[key].value}" for key in sorted(answers))


@lru_cache(maxsize=_REMEMBERED)
def answers_of(pattern: str) -> Mapping[str, Recommendation]:
    """The answers that :func:`pattern_of` wrote; not to be changed."""
    pairs = (part.split("=") for part in pattern.split())
    return {key: Recommendation(answer) for key, answer in pairs}


@lru_cache(maxsize=_REMEMBERED)
def counted(pattern: str | None) -> tuple[str, ...]:
    """The measures of tone that a comment with this pattern adds to; ``None``: not scored."""
    return counted_in(None if pattern is None else answers_of(pattern))


def numbers_of(session: Session, patterns: Collection[str]) -> dict[str, int]:
    """The numbers of these patterns; those that are new get one. Call it where you may write."""
    wanted = sorted(set(patterns))
    if not wanted:
        return {}
    known = _known(session, wanted)
    new = [pattern for pattern in wanted if pattern not in known]
    if new:
        session.execute(insert(_TABLE), [{"answers": pattern} for pattern in new])
        known |= _known(session, new)
    return known


def all_patterns(session: Session) -> dict[int, str]:
    """Every pattern by its number."""
    return {row.id: row.answers for row in session.execute(select(_TABLE.id, _TABLE.answers))}


def _known(session: Session, patterns: Collection[str]) -> dict[str, int]:
    statement = select(_TABLE.answers, _TABLE.id).where(_TABLE.answers.in_(patterns))
    return {row.answers: row.id for row in session.execute(statement)}
