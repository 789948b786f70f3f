"""Whether what comes in is answered as it was before: scores and flags of two windows compared.

Scores by the two-sample Kolmogorov-Smirnov test (Smirnov 1948, "Table for estimating the goodness
of fit of empirical distributions"), its tail with the correction for small samples of Stephens
1970; the share of flags by Newcombe's interval (:func:`analysis.evaluation.proportions.gap`).
Thousands of comments make any difference certain, so that one has to be both certain and large.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.evaluation.proportions import Gap, gap, rate

FEWEST = 200
"""Scores that each window needs; with fewer the test sees only what anybody would."""
SURE_BELOW = 0.01
"""The p-value that counts, shared out over all labels that are compared (Bonferroni)."""
LARGE_DISTANCE = 0.1
"""A tenth of the comments lie on another side of some score than before."""
LARGE_GAP = 0.03
"""The share of flags has moved by three points."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One window's answers for one label: its scores from 0 to 1, and how many were flagged."""

    scores: Sequence[float]
    flagged: int


@dataclass(frozen=True, slots=True)
class LabelDrift:
    """One label in the reference window (``before``) and in the newest one (``now``).

    ``distance`` is the largest difference between the two cumulative distributions of scores,
    from 0 to 1, and ``p_value`` how often chance alone gives as much. ``None`` with too few.
    """

    label: str
    before: int
    now: int
    distance: float | None
    p_value: float | None
    flags: Gap | None
    scores_moved: bool
    flags_moved: bool

    @property
    def moved(self) -> bool:
        """Whether scores or flags have moved, certainly and far."""
        return self.scores_moved or self.flags_moved


def drift_of(label: str, before: Sample, now: Sample, *, labels: int = 1) -> LabelDrift:
    """Compare two windows; ``labels`` is how many such comparisons are made at once."""
    sizes = len(before.scores), len(now.scores)
    if min(sizes) < FEWEST:
        return LabelDrift(label, *sizes, None, None, None, False, False)
    distance, p_value = kolmogorov_smirnov(before.scores, now.scores)
    flags = gap(rate(before.flagged, sizes[0]), rate(now.flagged, sizes[1]))
    return LabelDrift(
        label,
        *sizes,
        distance=distance,
        p_value=p_value,
        flags=flags,
        scores_moved=p_value < SURE_BELOW / labels and distance >= LARGE_DISTANCE,
        flags_moved=flags is not None and flags.certain and abs(flags.value) >= LARGE_GAP,
    )


def kolmogorov_smirnov(first: Sequence[float], second: Sequence[float]) -> tuple[float, float]:
    """Distance and asymptotic p-value of the two-sided test. Neither sample may be empty."""
    a, b = np.sort(np.asarray(first, float)), np.sort(np.asarray(second, float))
    if not len(a) or not len(b):
        raise ValueError("a sample without a score can't be compared")
    at = np.concatenate([a, b])
    below_a = np.searchsorted(a, at, side="right") / len(a)
    below_b = np.searchsorted(b, at, side="right") / len(b)
    distance = float(np.max(np.abs(below_a - below_b)))
    root = math.sqrt(len(a) * len(b) / (len(a) + len(b)))
    return distance, _tail((root + 0.12 + 0.11 / root) * distance)


def _tail(x: float) -> float:
    """Kolmogorov's distribution from ``x`` on."""
    if x < 0.2:  # the series doesn't converge there, and the value is 1 to twelve digits
        return 1.0
    terms = ((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 101))
    return min(1.0, max(0.0, 2 * math.fsum(terms)))
