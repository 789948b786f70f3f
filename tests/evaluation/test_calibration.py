"""Calibration makes probabilities mean what they say, on rows it has not seen."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.span import Span
from analysis.evaluation.calibration import cross_fitted, fit_calibrator, sigmoid
from analysis.evaluation.metrics import expected_calibration_error
from analysis.evaluation.spans import character_f1, mean_character_f1

numbers = st.floats(-20, 20)


@given(numbers)
def test_the_sigmoid_is_the_logistic_function(x):
    assert float(sigmoid(np.array([x]))[0]) == pytest.approx(1 / (1 + math.exp(-x)))


def test_overconfident_scores_are_pulled_back():
    chance = np.random.default_rng(0)
    true = chance.normal(0, 1, 4000)
    y = (chance.random(4000) < sigmoid(true)).astype(float)
    shouted = 3 * true + 1
    before = expected_calibration_error(y, sigmoid(shouted))
    after = expected_calibration_error(y, cross_fitted(shouted, list(y), ridge=0.1))
    fit = fit_calibrator(shouted, list(y), ridge=0.1)
    assert after < 0.03 < before
    assert fit.weights[0] == pytest.approx(1 / 3, abs=0.05)


def test_a_strong_pull_keeps_proxies_at_an_even_say():
    chance = np.random.default_rng(0)
    x = chance.normal(size=(12, 2))
    y = [float(v > 0) for v in x[:, 0]]
    fit = fit_calibrator(x, y, ridge=1e6)
    assert fit.weights == pytest.approx((0.5, 0.5), abs=1e-3)


@pytest.mark.parametrize(
    ("truth", "found", "expected"),
    [
        ([], [], 1.0),
        ([(0, 4)], [], 0.0),
        ([], [(0, 4)], 0.0),
        ([(0, 4)], [(0, 4)], 1.0),
        ([(0, 4)], [(2, 6)], 0.5),
        ([(0, 2), (4, 6)], [(0, 6)], 0.8),
    ],
)
def test_character_f1(truth, found, expected):
    def spans(pairs):
        return [Span(a, b) for a, b in pairs]

    assert character_f1(spans(truth), spans(found)) == pytest.approx(expected)
    assert mean_character_f1([spans(truth)], [spans(found)]).value == pytest.approx(expected)
