"""From a head's logit to a label's probability, calibrated on held-out comments, for int8.

What ships is calibrated on rows whose licence allows it: the open recipe on comments of several
kinds of site that were read for this project, never on the newspaper's. A graded answer counts
as the yes or no that most of ten readers would give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.evaluation.arrays import Floats
from analysis.evaluation.calibration import Calibrator, fit_calibrator, sigmoid
from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import auc
from analysis.evaluation.thresholds import best_f1
from analysis.scorers.embedded_answers import PAIRED, head_log_odds
from analysis.scorers.embedded_manifest import ProductHead, Scale
from analysis.training.example import Example
from analysis.training.heads import LEVELS, PRODUCT_LABELS

# A label whose dev AUC could well be chance is not answered at all.
LEAST_AUC_LOW = 0.60
RIDGE = 0.1  # hardly any pull: two numbers from hundreds of rows
_MAJORITY = 0.5
_STEPS = 60
# Shifts tried for the severe level's say in the label: the largest that costs no AUC is taken.
_SHIFTS = tuple(n / 4 for n in range(-4, 9))
# The head that a label of the research recipe heeds as well where the parent is known; learned
# from pairs whose classes are not the label's, so it has an even say and is not fitted.
_PAIR_HEAD = "pair.disagree"
_WITH_PARENT = "disagreement"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Held-out rows with their logits; ``dev`` marks those by which things are chosen.

    A logit of the reading together with the parent is named ``paired.NAME``; rows without a
    parent lack it.
    """

    examples: Sequence[Example]
    logits: Sequence[Mapping[str, float]]
    dev: Sequence[bool]

    def rows(self, *names: str, target: str) -> list[int]:
        """The rows that answer ``target`` and have these logits."""
        return [
            i
            for i, example in enumerate(self.examples)
            if target in example.targets and all(name in self.logits[i] for name in names)
        ]

    def columns(self, rows: Sequence[int], *names: str) -> Floats:
        """Those rows' logits, a column a name."""
        return np.array([[self.logits[i][n] for n in names] for i in rows], dtype=np.float64)

    def truth(self, rows: Sequence[int], target: str) -> list[float]:
        """Those rows' yes (1) or no (0)."""
        return [float(self.examples[i].targets[target] > _MAJORITY) for i in rows]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A label's calibration, or why the label stays unanswered."""

    label: str
    head: ProductHead | None
    n: int
    dev_auc: float
    dev_auc_low: float
    best_f1_threshold: float | None


def fit_labels(heldout: HeldOut) -> list[Fitted]:
    """Calibrate every product label on the held-out rows that answer it.

    Whether a label is answered at all, and its best threshold, are chosen on the ``dev`` rows
    alone.
    """
    fits = []
    for label in PRODUCT_LABELS:
        rows = heldout.rows(label, target=label)
        if not rows:
            continue
        x, y = heldout.columns(rows, label), heldout.truth(rows, label)
        fit = fit_calibrator(x, y, ridge=RIDGE)
        chosen = np.array([heldout.dev[i] for i in rows])
        dev_y, dev_scores = np.asarray(y)[chosen], fit(x)[chosen]
        estimate = bootstrap(auc, dev_y, dev_scores)
        answered = estimate.low >= LEAST_AUC_LOW
        head = ProductHead({label: fit.weights[0]}, fit.bias, _with_parent(heldout, label, fit))
        fits.append(
            Fitted(
                label,
                head if answered else None,
                len(rows),
                estimate.value,
                estimate.low,
                best_f1(dev_y, dev_scores).threshold if answered else None,
            )
        )
    return fits


def _with_parent(heldout: HeldOut, label: str, alone: Calibrator) -> ProductHead | None:
    """How the label is answered where the parent is known: fitted where rows know theirs."""
    if label != _WITH_PARENT:
        return None
    names = (label, f"{PAIRED}{label}")
    rows = heldout.rows(*names, target=label)
    if rows:
        fit = fit_calibrator(heldout.columns(rows, *names), heldout.truth(rows, label), ridge=RIDGE)
        return ProductHead(dict(zip(names, fit.weights, strict=True)), fit.bias)
    if heldout.logits and _PAIR_HEAD in heldout.logits[0]:
        weights = {label: 0.5 * alone.weights[0], _PAIR_HEAD: 0.5}
        return ProductHead(weights, 0.5 * alone.bias)
    return None


def fit_levels(heldout: HeldOut, label: ProductHead) -> dict[str, Scale]:
    """The scales of the levels above and below the label's own, which keep the levels in order.

    All levels share the label's slope, so P(1 or above) >= P(2 or above) >= P(3) holds for every
    comment where it holds for the logits and the biases.
    """
    hostile, sharp, severe = LEVELS
    slope = label.weights[hostile]
    scales = {}
    for name, bound in ((sharp, max), (severe, min)):
        rows = heldout.rows(name, target=name)
        if not rows:
            continue
        x, y = heldout.columns(rows, name)[:, 0], np.asarray(heldout.truth(rows, name))
        scales[name] = Scale(slope, bound(fitted_bias(slope * x, y), label.bias))
    return scales


def fit_severity(heldout: HeldOut, label: ProductHead) -> ProductHead:
    """The head of hostility, which the severe level lifts: its log-odds are at least the severe
    logit plus the largest shift that orders the held-out rows no worse than without."""
    hostile, _, severe = LEVELS
    rows = heldout.rows(hostile, severe, target=hostile)
    if not rows:
        return label
    y = heldout.truth(rows, hostile)

    def order(head: ProductHead) -> float:
        return auc(y, [head_log_odds(head, heldout.logits[i]) for i in rows])

    alone = order(label)
    lifted = [replace(label, at_least={severe: shift}) for shift in _SHIFTS]
    as_good = [head for head in lifted if order(head) >= alone]
    return as_good[-1] if as_good else label


def fitted_bias(odds: Floats, y: Floats) -> float:
    """The shift of log-odds under which as many are expected as there are (Newton's method)."""
    bias = 0.0
    for _ in range(_STEPS):
        p = sigmoid(odds + bias)
        bias += float((y - p).sum() / max((p * (1.0 - p)).sum(), 1e-9))
        bias = min(max(bias, -20.0), 20.0)
    return bias
