"""How rules and embedded model are joined, and where the first thresholds lie.

Both are fitted on the held-out annotated comments, which no model learned from, and reported by
weights and thresholds that have not seen the row's thread. Written to ``seeds/`` by
``python -m analysis.training.combine --corpora FOLDER --date DATE``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.combination import Combination, PoolWeights, combination_json, fit_pool
from analysis.domain.finding import Finding, LabelResult, Status
from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import auc, expected_calibration_error
from analysis.evaluation.row_scores import RowScorer
from analysis.labels import LABEL_KEYS, LABELS
from analysis.pipeline import ask
from analysis.resources import models_dir, seeds_dir
from analysis.scorers.base import Scorer
from analysis.scorers.embedded import MODEL_NAMES, embedded_scorer
from analysis.scorers.embedded_manifest import MANIFEST
from analysis.scorers.rules import RuleScorer
from analysis.settings import Settings
from analysis.text.prepare import Preparer
from analysis.training.example import Example, fold_of
from analysis.training.first_thresholds import (
    KEPT_RECALL,
    UNSURE_SHARE,
    fair_from,
    harmless_sentences,
    reason,
    thresholds,
    verdicts,
)
from analysis.training.measure import figure_of
from analysis.training.selection import read_splits

CONCERNS = tuple(label.key for label in LABELS if label.concern)
_RIDGE = 4.0
_FOLDS = 10


@dataclass(frozen=True, slots=True)
class Answers:
    """Every scorer's probability per label for some rows, with the truth where it is known."""

    examples: Sequence[Example]
    by_scorer: Mapping[str, Mapping[str, Sequence[float | None]]]

    def rows(self, label: str, scorers: Sequence[str]) -> list[int]:
        """The rows that have a truth and an answer of each scorer."""
        return [
            i
            for i, e in enumerate(self.examples)
            if label in e.targets and all(self.by_scorer[s][label][i] is not None for s in scorers)
        ]

    def columns(
        self, label: str, scorers: Sequence[str], rows: Sequence[int]
    ) -> dict[str, list[float]]:
        """Those rows' probabilities by scorer."""
        return {s: [float(self.by_scorer[s][label][i] or 0.0) for i in rows] for s in scorers}

    def folds(self, rows: Sequence[int]) -> list[int]:
        """Those rows' parts for cross-fitting; a thread is in one part whole."""
        return [fold_of(self.examples[i], _FOLDS) for i in rows]

    def truth(self, label: str, rows: Sequence[int]) -> list[float]:
        """Those rows' truth."""
        return [self.examples[i].targets[label] for i in rows]


def answers_of(examples: Sequence[Example], models: Sequence[str]) -> Answers:
    """Ask the rules and every model, each on its own, through the product's preparation."""
    preparer = Preparer(Settings().spacy_model)
    found: dict[str, dict[str, list[float | None]]] = {}
    scorers: list[Scorer] = [RuleScorer()]
    scorers += [embedded_scorer(name, threads=1) for name in models]
    for scorer in scorers:
        rows = RowScorer(preparer, [scorer], ask, _only, LABEL_KEYS).score(
            [e.text for e in examples], [""] * len(examples), [""] * len(examples)
        )
        found[scorer.info.name] = {
            label: [None if row[label] is None else float(row[label] or 0.0) for row in rows]
            for label in LABEL_KEYS
        }
    return Answers(examples, found)


def _only(label: str, parts: Sequence[Finding]) -> LabelResult:
    for part in parts:
        if part.status is Status.SCORED:
            return LabelResult(label, part.status, part.probability)
    return LabelResult(label, Status.ABSTAINED, None)


def fit_combination(held: Answers, models: Sequence[str]) -> dict[str, tuple[PoolWeights, ...]]:
    """Per label: the rules alone, and the rules beside each model that answers the label."""
    pools: dict[str, tuple[PoolWeights, ...]] = {}
    for label in LABEL_KEYS:
        listed = [PoolWeights(0.0, {"rules": 1.0})]
        if label == "possible_hostility":
            listed.append(PoolWeights(0.0, {"rules": 0.5, "detoxify": 0.5}))
        for model in models:
            names = ["rules", f"embedded-{model}"]
            rows = held.rows(label, names)
            if rows:
                fit = fit_pool(
                    held.columns(label, names, rows), held.truth(label, rows), ridge=_RIDGE
                )
                weights = {name: round(weight, 3) for name, weight in fit.weights.items()}
                listed.append(PoolWeights(round(fit.bias, 3), weights))
                if label == "possible_hostility":
                    listed.append(beside_detoxify(listed[-1]))
        pools[label] = tuple(listed)
    return pools


def beside_detoxify(fitted: PoolWeights) -> PoolWeights:
    """The same set with Detoxify's share: set, not fitted, since its weights were not to be had.

    A third of the say, as one of three scorers; the fitted ones keep their proportions.
    """
    kept = {name: round(weight * 2 / 3, 3) for name, weight in fitted.weights.items()}
    return PoolWeights(round(fitted.bias * 2 / 3, 3), {**kept, "detoxify": round(1 / 3, 3)})


