"""From a model's logits to probabilities that mean what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.evaluation.arrays import Floats

_STEPS = 100
_LONGEST = 0.5
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Calibrator:
    """A logistic map: probability = sigmoid(sum of weight times logit, plus bias)."""

    weights: tuple[float, ...]
    bias: float

    def __call__(self, logits: Floats) -> Floats:
        """Probabilities of rows of logits (one column per weight)."""
        rows = np.asarray(logits, dtype=np.float64).reshape(-1, len(self.weights))
        return sigmoid(rows @ np.asarray(self.weights) + self.bias)


def sigmoid(x: Floats) -> Floats:
    """The logistic function without overflow."""
    out: Floats = 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x, dtype=np.float64)))
    return out


def fit_calibrator(logits: Floats, labels: Sequence[float], *, ridge: float = 1.0) -> Calibrator:
    """Platt scaling (Platt 1999) of one or several logits, with his smoothed targets.

    Newton's method on the ridge-penalised logistic loss; the bias is not penalised. The penalty
    pulls the weights towards a plain average of the logits, so that few rows cannot turn a
    head's sign.
    """
    x = np.asarray(logits, dtype=np.float64)
    x = x.reshape(len(x), -1)
    y = np.asarray(labels, dtype=np.float64)
    positives, negatives = float(y.sum()), float(len(y) - y.sum())
    target = np.where(y == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    columns = x.shape[1]
    design = np.column_stack([x, np.ones(len(x))])
    prior = np.r_[np.full(columns, 1.0 / columns), 0.0]
    penalty = np.diag(np.r_[np.full(columns, ridge), 0.0])
    beta = prior.copy()
    for _ in range(_STEPS):
        p = sigmoid(design @ beta)
        gradient = design.T @ (p - target) + penalty @ (beta - prior)
        curvature = (design * (p * (1 - p))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature + 1e-9 * np.eye(columns + 1), gradient)
        beta = beta - np.clip(step, -_LONGEST, _LONGEST)  # damped: a whole first step may overshoot
        if float(np.abs(step).max()) < _CLOSE:
            break
    return Calibrator(tuple(float(b) for b in beta[:-1]), float(beta[-1]))


def cross_fitted(
    logits: Floats, labels: Sequence[float], *, folds: int = 5, seed: int = 0, ridge: float = 1.0
) -> Floats:
    """Each row's probability from a calibrator that has not seen the row."""
    x = np.asarray(logits, dtype=np.float64)
    x = x.reshape(len(x), -1)
    y = np.asarray(labels, dtype=np.float64)
    fold = np.random.default_rng(seed).permutation(len(x)) % folds
    out = np.zeros(len(x))
    for number in range(folds):
        here = fold == number
        out[here] = fit_calibrator(x[~here], list(y[~here]), ridge=ridge)(x[here])
    return out
