"""What an old service's threshold becomes: its recorded scores beside ours on the same comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.domain.errors import BadInput
from analysis.evaluation.arrays import Numbers
from analysis.evaluation.intervals import Estimate, bootstrap

FEWEST = 30
"""Comments below which a mapping says nothing."""
DRAWS = 500
_STEPS = (0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class RecordedScore:
    """A comment with the old service's score; ``verdict`` is what a person said, if anybody."""

    text: str
    attribute: str
    score: float
    verdict: bool | None = None


@dataclass(frozen=True, slots=True)
class MappedThreshold:
    """An old threshold and ours: of the same share above it, and of the same precision.

    ``share`` is of the comments at or above ``old``. ``precision`` is the old one's among those
    that a person judged; ``same_precision`` is the lowest threshold of ours that is at least as
    precise and ``None`` where there are no verdicts or none reaches it.
    """

    old: float
    share: float
    same_share: Estimate
    precision: float | None = None
    same_precision: float | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """One attribute's comparison: rank correlation, and what its thresholds become.

    ``correlation`` is ``None`` where all scores of one side are the same: they have no order.
    """

    attribute: str
    n: int
    judged: int
    correlation: Estimate | None
    thresholds: tuple[MappedThreshold, ...]


def score_mapping(
    attribute: str,
    old: Sequence[float],
    ours: Sequence[float],
    verdicts: Sequence[bool | None],
    *,
    thresholds: Sequence[float] = _STEPS,
) -> Mapping:
    """How ``ours`` lie beside ``old``, comment by comment; 95 % intervals by resampling.

    ``BadInput`` with fewer than ``FEWEST`` comments. Correlation is Spearman's.
    """
    if len(old) < FEWEST:
        raise BadInput(
            f"{attribute}: {len(old)} comments with a score of both; at least {FEWEST} are needed."
        )
    x, y = np.asarray(old, dtype=float), np.asarray(ours, dtype=float)
    rows = tuple(
        _mapped(float(bar), x, y, verdicts) for bar in thresholds if 0 < np.sum(x >= bar) < len(x)
    )
    return Mapping(
        attribute=attribute,
        n=len(x),
        judged=sum(verdict is not None for verdict in verdicts),
        correlation=bootstrap(_spearman, x, y, draws=DRAWS) if np.ptp(x) and np.ptp(y) else None,
        thresholds=rows,
    )


def _mapped(
    bar: float, x: np.ndarray, y: np.ndarray, verdicts: Sequence[bool | None]
) -> MappedThreshold:
    def same_share(old: Numbers, ours: Numbers) -> float:
        return float(np.quantile(np.asarray(ours), 1.0 - np.mean(np.asarray(old) >= bar)))

    judged = [i for i, verdict in enumerate(verdicts) if verdict is not None]
    truth = np.array([bool(verdicts[i]) for i in judged])
    above = x[judged] >= bar
    precision = float(truth[above].mean()) if above.any() else None
    return MappedThreshold(
        old=bar,
        share=float(np.mean(x >= bar)),
        same_share=bootstrap(same_share, x, y, draws=DRAWS),
        precision=precision,
        same_precision=None if precision is None else _as_precise(y[judged], truth, precision),
    )


def _as_precise(scores: np.ndarray, truth: np.ndarray, precision: float) -> float | None:
    """The lowest score from which at least ``precision`` of what is at or above it is true."""
    order = np.argsort(-scores, kind="stable")
    shares = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    # Of equal scores only the last one's share is that of the threshold.
    last = np.append(scores[order][1:] != scores[order][:-1], True)
    fitting = np.flatnonzero((shares >= precision) & last)
    return float(scores[order][fitting[-1]]) if len(fitting) else None


def _spearman(x: Numbers, y: Numbers) -> float:
    """Spearman's rank correlation, ties by their mean rank (Spearman 1904)."""
    a, b = _ranks(np.asarray(x)), _ranks(np.asarray(y))
    if a.std() == 0.0 or b.std() == 0.0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: np.ndarray = (ends - (counts - 1) / 2)[places]
    return means
