"""Which labels the queue answers for, in the order of a pattern's letters."""

from __future__ import annotations

from functools import cache

from analysis.domain.profile import Recommendation
from analysis.labels import LABELS

LETTERS = {
    Recommendation.FLAG: "f",
    Recommendation.UNSURE: "u",
    Recommendation.CLEAR: "c",
    Recommendation.UNSUPPORTED: "x",
}
"""A recommendation as one letter of a pattern; ``-`` stands for a label without an answer."""


@cache
def asked() -> tuple[str, ...]:
    """All label keys in alphabetical order: the places of a pattern's letters."""
    return tuple(sorted(label.key for label in LABELS))


@cache
def of_concern() -> frozenset[str]:
    """The labels whose flag asks for a person's look."""
    return frozenset(label.key for label in LABELS if label.concern)
