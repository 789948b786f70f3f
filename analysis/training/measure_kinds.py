"""Figures by kind: of site, of what a text of ours was written for, and of level.

A share of flags means nothing without its threshold, so kinds are judged at the calibrated even
chance; what the product's thresholds make of them is in ``analysis.training.product_figures``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import accuracy, auc, expected_calibration_error
from analysis.evaluation.proportions import rate
from analysis.training.baseline import tfidf_scores, word_list_scores
from analysis.training.corpora.authored import kind_of
from analysis.training.example import Example
from analysis.training.heads import LEVELS, PRODUCT_LABELS
from analysis.training.measure_figures import Figures, figure_of

# Where the pool's comments were written.
SITES: Mapping[str, tuple[str, ...]] = {
    "news": ("toxic_spans", "d3code_civil", "civil_toxicbias"),
    "reddit": ("reddit_fallacies", "cad"),
    "debate": ("cmv_adhominem", "ukp_convarg", "polis", "argotario"),
    "other": ("sbic_dev", "genil", "context_toxicity"),
}
# Where comments were drawn near to as they come; the news comments were chosen as likely toxic or
# for a group they name, so they say nothing about how often a label holds.
NATURAL_SITES = ("reddit", "debate", "newspaper")
FEWEST = 10  # of either answer; fewer say nothing about an order
_EVEN = 0.5
_DOUBT = 0.15  # around even: a reading that says neither yes nor no teaches a baseline nothing

Chances = Sequence[Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Scored:
    """Examples with the probability of each label; levels by the names of their heads."""

    examples: Sequence[Example]
    chances: Chances

    def where(self, keep: Callable[[Example], bool]) -> Scored:
        """Only the examples that are to be kept."""
        rows = [i for i, e in enumerate(self.examples) if keep(e)]
        return Scored([self.examples[i] for i in rows], [self.chances[i] for i in rows])

    def columns(self, target: str) -> tuple[list[float], list[float]]:
        """Truth and probability of the examples that answer ``target``."""
        pairs = [
            (float(e.targets[target] > _EVEN), c[target])
            for e, c in zip(self.examples, self.chances, strict=True)
            if target in e.targets and target in c
        ]
        return [y for y, _ in pairs], [p for _, p in pairs]


def site_of(example: Example) -> str:
    """The kind of site that a comment is from; the annotated ones are a newspaper's."""
    if example.source == "annotated":
        return "newspaper"
    source = example.key.split(":")[0]
    return next(site for site, sources in SITES.items() if source in sources)


def tells_base_rate(example: Example) -> bool:
    """Whether an example's labels are about as frequent among its like as on its site."""
    return example.source in ("readings_pool", "annotated") and site_of(example) in NATURAL_SITES


def baseline_aucs(scored: Scored, train: Sequence[Example], label: str) -> dict[str, float]:
    """AUC on the same rows of TF-IDF, trained on the examples given, and of the word lists."""
    rows = [e for e in scored.examples if label in e.targets]
    y = [float(e.targets[label] > _EVEN) for e in rows]
    texts = [e.text for e in rows]
    known = [e for e in train if label in e.targets and abs(e.targets[label] - _EVEN) > _DOUBT]
    answers = [int(e.targets[label] > _EVEN) for e in known]
    tfidf = tfidf_scores([e.text for e in known], answers, texts)[:, -1]
    words = word_list_scores(texts, label)
    return {
        "tfidf_auc": round(auc(y, list(tfidf)), 4),
        "word_list_auc": round(auc(y, words), 4),
    }


def with_baselines(
    figures: Figures, name: str, scored: Scored, train: Sequence[Example]
) -> Figures:
    """The figures with the baselines beside the AUC of every label under ``name``."""
    for label in PRODUCT_LABELS:
        key = f"{name}.{label}.auc"
        if key in figures:
            figures[key] |= baseline_aucs(scored, train, label)
    return figures


def _from_site(site: str) -> Callable[[Example], bool]:
    return lambda example: site_of(example) == site


def _of_kind(kind: str) -> Callable[[Example], bool]:
    return lambda example: kind_of(example) == kind


def pool_figures(scored: Scored) -> Figures:
    """Every label and level on the pool's comments, over all and by kind of site."""
    figures: Figures = {}
    for site in ("all", *SITES):
        here = scored if site == "all" else scored.where(_from_site(site))
        for target in (*PRODUCT_LABELS, LEVELS[1], LEVELS[2]):
            figures |= _binary(f"pool.{site}.{target}", here, target)
    return figures


def authored_figures(scored: Scored) -> Figures:
    """Order and accuracy on our own texts, and the share called hostile of every kind."""
    figures: Figures = {}
    for target in (*PRODUCT_LABELS, LEVELS[2]):
        figures |= _binary(f"authored.{target}", scored, target)
        y, p = scored.columns(target)
        if y:
            predicted = [float(value >= _EVEN) for value in p]
            figures[f"authored.{target}.accuracy"] = figure_of(bootstrap(accuracy, y, predicted))
    for kind in sorted({kind_of(e) for e in scored.examples}):
        here = scored.where(_of_kind(kind))
        y, p = here.columns(LEVELS[0])
        for answer, name in ((1.0, "hostile_seen"), (0.0, "harmless_called_hostile")):
            rows = [value for truth, value in zip(y, p, strict=True) if truth == answer]
            estimate = rate(sum(value >= _EVEN for value in rows), len(rows))
            if len(rows) >= FEWEST and estimate.value is not None:
                figures[f"authored.kind.{kind}.{name}"] = {
                    "value": round(estimate.value, 4),
                    "low": round(estimate.low or 0.0, 4),
                    "high": round(estimate.high or 1.0, 4),
                    "n": len(rows),
                }
    return figures


def _binary(name: str, scored: Scored, target: str) -> Figures:
    y, p = scored.columns(target)
    if min(sum(y), len(y) - sum(y)) < FEWEST:
        return {}
    lengths = [float(len(e.text)) for e in scored.examples if target in e.targets]
    order = bootstrap(auc, y, p)
    error = bootstrap(expected_calibration_error, y, p)
    return {
        f"{name}.auc": figure_of(
            order, positives=int(sum(y)), length_auc=round(auc(y, lengths), 4)
        ),
        f"{name}.ece": figure_of(error, mean=round(float(np.mean(p)), 4)),
    }
