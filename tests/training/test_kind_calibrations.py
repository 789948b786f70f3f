"""A kind's calibration: it learns a stretch, is judged on unseen groups, and knows when to stay."""

from __future__ import annotations

import random

import pytest
from later import needs

from analysis.combination import Combination, PoolWeights
from analysis.domain.log_odds import log_odds_of, sigmoid
from analysis.evaluation.metrics import expected_calibration_error
from analysis.training.kind_calibrations import (
    AS_IT_IS,
    KINDS,
    fitted_stretch,
    of_kind,
    unseen,
)

pytestmark = needs("sklearn")


def too_timid(count: int) -> tuple[list[float], list[float]]:
    """Probabilities whose true log-odds are half as far again, and shifted by one."""
    chance = random.Random(3)
    scores = [chance.uniform(0.02, 0.98) for _ in range(count)]
    truth = [float(chance.random() < sigmoid(1.5 * log_odds_of(p) + 1.0)) for p in scores]
    return scores, truth


def test_a_stretch_is_learned_and_lowers_the_error_on_groups_it_has_not_seen():
    scores, truth = too_timid(2_000)
    stretch = fitted_stretch(scores, truth)
    assert stretch.factor == pytest.approx(1.5, abs=0.2)
    assert stretch.shift == pytest.approx(1.0, abs=0.2)
    apart = unseen(scores, truth, [str(i // 4) for i in range(len(scores))])
    assert expected_calibration_error(truth, apart) < 0.04
    assert expected_calibration_error(truth, scores) > 0.1


def test_too_few_of_either_answer_leave_the_general_calibration():
    assert fitted_stretch([0.1] * 50 + [0.9] * 9, [0.0] * 50 + [1.0] * 9) == AS_IT_IS


def test_a_kind_stretches_the_sets_it_was_fitted_for_and_no_other():
    both, alone = PoolWeights(-0.2, {"rules": 0.4, "m": 0.6}), PoolWeights(0.0, {"rules": 1.0})
    with_detoxify = PoolWeights(0.1, {"rules": 0.2, "m": 0.4, "detoxify": 0.3})
    general = Combination("1", {"x": (alone, both, with_detoxify)})
    stretch = fitted_stretch(*too_timid(500))
    made = of_kind(general, KINDS[0], {"x": stretch}, answering=frozenset({"rules", "m"}), rows=500)
    assert made.version == "1 forum"
    kept, stretched, beside = made.pools["x"]
    assert kept == alone
    assert beside != with_detoxify
    scores = {"rules": 0.7, "m": 0.2}
    assert made.probability("x", scores) == pytest.approx(
        stretch(general.probability("x", scores)), abs=0.002
    )
    assert stretched.weights["m"] == pytest.approx(0.6 * stretch.factor, abs=0.001)
