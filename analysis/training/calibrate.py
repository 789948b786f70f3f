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
_RIDGE = 5.0

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
    recipe: str, examples: Sequence[Example], logits: Sequence[Mapping[str, float]]
) -> list[Fitted]:
    """Calibrate every product label on the dev rows that answer it."""
    found = []
    for label, names in INPUTS[recipe].items():
        rows = [i for i, e in enumerate(examples) if label in e.targets]
        y = [examples[i].targets[label] for i in rows]
        x = np.array([[logits[i][name] for name in names] for i in rows], dtype=np.float64)
        fit = fit_calibrator(x, y, ridge=_RIDGE if len(names) > 1 else 0.1)
        scores = fit(x)
        estimate = bootstrap(auc, y, list(scores))
        answered = estimate.low >= LEAST_AUC_LOW
        head = ProductHead(dict(zip(names, fit.weights, strict=True)), fit.bias)
        found.append(
            Fitted(
                label,
                head if answered else None,
                len(rows),
                estimate.value,
                estimate.low,
                best_f1(y, list(scores)).threshold if answered else None,
            )
        )
    return found
