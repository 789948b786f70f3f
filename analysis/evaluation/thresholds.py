"""Searching a threshold on one set of rows, to be reported on another."""

from __future__ import annotations

import numpy as np

from analysis.evaluation.arrays import Numbers, labels_and_scores
from analysis.evaluation.metrics import AtThreshold, at_threshold


def best_f1(labels: Numbers, scores: Numbers) -> AtThreshold:
    """The threshold with the highest F1; the lowest such threshold where several tie."""
    y, s = labels_and_scores(labels, scores)
    if len(y) == 0:
        raise ValueError("no rows to choose a threshold on")
    order = np.argsort(-s, kind="stable")
    s_sorted, hits = s[order], np.cumsum(y[order])
    flagged = np.arange(1, len(s) + 1)
    f1 = 2 * hits / (flagged + y.sum())
    f1[np.r_[s_sorted[1:] == s_sorted[:-1], False]] = -1.0  # only whole ties can be cut off
    best = len(f1) - 1 - int(np.argmax(f1[::-1]))
    return at_threshold(y, s, float(s_sorted[best]))


def for_recall(labels: Numbers, scores: Numbers, recall: float) -> AtThreshold:
    """The highest threshold that still reaches ``recall``."""
    y, s = labels_and_scores(labels, scores)
    if y.sum() == 0:
        raise ValueError("no positives: recall is undefined")
    positives = np.sort(s[y == 1])[::-1]
    needed = int(np.ceil(recall * len(positives) - 1e-12))
    return at_threshold(y, s, float(positives[max(needed, 1) - 1]))
