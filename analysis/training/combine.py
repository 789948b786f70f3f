"""How rules and embedded model are joined, and where the first thresholds lie.

Both are chosen on the dev rows that calibrate the default model's recipe, and reported on test
rows that nothing was chosen by. Written to ``seeds/`` by
``python -m analysis.training.combine --corpora FOLDER --date DATE``; weights of models that are
not there stay as they are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.combination import (
    Combination,
    PoolWeights,
    combination_json,
    fit_pool,
    load_combination,
    refit_bias,
)
from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.finding import Finding, LabelResult, Status
from analysis.domain.profile import Profile, Threshold
from analysis.labels import LABEL_KEYS, LABELS
from analysis.pipeline import Pipeline
from analysis.resources import models_dir, seeds_dir
from analysis.scorers.base import Scorer
from analysis.scorers.embedded import MODEL_NAMES, embedded_scorer
from analysis.scorers.rules import RuleScorer
from analysis.settings import Settings
from analysis.text.prepare import Preparer
from analysis.training.example import Example
from analysis.training.first_thresholds import (
    NATURAL,
    Judgement,
    harmless,
    profile_reason,
    reason,
    spared_from,
    thresholds,
    verdict,
)
from analysis.training.measure_kinds import site_of, tells_base_rate
from analysis.training.product_figures import product_figures
from analysis.training.recipes import RECIPES
from analysis.training.selection import read_splits

CONCERNS = tuple(label.key for label in LABELS if label.concern)
_RIDGE = 4.0
_EVEN = 0.5
# With fewer comments that have the label, F1 says little: then all of the pool's are looked at.
FEWEST_POSITIVES = 40
_COMMENT, _PARENT = "comment", "parent"
# Recommendations are not looked at here; a pipeline must know some thresholds.
_ANY_PROFILE = Profile("none", 0, dict.fromkeys(LABEL_KEYS, Threshold(0.5, 0.25)))


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

    def where(self, keep: Callable[[Example], bool]) -> Answers:
        """Only the examples that are to be kept."""
        rows = [i for i, e in enumerate(self.examples) if keep(e)]
        by_scorer = {
            scorer: {label: [column[i] for i in rows] for label, column in columns.items()}
            for scorer, columns in self.by_scorer.items()
        }
        return Answers([self.examples[i] for i in rows], by_scorer)

    def truth(self, label: str, rows: Sequence[int]) -> list[float]:
        """Those rows' yes (1) or no (0)."""
        return [float(self.examples[i].targets[label] > _EVEN) for i in rows]


def answers_of(examples: Sequence[Example], models: Sequence[str]) -> Answers:
    """Ask the rules and every model, each on its own, through the product's preparation."""
    preparer = Preparer(Settings().spacy_model)
    by_scorer: dict[str, dict[str, list[float | None]]] = {}
    scorers: list[Scorer] = [RuleScorer()]
    scorers += [embedded_scorer(name, threads=1) for name in models]
    for scorer in scorers:
        pipeline = Pipeline(preparer, [scorer], Combination("alone", {}), _ANY_PROFILE)
        analyses = pipeline.analyze_apart(map(alone, examples), only={_COMMENT})
        by_scorer[scorer.info.name] = {
            label: [_own_answer(analysis.labels[label]) for analysis in analyses]
            for label in LABEL_KEYS
        }
    return Answers(examples, by_scorer)


def alone(example: Example) -> Discussion:
    """The row under the comment that it answers, where that is known."""
    before = (Comment(_PARENT, "row", 1, example.parent),) if example.parent else ()
    parent = _PARENT if before else None
    comment = Comment(_COMMENT, "row", 2, example.text, parent_id=parent)
    return Discussion(Article("row"), (*before, comment))


def _own_answer(result: LabelResult) -> float | None:
    """The lone scorer's probability as it gave it; ``None`` without an answer for the label."""
    if result.status is not Status.SCORED:
        return None
    return next(part.probability for part in result.parts if part.status is Status.SCORED)


def fit_combination(
    answers: Answers, natural: Answers, models: Sequence[str]
) -> dict[str, tuple[PoolWeights, ...]]:
    """Per label: the rules alone, and the rules beside each model that answers the label.

    How much each scorer's say counts is learned from all ``answers``, since what is rare on most
    sites is frequent among our own texts; how probable the label is, from the ``natural`` ones.
    """
    pools: dict[str, tuple[PoolWeights, ...]] = {}
    for label in LABEL_KEYS:
        listed = [PoolWeights(0.0, {"rules": 1.0})]
        if label == "possible_hostility":
            listed.append(PoolWeights(0.0, {"rules": 0.5, "detoxify": 0.5}))
        for model in models:
            names = ["rules", f"embedded-{model}"]
            rows = answers.rows(label, names)
            if rows:
                fit = fit_pool(
                    answers.columns(label, names, rows), answers.truth(label, rows), ridge=_RIDGE
                )
                weights = {name: max(round(w, 3), 0.0) for name, w in fit.weights.items()}
                there = natural.rows(label, names)
                usual = refit_bias(
                    PoolWeights(0.0, weights),
                    natural.columns(label, names, there),
                    natural.truth(label, there),
                )
                listed.append(PoolWeights(round(usual.bias, 3), weights))
                if label == "possible_hostility":
                    listed.append(beside_detoxify(listed[-1]))
        pools[label] = tuple(listed)
    return pools


