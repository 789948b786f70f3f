"""Agreement between people: Krippendorff's alpha with nominal, ordinal and interval distance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from analysis.evaluation.arrays import Floats
from analysis.evaluation.intervals import Estimate

Level = Literal["nominal", "ordinal", "interval"]


def krippendorff_alpha(
    ratings: Sequence[Sequence[float | None]], *, level: Level = "nominal"
) -> float:
    """Alpha of a table of raters (rows) by units (columns); ``None`` marks a missing rating.

    Coincidence matrix and distances as in Krippendorff 2011, *Computing Krippendorff's
    Alpha-Reliability*. ``nan`` where it is undefined: no unit with two ratings, or one value
    only.
    """
    table = np.array(
        [[np.nan if v is None else float(v) for v in rater] for rater in ratings], dtype=np.float64
    )
    if table.ndim != 2:
        raise ValueError("ratings must be a table: the same units for every rater")
    values = np.unique(table[~np.isnan(table)])
    if len(values) < 2:
        return float("nan")
    counts = np.stack([(table == value).sum(axis=0) for value in values], axis=1).astype(float)
    return _alpha(counts, values, level)


def alpha_estimate(
    ratings: Sequence[Sequence[float | None]],
    *,
    level: Level = "nominal",
    draws: int = 500,
    seed: int = 0,
) -> Estimate:
    """Alpha with a bootstrap interval over units.

    The bounds are ``nan`` where every sample gives the same alpha, as where all raters agree, or
    differ in the same way: that can't tell three units from three hundred.
    """
    table = np.array(
        [[np.nan if v is None else float(v) for v in rater] for rater in ratings], dtype=np.float64
    )
    values = np.unique(table[~np.isnan(table)])
    counts = np.stack([(table == value).sum(axis=0) for value in values], axis=1).astype(float)
    usable = counts[counts.sum(axis=1) >= 2]
    chance = np.random.default_rng(seed)
    drawn = [
        _alpha(usable[chance.integers(0, len(usable), len(usable))], values, level)
        for _ in range(draws if len(usable) and len(values) > 1 else 0)
    ]
    finite = np.asarray([a for a in drawn if np.isfinite(a)])
    vary = len(finite) > 0 and not np.isclose(finite.min(), finite.max())
    low, high = np.quantile(finite, [0.025, 0.975]) if vary else (np.nan, np.nan)
    return Estimate(krippendorff_alpha(ratings, level=level), float(low), float(high), len(usable))


def _alpha(counts: Floats, values: Floats, level: Level) -> float:
    raters = counts.sum(axis=1)
    counts = counts[raters >= 2]
    if len(counts) == 0:
        return float("nan")
    weight = 1.0 / (counts.sum(axis=1) - 1.0)
    together = (counts * weight[:, None]).T @ counts
    together -= np.diag((counts * weight[:, None]).sum(axis=0))
    margin = together.sum(axis=1)
    n = float(margin.sum())
    distance = _distance(values, margin, level)
    expected = float(margin @ distance @ margin) / (n - 1.0)
    if expected == 0.0:
        return float("nan")
    observed = float((together * distance).sum())
    return 1.0 - observed / expected


def _distance(values: Floats, margin: Floats, level: Level) -> Floats:
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    if level == "interval":
        gap: Floats = (values[:, None] - values[None, :]) ** 2
        return gap
    running = np.cumsum(margin) - margin / 2.0
    ordinal: Floats = (running[:, None] - running[None, :]) ** 2
    return ordinal
