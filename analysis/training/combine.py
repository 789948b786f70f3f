"""How rules and embedded model are joined, and where the first thresholds lie.

Both are chosen on the dev rows that calibrate the default model's recipe, and reported on test
rows that nothing was chosen by. Written to ``seeds/`` by
``python -m analysis.training.combine --corpora FOLDER --date DATE``; weights of models that are
not there stay as they are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.combination import (
    Combination,
    PoolWeights,
    combination_json,
    fit_pool,
    load_combination,
)
from analysis.labels import LABEL_KEYS
from analysis.resources import models_dir, seeds_dir
from analysis.scorers.embedded import MODEL_NAMES
from analysis.training.first_thresholds import profile_reason
from analysis.training.kind_calibrations import KINDS, fit_kind, stretch_for
from analysis.training.measure_kinds import tells_base_rate
from analysis.training.product_answers import (
    Answers,
    answers_of,
    chosen_thresholds,
    every_answer,
)
from analysis.training.product_figures import product_figures
from analysis.training.recipes import RECIPES
from analysis.training.rules_alone import with_rules_alone_clear
from analysis.training.selection import read_splits

_RIDGE = 4.0


def fit_combination(
    answers: Answers, natural: Answers, models: Sequence[str]
) -> dict[str, tuple[PoolWeights, ...]]:
    """Per label: the rules alone, and the rules beside each model that answers the label. The rules
    alone are fitted too, or the thresholds would leave every comment without a cue unsure.

    How much each scorer's say counts beside the others is learned from all ``answers``, since what
    is rare on most sites is frequent among our own texts; how probable the label is, and how sure
    the joint answer may be, from the ``natural`` ones.
    What the rules say alone is learned from comments only: half of our texts were written with the
    other half's words, which a site's comments are not.
    """
    comments = answers.where(lambda example: example.source != "authored")
    pools: dict[str, tuple[PoolWeights, ...]] = {}
    for label in LABEL_KEYS:
        listed = [_fitted(comments, natural, label, ["rules"])]
        if label == "possible_hostility":
            listed.append(PoolWeights(0.0, {"rules": 0.5, "detoxify": 0.5}))
        for model in models:
            names = ["rules", f"embedded-{model}"]
            if answers.rows(label, names):
                listed.append(_fitted(answers, natural, label, names))
                if label == "possible_hostility":
                    listed.append(beside_detoxify(listed[-1]))
        pools[label] = tuple(listed)
    return pools


def _fitted(answers: Answers, natural: Answers, label: str, names: Sequence[str]) -> PoolWeights:
    rows, there = answers.rows(label, names), natural.rows(label, names)
    fit = fit_pool(answers.columns(label, names, rows), answers.truth(label, rows), ridge=_RIDGE)
    pool = PoolWeights(0.0, {name: max(w, 0.0) for name, w in fit.weights.items()})
    alone = Combination("fitted", {label: (pool,)})
    columns = natural.columns(label, names, there)
    chances = [
        alone.probability(label, {name: columns[name][i] for name in names})
        for i in range(len(there))
    ]
    return stretch_for(chances, natural.truth(label, there)).of(pool)


def beside_detoxify(fitted: PoolWeights) -> PoolWeights:
    """The same set with Detoxify's share: set, not fitted, since its weights were not to be had.

    A third of the say, as one of three scorers; the fitted ones keep their proportions.
    """
    weights = {name: round(weight * 2 / 3, 3) for name, weight in fitted.weights.items()}
    return PoolWeights(round(fitted.bias * 2 / 3, 3), {**weights, "detoxify": round(1 / 3, 3)})


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
        "no model learned from and whose sources allow commercial use, then stretched and shifted "
        f"on the {len(natural.examples)} of them from Reddit and debates. "
        "Detoxify's weights were on no machine of the project: beside the rules alone "
        "its share is an even say, and beside an embedded model a third; both are set, not fitted. "
        "The rules alone are shifted so that a comment without a cue is clear.",
    )
    path = seeds_dir() / "profiles" / "default.json"
    profile = json.loads(path.read_text(encoding="utf-8"))
    for label in LABEL_KEYS:
        profile["thresholds"][label] = chosen_thresholds(fitted, dev, test, label, model)
    fitted = with_rules_alone_clear(fitted, natural, profile["thresholds"])
    (seeds_dir() / "combination.json").write_text(combination_json(fitted), encoding="utf-8")
    profile["reason"] = profile_reason(model)
    path.write_text(json.dumps(profile, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    file = models_dir() / model / "figures.json"
    figures = json.loads(file.read_text(encoding="utf-8"))
    figures = {k: v for k, v in figures.items() if not k.startswith(("combined.", "kind."))}
    for kind in KINDS:
        figures |= fit_kind(kind, fitted, dev, test, model, profile["thresholds"])
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
