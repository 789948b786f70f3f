"""How good scores are: ranking, decisions at a threshold, and calibration.

Every function takes 0/1 labels and scores; where a measure is undefined (only one class), it
returns ``nan`` and never a number that looks like a result.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.evaluation.arrays import Floats, Numbers, labels_and_scores


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What a threshold does: counts and the ratios that people ask for."""

    threshold: float
    flagged: int
    precision: float
    recall: float
    f1: float
    false_positive_rate: float


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram."""

    low: float
    high: float
    n: int
    mean_score: float
    share_positive: float


def ranks(values: Floats) -> Floats:
    """Ranks from 1, ties share their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean_rank = last - (counts - 1) / 2.0
    out: Floats = mean_rank[inverse].astype(np.float64)
    return out


def auc(labels: Numbers, scores: Numbers) -> float:
    """Area under the ROC curve: the chance that a positive outranks a negative, ties half.

    By the Mann-Whitney statistic (Hanley & McNeil 1982).
    """
    y, s = labels_and_scores(labels, scores)
    positives = float(y.sum())
    negatives = len(y) - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    rank_sum = float(ranks(s)[y == 1].sum())
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


def average_precision(labels: Numbers, scores: Numbers) -> float:
    """Precision averaged over recall steps, ties taken together (as scikit-learn defines it)."""
    y, s = labels_and_scores(labels, scores)
    if y.sum() == 0:
        return float("nan")
    order = np.argsort(-s, kind="stable")
    s, y = s[order], y[order]
    last_of_tie = np.r_[s[1:] != s[:-1], True]
    hits = np.cumsum(y)[last_of_tie]
    seen = (np.arange(len(s)) + 1.0)[last_of_tie]
    recall = hits / y.sum()
    return float(np.sum(np.diff(np.r_[0.0, recall]) * hits / seen))


def at_threshold(labels: Numbers, scores: Numbers, threshold: float) -> AtThreshold:
    """Precision, recall, F1 and false-positive rate of ``score >= threshold``."""
    y, s = labels_and_scores(labels, scores)
    flagged = s >= threshold
    true = float((y[flagged]).sum())
    n_flagged, positives = int(flagged.sum()), float(y.sum())
    negatives = len(y) - positives
    precision = true / n_flagged if n_flagged else float("nan")
    recall = true / positives if positives else float("nan")
    total = n_flagged + positives
    return AtThreshold(
        threshold=threshold,
        flagged=n_flagged,
        precision=precision,
        recall=recall,
        f1=2 * true / total if total else float("nan"),
        false_positive_rate=(n_flagged - true) / negatives if negatives else float("nan"),
    )


def brier(labels: Numbers, scores: Numbers) -> float:
    """Mean squared distance of probability and outcome (Brier 1950)."""
    y, s = labels_and_scores(labels, scores)
    return float(np.mean((s - y) ** 2)) if len(y) else float("nan")


def reliability(labels: Numbers, scores: Numbers, *, bins: int = 10) -> tuple[Bin, ...]:
    """Equal-width bins of the scores; empty ones are left out."""
    y, s = labels_and_scores(labels, scores)
    place = np.minimum((s * bins).astype(int), bins - 1)
    rows = []
    for number in range(bins):
        here = place == number
        if here.any():
            rows.append(
                Bin(
                    number / bins,
                    (number + 1) / bins,
                    int(here.sum()),
                    float(s[here].mean()),
                    float(y[here].mean()),
                )
            )
    return tuple(rows)


def expected_calibration_error(labels: Numbers, scores: Numbers, *, bins: int = 10) -> float:
    """Mean gap between score and share of positives over equal-width bins (Guo et al. 2017).

    Biased upwards on few rows: a perfectly calibrated score shows about .03 at n = 400.
    """
    rows = reliability(labels, scores, bins=bins)
    n = sum(row.n for row in rows)
    if n == 0:
        return float("nan")
    return sum(row.n * abs(row.mean_score - row.share_positive) for row in rows) / n


def accuracy(truth: Numbers, answers: Numbers) -> float:
    """Share of equal answers."""
    t, a = np.asarray(truth), np.asarray(answers)
    return float(np.mean(t == a)) if len(t) else float("nan")


def macro_f1(truth: Numbers, answers: Numbers) -> float:
    """Mean of the classes' F1, every class of the truth counting the same."""
    t, a = np.asarray(truth), np.asarray(answers)
    values = []
    for name in np.unique(t):
        both = float(np.sum((t == name) & (a == name)))
        values.append(2 * both / (float(np.sum(t == name)) + float(np.sum(a == name))))
    return float(np.mean(values)) if values else float("nan")
