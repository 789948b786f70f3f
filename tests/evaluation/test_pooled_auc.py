"""The mean AUC over sets, and how far one score is ahead of another."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import auc
from analysis.evaluation.pooled_auc import Ranked, mean_auc, mean_lead

LABELS = np.array([0, 0, 0, 1, 1, 1, 0, 1] * 25)
NOISE = np.random.default_rng(5).normal(size=LABELS.size)
GOOD, FAIR = LABELS + NOISE, LABELS + 3 * NOISE


def test_each_set_counts_alike_whatever_its_scores_and_size() -> None:
    small = Ranked([0, 1, 1], [9.0, 3.0, 2.0])  # on another scale, and wholly wrong
    pooled = mean_auc([Ranked(LABELS, GOOD), small])
    assert pooled.value == pytest.approx((auc(LABELS, GOOD) + 0.0) / 2)
    assert pooled.n == LABELS.size + 3


def test_the_interval_of_one_set_is_about_the_plain_bootstraps() -> None:
    pooled, plain = mean_auc([Ranked(LABELS, FAIR)]), bootstrap(auc, LABELS, FAIR)
    assert (pooled.low, pooled.high) == pytest.approx((plain.low, plain.high), abs=0.015)


def test_a_lead_is_measured_on_the_same_rows() -> None:
    lead = mean_lead([Ranked(LABELS, GOOD)], [Ranked(LABELS, GOOD * 2)])
    assert (lead.value, lead.low, lead.high) == (0, 0, 0)
    assert mean_lead([Ranked(LABELS, GOOD)], [Ranked(LABELS, -NOISE)]).low > 0


def test_ties_count_half() -> None:
    assert mean_auc([Ranked([0, 1], [1.0, 1.0])]).value == 0.5


def test_a_set_with_one_answer_only_is_refused() -> None:
    with pytest.raises(ValueError, match="positives and negatives"):
        mean_auc([Ranked([1, 1], [0.1, 0.2])])
