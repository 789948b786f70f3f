"""Drift is said where it is certain and large, and the test is the one that is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from later import Later

from analysis.evaluation.drift import FEWEST, Sample, drift_of, kolmogorov_smirnov

stats = Later("scipy.stats")
scores = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(scores, scores)
def test_the_distance_is_scipy_s(first: list[float], second: list[float]) -> None:
    distance, p_value = kolmogorov_smirnov(first, second)
    assert distance == pytest.approx(stats.ks_2samp(first, second).statistic)
    assert 0 <= p_value <= 1


@pytest.mark.parametrize("shift", [0.0, 0.01, 0.03, 0.06, 0.1])
def test_the_p_value_is_scipy_s_at_the_sizes_that_are_compared(shift: float) -> None:
    draw = np.random.default_rng(7)
    first, second = draw.beta(1, 9, 10_000), np.clip(draw.beta(1, 9, 2_000) + shift, 0, 1)
    _, p_value = kolmogorov_smirnov(list(first), list(second))
    theirs = stats.ks_2samp(first, second, method="asymp").pvalue
    assert p_value == pytest.approx(theirs, rel=0.1, abs=1e-6)


def test_without_a_score_nothing_can_be_compared() -> None:
    with pytest.raises(ValueError, match="without a score"):
        kolmogorov_smirnov([], [0.5])


def _sample(count: int, *, shift: float = 0.0, flagged: float = 0.05, seed: int = 1) -> Sample:
    draw = np.random.default_rng(seed)
    return Sample(list(np.clip(draw.beta(1, 9, count) + shift, 0, 1)), round(count * flagged))


@pytest.mark.parametrize(
    ("now", "scores_moved", "flags_moved"),
    [
        (_sample(2_000, seed=2), False, False),
        (_sample(2_000, shift=0.005, seed=2), False, False),  # certain, perhaps, and small
        (_sample(2_000, shift=0.05, seed=2), True, False),
        (_sample(2_000, flagged=0.07, seed=2), False, False),  # two points
        (_sample(2_000, flagged=0.12, seed=2), False, True),
        (_sample(FEWEST - 1, shift=0.5, flagged=0.9, seed=2), False, False),
    ],
)
def test_only_what_is_certain_and_large_has_moved(
    now: Sample, scores_moved: bool, flags_moved: bool
) -> None:
    seen = drift_of("possible_hostility", _sample(10_000), now, labels=4)
    assert (seen.scores_moved, seen.flags_moved) == (scores_moved, flags_moved)
    assert (seen.before, seen.now) == (10_000, len(now.scores))


def test_nothing_is_said_of_windows_that_do_not_differ_in_a_thousand_looks() -> None:
    draw, said = np.random.default_rng(3), 0
    for _ in range(1_000):
        first, second = draw.random(600), draw.random(300)
        said += drift_of("x", Sample(list(first), 30), Sample(list(second), 15)).scores_moved
    assert said <= 10  # at a p-value of 0.01 and a distance of a tenth
