"""Calibration: levels stay in order, and a known parent is heeded by fitted weights."""

from __future__ import annotations

import math
import random

import pytest
from later import needs

from analysis.scorers.embedded_answers import head_log_odds
from analysis.scorers.embedded_manifest import ProductHead
from analysis.training.calibrate import (
    HeldOut,
    fit_labels,
    fit_levels,
    fit_severity,
    fitted_bias,
)
from analysis.training.example import Example

pytestmark = needs("sklearn")

LABELS = ("disagreement", "possible_hostility")


def rows(count: int, *, parents: bool) -> HeldOut:
    """Rows whose disagreement shows in the reading with the parent and hardly without."""
    chance = random.Random(5)
    examples, logits = [], []
    for n in range(count):
        level = chance.choice((0, 0, 0, 1, 2, 3))
        contests = chance.random() < 0.5
        examples.append(
            Example(
                "readings_pool", f"x:{n}", str(n), f"text {n}", None,
                {
                    "possible_hostility": float(level >= 2),
                    "hostility.sharp": float(level >= 1),
                    "hostility.severe": float(level >= 3),
                    "disagreement": float(contests),
                },
            )
        )  # fmt: skip
        hostile = 2.0 * level - 4.0 + chance.gauss(0, 1)
        found = {
            "possible_hostility": hostile, "hostility.sharp": hostile + 1.0,
            "hostility.severe": hostile - 1.0,
            "disagreement": 0.6 * (2 * contests - 1) + chance.gauss(0, 1),
        }  # fmt: skip
        if parents:
            found["paired.disagreement"] = 3.0 * (2 * contests - 1) + chance.gauss(0, 1)
        logits.append(found)
    return HeldOut(examples, logits, [True] * count)


def test_levels_share_the_label_s_slope_and_their_biases_keep_the_order():
    held = rows(600, parents=False)
    (label,) = [f.head for f in fit_labels(held) if f.label == "possible_hostility"]
    assert label is not None
    scales = fit_levels(held, label)
    sharp, severe = scales["hostility.sharp"], scales["hostility.severe"]
    slope = label.weights["possible_hostility"]
    assert sharp.weight == severe.weight == slope
    assert sharp.bias >= label.bias >= severe.bias


def test_the_severe_level_lifts_the_label_as_far_as_the_order_of_the_rows_allows():
    held = rows(600, parents=False)
    label = ProductHead({"possible_hostility": 1.0}, 0.0)
    useful = fit_severity(held, label)
    # The severe logit follows the label's own here, one below: lifted by one it says the same.
    assert useful.at_least["hostility.severe"] >= 1.0
    noise = random.Random(3)
    misled = [row | {"hostility.severe": noise.gauss(0, 3)} for row in held.logits]
    assert fit_severity(HeldOut(held.examples, misled, held.dev), label).at_least == {}
    assert fit_severity(HeldOut([], [], []), label) == label


def test_lifted_log_odds_lie_where_the_severe_logit_is_and_never_below_the_label_s_own():
    head = ProductHead({"possible_hostility": 2.0}, -1.0, at_least={"hostility.severe": 0.5})
    own = head_log_odds(head, {"possible_hostility": 1.0, "hostility.severe": 0.0})
    lifted = head_log_odds(head, {"possible_hostility": -1.0, "hostility.severe": -2.0})
    assert (own, lifted) == (1.0, -1.5)


def test_a_level_that_no_row_answers_has_no_scale():
    held = HeldOut([], [], [])
    assert fit_levels(held, ProductHead({"possible_hostility": 1.0}, 0.0)) == {}


def test_where_parents_are_known_the_reading_with_them_is_weighed_by_what_it_is_worth():
    for parents in (True, False):
        (head,) = [f.head for f in fit_labels(rows(600, parents=parents)) if f.label == LABELS[0]]
        assert head is not None
        if not parents:
            assert head.with_parent is None
            continue
        assert head.with_parent is not None
        weights = head.with_parent.weights
        assert weights["paired.disagreement"] > weights["disagreement"] > 0


def test_a_shift_makes_as_many_expected_as_there_are():
    import numpy as np

    odds = np.linspace(-3, 3, 200)
    y = np.array([1.0] * 30 + [0.0] * 170)
    bias = fitted_bias(odds, y)
    expected = sum(1 / (1 + math.exp(-(o + bias))) for o in odds)
    assert expected == pytest.approx(30.0, abs=1e-6)
