"""Which logits make a product label, calibrated on held-out comments for the shipped file."""

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

# A label whose dev AUC could well be chance is not answered at all.
LEAST_AUC_LOW = 0.60
# The stronger pull to equal weights suits several proxies and few rows.
_RIDGE_SEVERAL, _RIDGE_ONE = 5.0, 0.1

INPUTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "research": {
        "disagreement": ("disagreement",),
        "possible_hostility": ("possible_hostility",),
        "generalization": ("generalization",),
        "constructive_evidence": ("constructive_evidence",),
    },
    "open": {
        "disagreement": ("goemotions.disapproval",),
        "possible_hostility": (
            "hostility.insult", "surge.toxic", "context.toxicity", "goemotions.hostile",
        ),
        "generalization": ("edos.generalization", "stereotype"),
        "constructive_evidence": ("storyarg.experience",),
    },
}  # fmt: skip


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


def ridge_for(inputs: int) -> float:
    """How strongly the weights of so many logits are held to an even say."""
    return _RIDGE_SEVERAL if inputs > 1 else _RIDGE_ONE


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
    for label, names in INPUTS[recipe].items():
        rows = [i for i, e in enumerate(examples) if label in e.targets]
        y = [examples[i].targets[label] for i in rows]
        x = np.array([[logits[i][name] for name in names] for i in rows], dtype=np.float64)
        fit = fit_calibrator(x, y, ridge=ridge_for(len(names)))
        chosen = np.array([dev[i] for i in rows])
        dev_y, dev_scores = np.asarray(y)[chosen], fit(x)[chosen]
        estimate = bootstrap(auc, dev_y, dev_scores)
        answered = estimate.low >= LEAST_AUC_LOW
        head = ProductHead(
            dict(zip(names, fit.weights, strict=True)), fit.bias, _WITH_PARENT[recipe].get(label)
        )
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
