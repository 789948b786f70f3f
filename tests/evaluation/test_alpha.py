"""Krippendorff's alpha reproduces the published worked example."""

from __future__ import annotations

import math

import pytest

from analysis.evaluation.agreement import alpha_estimate, krippendorff_alpha

_ = None
# Three coders, fifteen units: the example of the Wikipedia article and of several packages, which
# report .691 (nominal) and .811 (interval).
TEXTBOOK = [
    [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
    [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
    [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
]


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.691), ("interval", 0.811), ("ordinal", 0.807)]
)
def test_the_textbook_example(level, expected):
    assert krippendorff_alpha(TEXTBOOK, level=level) == pytest.approx(expected, abs=0.0006)


def test_full_agreement_is_one_and_one_value_alone_is_undefined():
    assert krippendorff_alpha([[0, 1, 1], [0, 1, 1]]) == 1.0
    assert math.isnan(krippendorff_alpha([[1, 1], [1, 1]]))
    assert math.isnan(krippendorff_alpha([[0, 1], [None, None]]))


def test_opposite_answers_are_worse_than_chance():
    assert krippendorff_alpha([[0, 1, 0, 1], [1, 0, 1, 0]]) < 0


def test_the_interval_holds_the_value():
    found = alpha_estimate(TEXTBOOK, level="nominal", draws=200)
    assert found.low <= found.value <= found.high
    assert found.n == 12  # units with at least two ratings
