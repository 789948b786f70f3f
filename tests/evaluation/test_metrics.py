"""Metrics agree with the textbook, with scikit-learn, and with themselves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from later import Later

from analysis.evaluation import metrics
from analysis.evaluation.bands import auc_within, auc_within_bands, length_bands, slices
from analysis.evaluation.intervals import bootstrap, paired_bootstrap
from analysis.evaluation.thresholds import best_f1, for_recall

theirs = Later("sklearn.metrics")
rows = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 10).map(lambda n: n / 10)), min_size=4, max_size=60
).filter(lambda found: 0 < sum(y for y, _ in found) < len(found))


@given(rows)
def test_auc_and_average_precision_are_those_of_scikit_learn(found):
    y, s = [a for a, _ in found], [b for _, b in found]
    assert metrics.auc(y, s) == pytest.approx(theirs.roc_auc_score(y, s))
    assert metrics.average_precision(y, s) == pytest.approx(theirs.average_precision_score(y, s))


@given(rows)
def test_auc_only_looks_at_the_order(found):
    y, s = [a for a, _ in found], np.array([b for _, b in found])
    assert metrics.auc(y, s) == pytest.approx(metrics.auc(y, list(np.exp(3 * s))))
    assert metrics.auc(y, list(-s)) == pytest.approx(1 - metrics.auc(y, s))


@given(rows)
def test_the_best_threshold_is_not_beaten_by_any_other(found):
    y, s = [a for a, _ in found], [b for _, b in found]
    best = best_f1(y, s)
    assert best.f1 == pytest.approx(max(metrics.at_threshold(y, s, t).f1 for t in s))


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        ([0, 1], [0.1, 0.9], 1.0),
        ([0, 1], [0.9, 0.1], 0.0),
        ([0, 1], [0.5, 0.5], 0.5),
        ([1, 0, 1], [0.8, 0.5, 0.3], 0.5),
    ],
)
def test_auc_of_small_cases(labels, scores, expected):
    assert metrics.auc(labels, scores) == expected


@pytest.mark.parametrize("measure", [metrics.auc, metrics.average_precision])
def test_one_class_alone_gives_no_figure(measure):
    assert math.isnan(measure([0, 0], [0.1, 0.2]))


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="0 or 1"):
        metrics.auc([0, 2], [0.1, 0.2])
    with pytest.raises(ValueError, match="finite"):
        metrics.auc([0, 1], [0.1, float("nan")])
    with pytest.raises(ValueError, match="one length"):
        metrics.auc([0, 1], [0.1])


def test_counts_at_a_threshold():
    at = metrics.at_threshold([1, 1, 0, 0], [0.9, 0.2, 0.8, 0.1], 0.5)
    assert (at.flagged, at.precision, at.recall, at.f1) == (2, 0.5, 0.5, 0.5)
    assert at.false_positive_rate == 0.5


def test_calibration_error_is_the_gap_between_score_and_outcome():
    assert metrics.expected_calibration_error([1, 0, 0, 0], [0.25] * 4) == pytest.approx(0.0)
    assert metrics.expected_calibration_error([1, 1], [0.6, 0.6]) == pytest.approx(0.4)
    assert metrics.brier([1, 0], [0.5, 0.5]) == 0.25


def test_reliability_leaves_empty_bins_out_and_loses_no_row():
    bins = metrics.reliability([0, 1, 1], [0.0, 1.0, 0.95])
    assert sum(b.n for b in bins) == 3
    assert [round(b.low, 1) for b in bins] == [0.0, 0.9]


def test_macro_f1_and_accuracy():
    truth, found = [0, 1, 2, 2], [0, 1, 2, 1]
    assert metrics.accuracy(truth, found) == 0.75
    assert metrics.macro_f1(truth, found) == pytest.approx(
        theirs.f1_score(truth, found, average="macro")
    )


def test_a_threshold_for_recall_reaches_it():
    y, s = [1, 1, 1, 0], [0.9, 0.6, 0.3, 0.8]
    assert for_recall(y, s, 0.66).recall >= 0.66
    assert for_recall(y, s, 1.0).threshold == 0.3
    with pytest.raises(ValueError, match="no positives"):
        for_recall([0], [0.1], 0.5)


def test_an_interval_holds_its_value_and_narrows_with_rows():
    chance = np.random.default_rng(1)
    y = chance.integers(0, 2, 400)
    s = y * 0.5 + chance.random(400)
    small, large = bootstrap(metrics.auc, y[:60], s[:60]), bootstrap(metrics.auc, y, s)
    assert large.low < large.value < large.high
    assert large.high - large.low < small.high - small.low
    assert large == bootstrap(metrics.auc, y, s)  # the same seed, the same interval


def test_a_paired_difference_of_equal_scores_is_nothing():
    y, s = [0, 1, 0, 1], [0.1, 0.9, 0.4, 0.6]
    found = paired_bootstrap(metrics.auc, y, s, s, draws=100)
    assert (found.value, found.low, found.high, found.share_ahead) == (0.0, 0.0, 0.0, 0.0)


def test_length_alone_is_worth_nothing_within_its_bands():
    lengths = list(range(1, 201))
    y = [int(n > 100) for n in lengths]
    assert metrics.auc(y, lengths) == 1.0
    bands = length_bands(lengths, bands=20)
    noise = list(np.random.default_rng(0).random(200))
    assert math.isnan(auc_within(y, noise, bands)) or auc_within(y, noise, bands) < 1.0
    half = [int(n % 2 == 0) for n in lengths]
    assert auc_within_bands(half, [float(v) for v in half], lengths, draws=20).value == 1.0


def test_a_slice_with_too_few_of_a_kind_shows_no_figure():
    found = slices([1, 0, 0, 0], [0.9, 0.1, 0.2, 0.3], ["a", "a", "b", "b"])
    assert [(s.name, s.n, s.auc) for s in found] == [("a", 2, None), ("b", 2, None)]