def cross_fitted(held: Answers, label: str, model: str) -> tuple[list[float], list[float]]:
    """Truth and combined probability of every row, by weights that have not seen its thread."""
    names = ["rules", f"embedded-{model}"]
    rows = held.rows(label, names)
    columns, y = held.columns(label, names, rows), held.truth(label, rows)
    fold = held.folds(rows)
    scores = [0.0] * len(rows)
    for number in range(_FOLDS):
        there = [i for i in range(len(rows)) if fold[i] != number]
        fit = fit_pool({n: [columns[n][i] for i in there] for n in names}, [y[i] for i in there],
                       ridge=_RIDGE)  # fmt: skip
        method = Combination("fold", {label: (fit,)})
        for i in range(len(rows)):
            if fold[i] == number:
                parts = [Finding(label, n, Status.SCORED, columns[n][i]) for n in names]
                scores[i] = float(method.combine(label, parts).probability or 0.0)
    return y, scores


def joined(fitted: Combination, held: Answers, label: str, model: str) -> list[float]:
    """The combined probability of every row."""
    names = ["rules", f"embedded-{model}"]
    rows = held.rows(label, names)
    columns = held.columns(label, names, rows)
    found = (
        fitted.combine(label, [Finding(label, n, Status.SCORED, columns[n][i]) for n in names])
        for i in range(len(rows))
    )
    return [float(result.probability or 0.0) for result in found]


def report(held: Answers, model: str) -> dict[str, dict[str, Any]]:
    """AUC and calibration error of rules and model together, on the held-out rows, as figures."""
    found: dict[str, dict[str, Any]] = {}
    names = ["rules", f"embedded-{model}"]
    for label in LABEL_KEYS:
        rows = held.rows(label, names)
        if not rows:
            continue
        y, both = cross_fitted(held, label, model)
        columns = held.columns(label, names, rows)
        found[f"combined.{label}.auc"] = {
            **figure_of(bootstrap(auc, y, both)),
            "positives": int(sum(y)),
            "alone": {name: round(auc(y, column), 4) for name, column in columns.items()},
        }
        found[f"combined.{label}.ece"] = figure_of(bootstrap(expected_calibration_error, y, both))
    return found


def main() -> None:
    """Fit, write both files, and add the joined figures to each model's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--date", required=True, help="version of the combination")
    options = parser.parse_args()
    models = [m for m in MODEL_NAMES if (models_dir() / m / MANIFEST).is_file()]
    splits = read_splits(["annotated", "ucc", "c3"], corpora=options.corpora)
    held = answers_of(
        [e for name in ("dev", "test") for e in splits[name] if e.source == "annotated"], models
    )
    fitted = Combination(
        options.date,
        fit_combination(held, models),
        f"Rules and embedded models: fitted on {len(held.examples)} newspaper comments annotated "
        "under the codebook that no model learned from (the rules' own weights had seen two thirds "
        "of them). Detoxify's weights were on no machine of the project: beside the rules alone "
        "its share is an even say, and beside an embedded model a third; both are set, not fitted.",
    )
    (seeds_dir() / "combination.json").write_text(combination_json(fitted), encoding="utf-8")
    path = seeds_dir() / "profiles" / "default.json"
    profile = json.loads(path.read_text(encoding="utf-8"))
    groups = answers_of(
        [
            Example("harmless", str(n), "", text, targets=dict.fromkeys(CONCERNS, 0.0))
            for n, text in enumerate(harmless_sentences())
        ],
        models[:1],
    )
    for label in LABEL_KEYS:
        y, scores = cross_fitted(held, label, models[0])
        fair = fair_from(joined(fitted, groups, label, models[0])) if label in CONCERNS else 0.0
        at = thresholds(y, scores, least=fair)
        rows = held.rows(label, ["rules", f"embedded-{models[0]}"])
        told = verdicts(y, scores, held.folds(rows), least=fair)
        profile["thresholds"][label] = {
            **at,
            "reason": reason(y, told, raised=at["flag_at"] == fair),
        }
    profile["reason"] = (
        "Set on held-out newspaper comments annotated under the codebook, for rules and the "
        f"embedded model {models[0]!r} together: flagged where F1 is best (or as good, and less is "
        f"flagged), cleared below what keeps {KEPT_RECALL:.0%} of the comments with the label in "
        f"sight, or as much higher as leaves at most {UNSURE_SHARE:.0%} of all comments unsure. A "
        "label of concern is flagged "
        "no lower than where at most one in ten harmless sentences about any group is flagged."
    )
    path.write_text(json.dumps(profile, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for model in models:
        file = models_dir() / model / "figures.json"
        figures = json.loads(file.read_text(encoding="utf-8"))
        kept = {k: v for k, v in figures.items() if not k.startswith("combined.")}
        file.write_text(json.dumps(kept | report(held, model), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
