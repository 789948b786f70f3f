"""Fit one head: a correction of what the shipped model answers, from what it saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from analysis.domain.log_odds import log_odds_of
from analysis.scorers.embedded import EmbeddedScorer, Read
from analysis.scorers.embedded_heads import TrainedHead, rounded, rows_for
from analysis.scorers.embedded_heads_fit import FOLDS, SPREADS, fit_correction
from analysis.services.learning.head_targets import Target

FITS = FOLDS * len(SPREADS)
"""How many corrections are tried for one head."""


def fit_head(
    target: Target,
    scorer: EmbeddedScorer,
    reads: Mapping[int, Read],
    groups: Mapping[int, str],
    beat: Callable[[], None],
) -> tuple[TrainedHead | None, str]:
    """The head, or the reason why the shipped answer stays; ``beat`` is called ``FITS`` times.

    ``reads`` and ``groups`` are by comment; comments of one group are never split.
    """
    key = (target.label, target.facet)
    known = any(key in read.odds for read in reads.values())
    if not known and not target.facet:
        for _ in range(FITS):
            beat()
        return None, "left as it is: this model was not trained to answer this label"
    numbers = [number for number in target.learn if number in reads]
    truth = np.array([target.truth[number] for number in numbers])
    names = scorer.model.manifest.feature_groups
    rows = rows_for(scorer.model.manifest, target.label, target.facet)
    # A facet that no shipped head knows starts from how often people name it here.
    prior = None if known else log_odds_of(float(truth.mean()))
    correction = fit_correction(
        np.stack(
            [
                np.concatenate([reads[number].features[names.index(row)] for row in rows])
                for number in numbers
            ]
        ).astype(np.float64),
        np.array([reads[number].odds[key] if prior is None else prior for number in numbers]),
        truth,
        [groups[number] for number in numbers],
        beat=beat,
    )
    if correction is None:
        return None, "the shipped answer stays: no correction does clearly better"
    head = TrainedHead(
        label=target.label,
        facet=target.facet,
        rows=rows,
        weights=tuple(rounded(float(weight)) for weight in correction.weights),
        bias=rounded(correction.bias),
        reach=rounded(correction.reach),
        prior=None if prior is None else rounded(prior),
        spread=correction.spread,
        learned_from=len(numbers),
        holds=int((truth >= 0.5).sum()),
    )
    return head, ""
