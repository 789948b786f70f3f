"""A degree is told only as far as the label's probability bears it."""

from __future__ import annotations

import pytest

from analysis.domain.profile import Recommendation
from analysis.domain.severity import is_severe, told_facets
from analysis.labels import label

HOSTILITY, GROUPS = label("possible_hostility"), label("generalization")
FLAG, UNSURE, CLEAR = Recommendation.FLAG, Recommendation.UNSURE, Recommendation.CLEAR


@pytest.mark.parametrize(
    ("probability", "facets", "severe"),
    [
        (0.9, ("threat", "level_3"), True),
        (0.5, ("level_3",), True),
        (0.49, ("level_3",), False),  # named by one scorer, borne by none
        (0.99, ("threat", "level_2"), False),
        (None, ("level_3",), False),
    ],
)
def test_severe_is_named_and_borne(probability: float, facets: tuple, severe: bool) -> None:
    assert is_severe(HOSTILITY, probability, facets) is severe


def test_a_label_without_degrees_is_never_severe() -> None:
    assert not is_severe(GROUPS, 0.99, ("universal", "level_3"))


@pytest.mark.parametrize(
    ("probability", "answer", "facets", "told"),
    [
        (0.9, FLAG, ("threat", "level_2", "level_3"), ["threat", "level_3"]),
        (0.45, FLAG, ("threat", "level_2", "level_3"), ["threat", "level_2"]),
        (0.45, FLAG, ("insult", "level_1"), ["insult"]),  # sharp alone would unsay the flag
        (0.44, UNSURE, ("threat", "level_3"), ["threat"]),
        (0.1, CLEAR, ("threat", "level_3"), []),
        (0.9, None, ("threat",), []),
    ],
)
def test_what_is_told_never_contradicts_the_verdict(
    probability: float, answer: Recommendation | None, facets: tuple, told: list
) -> None:
    assert [f.key for f in told_facets(HOSTILITY, probability, facets, answer)] == told