def beside_detoxify(fitted: PoolWeights) -> PoolWeights:
    """The same set with Detoxify's share: set, not fitted, since its weights were not to be had.

    A third of the say, as one of three scorers; the fitted ones keep their proportions.
    """
    weights = {name: round(weight * 2 / 3, 3) for name, weight in fitted.weights.items()}
    return PoolWeights(round(fitted.bias * 2 / 3, 3), {**weights, "detoxify": round(1 / 3, 3)})


def joined(fitted: Combination, answers: Answers, label: str, model: str) -> list[float]:
    """The combined probability of every row that both scorers answer, in the rows' order."""
    names = ["rules", f"embedded-{model}"]
    rows = answers.rows(label, names)
    columns = answers.columns(label, names, rows)
    combined = (
        fitted.combine(label, [Finding(label, n, Status.SCORED, columns[n][i]) for n in names])
        for i in range(len(rows))
    )
    return [float(result.probability or 0.0) for result in combined]


def every_answer(
    fitted: Combination, answers: Answers, label: str, model: str
) -> list[float | None]:
    """The combined probability of every row with a truth; ``None`` where a scorer has none."""
    rows = answers.rows(label, ["rules", f"embedded-{model}"])
    known = dict(zip(rows, joined(fitted, answers, label, model), strict=True))
    return [known.get(i) for i, e in enumerate(answers.examples) if label in e.targets]


def chosen_thresholds(
    fitted: Combination, dev: Answers, test: Answers, label: str, model: str
) -> dict[str, Any]:
    """One label's thresholds, chosen on dev rows, with what they do on test rows by site."""
    names = ["rules", f"embedded-{model}"]
    rows, scores = dev.rows(label, names), joined(fitted, dev, label, model)
    truth = dev.truth(label, rows)
    natural = [k for k, i in enumerate(rows) if tells_base_rate(dev.examples[i])]
    if sum(truth[k] for k in natural) < FEWEST_POSITIVES:
        natural = [k for k, i in enumerate(rows) if dev.examples[i].source in NATURAL]
    written = [
        scores[k]
        for k, i in enumerate(rows)
        if dev.examples[i].source == "authored" and harmless(dev.examples[i], label)
    ]
    y = truth
    least = spared_from(written) if label in CONCERNS else 0.0
    at = thresholds([y[k] for k in natural], [scores[k] for k in natural], least=least)
    there = test.rows(label, names)
    judged = judgements(test, there, label, joined(fitted, test, label, model), at)
    return {**at, "reason": reason(judged, raised=at["flag_at"] == least)}


def judgements(
    test: Answers, rows: Sequence[int], label: str, scores: Sequence[float],
    at: Mapping[str, float],
) -> list[Judgement]:  # fmt: skip
    """What the thresholds say of each natural test row, with its truth and kind of site."""
    return [
        Judgement(site_of(test.examples[i]), bool(truth), verdict(score, at))
        for i, truth, score in zip(rows, test.truth(label, rows), scores, strict=True)
        if test.examples[i].source in NATURAL
    ]


def main() -> None:
    """Fit, write both files, and add the joined figures to the default model's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--date", required=True, help="version of the combination")
    options = parser.parse_args()
    model = MODEL_NAMES[0]
    recipe = RECIPES[model]
    splits = read_splits((*recipe.sources, *recipe.calibrated_on, "annotated"),
                         corpora=options.corpora)  # fmt: skip
    measured = (*recipe.calibrated_on, "annotated")
    dev = answers_of([e for e in splits["dev"] if e.source in recipe.calibrated_on], [model])
    test = answers_of([e for e in splits["test"] if e.source in measured], [model])
    natural = dev.where(tells_base_rate)
    fitted = Combination(
        options.date,
        with_other_models(fit_combination(dev, natural, [model]), models=[model]),
        f"Rules and embedded model: weights fitted on {len(dev.examples)} comments and texts that "
        "no model learned from and whose sources allow commercial use, the bias on the "
        f"{len(natural.examples)} of them from Reddit and debates. "
        "Detoxify's weights were on no machine of the project: beside the rules alone "
        "its share is an even say, and beside an embedded model a third; both are set, not fitted.",
    )
    (seeds_dir() / "combination.json").write_text(combination_json(fitted), encoding="utf-8")
    path = seeds_dir() / "profiles" / "default.json"
    profile = json.loads(path.read_text(encoding="utf-8"))
    for label in LABEL_KEYS:
        profile["thresholds"][label] = chosen_thresholds(fitted, dev, test, label, model)
    profile["reason"] = profile_reason(model)
    path.write_text(json.dumps(profile, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    file = models_dir() / model / "figures.json"
    figures = json.loads(file.read_text(encoding="utf-8"))
    figures = {k: v for k, v in figures.items() if not k.startswith("combined.")}
    chances = {label: every_answer(fitted, test, label, model) for label in LABEL_KEYS}
    figures |= product_figures(test.examples, chances, profile["thresholds"])
    file.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def with_other_models(
    fitted: Mapping[str, tuple[PoolWeights, ...]], *, models: Sequence[str]
) -> dict[str, tuple[PoolWeights, ...]]:
    """The new weights, and of the old ones those of other models that are still to be had."""
    old = load_combination(seeds_dir() / "combination.json").pools
    others = {f"embedded-{name}" for name in MODEL_NAMES if name not in models}
    return {
        label: (*new, *(pool for pool in old.get(label, ()) if others & set(pool.weights)))
        for label, new in fitted.items()
    }


if __name__ == "__main__":
    main()
