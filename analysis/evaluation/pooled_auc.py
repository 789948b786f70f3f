"""The mean AUC over several sets of comments, with intervals by resampling within each set.

Sets are of different sites and raters; their scores are compared within a set only. Resampling is
stratified, as the rows were drawn: so many positives and so many negatives of each set (Efron &
Tibshirani 1993, ch. 8). The same ``seed`` draws the same rows, whatever scores stand on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.evaluation.arrays import Floats, Numbers
from analysis.evaluation.intervals import DRAWS, Estimate
from analysis.evaluation.metrics import auc


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows of one set: the truth (0 or 1) and a score each."""

    labels: Numbers
    scores: Numbers

    @property
    def auc(self) -> float:
        """Its own AUC; not a number where one answer is missing."""
        return auc(self.labels, self.scores)


def mean_auc(sets: Sequence[Ranked], *, draws: int = DRAWS, seed: int = 0) -> Estimate:
    """The mean of the sets' AUCs with its 95 % percentile interval; ``n`` counts all rows."""
    values = _mean_draws(sets, draws, seed)
    return _estimate(_mean(sets), values, sets)


def mean_lead(
    ours: Sequence[Ranked], theirs: Sequence[Ranked], *, draws: int = DRAWS, seed: int = 0
) -> Estimate:
    """By how much the mean AUC of one score is above another's on the same rows."""
    values = _mean_draws(ours, draws, seed) - _mean_draws(theirs, draws, seed)
    return _estimate(_mean(ours) - _mean(theirs), values, ours)


def _mean(sets: Sequence[Ranked]) -> float:
    return float(np.mean([ranked.auc for ranked in sets]))


def _mean_draws(sets: Sequence[Ranked], draws: int, seed: int) -> Floats:
    chance = np.random.default_rng(seed)
    values: Floats = np.mean([_draws(ranked, draws, chance) for ranked in sets], axis=0)
    return values


def _draws(ranked: Ranked, draws: int, chance: np.random.Generator) -> Floats:
    """AUCs of resampled rows: how often each row was drawn weighs its pairs."""
    labels = np.asarray(ranked.labels, dtype=np.float64)
    scores = np.asarray(ranked.scores, dtype=np.float64)
    yes, no = scores[labels == 1], scores[labels != 1]
    if not len(yes) or not len(no):
        raise ValueError("a set needs positives and negatives")
    wins = (yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])
    of_yes = chance.multinomial(len(yes), np.full(len(yes), 1 / len(yes)), size=draws)
    of_no = chance.multinomial(len(no), np.full(len(no), 1 / len(no)), size=draws)
    values: Floats = np.einsum("di,ij,dj->d", of_yes, wins, of_no, optimize=True)
    return values / (len(yes) * len(no))


def _estimate(value: float, values: Floats, sets: Sequence[Ranked]) -> Estimate:
    low, high = np.quantile(values, [0.025, 0.975])
    return Estimate(value, float(low), float(high), sum(len(ranked.labels) for ranked in sets))
