"""From a head's logit to a label's probability, calibrated on held-out comments, for int8."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.evaluation.calibration import fit_calibrator
from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import auc
from analysis.evaluation.thresholds import best_f1
from analysis.scorers.embedded_manifest import ProductHead
from analysis.training.example import Example
from analysis.training.heads import PRODUCT_LABELS

# A label whose dev AUC could well be chance is not answered at all.
LEAST_AUC_LOW = 0.60
RIDGE = 0.1  # hardly any pull: two numbers from hundreds of rows

# The head that a label heeds as well where the parent is known.
_WITH_PARENT: Mapping[str, Mapping[str, str]] = {
    "research": {"disagreement": "pair.disagree"},
    "open": {},
}


@dataclass(frozen=True, slots=True)
class Fitted:
    """A label's calibration, or why the label stays unanswered."""

    label: str
    head: ProductHead | None
    n: int
    dev_auc: float
    dev_auc_low: float
    best_f1_threshold: float | None


def fit_labels(
    recipe: str,
    examples: Sequence[Example],
    logits: Sequence[Mapping[str, float]],
    *,
    dev: Sequence[bool],
) -> list[Fitted]:
    """Calibrate every product label on the held-out rows that answer it.

    Whether a label is answered at all, and its best threshold, are chosen on the ``dev`` rows
    alone. The two numbers of a calibration are fitted on all held-out rows; its error is reported
    from calibrators that have not seen the row (see :mod:`analysis.training.measure`).
    """
    found = []
    for label in PRODUCT_LABELS:
        rows = [i for i, e in enumerate(examples) if label in e.targets]
        y = [examples[i].targets[label] for i in rows]
        x = np.array([[logits[i][label]] for i in rows], dtype=np.float64)
        fit = fit_calibrator(x, y, ridge=RIDGE)
        chosen = np.array([dev[i] for i in rows])
        dev_y, dev_scores = np.asarray(y)[chosen], fit(x)[chosen]
        estimate = bootstrap(auc, dev_y, dev_scores)
        answered = estimate.low >= LEAST_AUC_LOW
        head = ProductHead({label: fit.weights[0]}, fit.bias, _WITH_PARENT[recipe].get(label))
        found.append(
            Fitted(
                label,
                head if answered else None,
                len(rows),
                estimate.value,
                estimate.low,
                best_f1(dev_y, dev_scores).threshold if answered else None,
            )
        )
    return found
