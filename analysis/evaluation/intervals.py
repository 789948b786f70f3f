"""Intervals by resampling: what a figure would be on another sample of the same size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.evaluation.arrays import Numbers

DRAWS = 1000
Metric = Callable[[Numbers, Numbers], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its n and 95 % interval."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] (n {self.n})"


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one column of scores is ahead of another on the same rows."""

    value: float
    low: float
    high: float
    n: int
    share_ahead: float


def bootstrap(
    metric: Metric, labels: Numbers, scores: Numbers, *, draws: int = DRAWS, seed: int = 0
) -> Estimate:
    """The metric with its percentile bootstrap interval (Efron & Tibshirani 1993, ch. 13)."""
    y, s = np.asarray(labels, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    values = _draw(lambda rows: metric(y[rows], s[rows]), len(y), draws, seed)
    low, high = _bounds(values)
    return Estimate(metric(y, s), low, high, len(y))


def paired_bootstrap(
    metric: Metric,
    labels: Numbers,
    ours: Numbers,
    theirs: Numbers,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> Difference:
    """Ours minus theirs, both resampled by the same rows (Efron & Tibshirani 1993, ch. 16)."""
    y = np.asarray(labels, dtype=np.float64)
    a, b = np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    values = _draw(lambda rows: metric(y[rows], a[rows]) - metric(y[rows], b[rows]), len(y), draws,
                   seed)  # fmt: skip
    low, high = _bounds(values)
    ahead = float(np.mean(values > 0)) if len(values) else float("nan")
    return Difference(metric(y, a) - metric(y, b), low, high, len(y), ahead)


def _draw(
    value: Callable[[np.ndarray[tuple[int], np.dtype[np.int64]]], float],
    n: int,
    draws: int,
    seed: int,
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    chance = np.random.default_rng(seed)
    drawn = [value(chance.integers(0, n, n)) for _ in range(draws)] if n else []
    values = np.asarray(drawn, dtype=np.float64)
    return values[np.isfinite(values)]


def _bounds(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    if len(values) == 0:
        return float("nan"), float("nan")
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
