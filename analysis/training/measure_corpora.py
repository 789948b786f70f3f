"""Figures on corpora that bring labels of their own: attributes, sentences, reply pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.evaluation.arrays import Floats
from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import (
    accuracy,
    auc,
    macro_f1,
)
from analysis.scorers.embedded_answers import (
    head_probabilities,
    label_probabilities,
    named_logits,
)
from analysis.scorers.embedded_model import Answer, EmbeddedModel
from analysis.training.baseline import tfidf_scores
from analysis.training.example import Example
from analysis.training.heads import SOFTMAX_GROUPS, UCC
from analysis.training.measure_figures import Figures, figure_of
from analysis.training.measure_rows import Splits, answers_of, ordering_figures, rows_of, tfidf_of


def attribute_figures(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    """The attributes of UCC that the model answers."""
    test = rows_of(splits, "test", "ucc")
    names = [n for n in UCC if f"ucc.{n}" in model.manifest.logits]
    if not test or not names:
        return {}
    figures: Figures = {}
    logits = [named_logits(model.manifest, a) for a in answers_of(model, test)]
    for name in names:
        target = f"ucc.{name}"
        rows = [i for i, e in enumerate(test) if target in e.targets]
        here = [test[i] for i in rows]
        y = [float(e.targets[target] > 0.5) for e in here]
        scores = np.array([logits[i][target] for i in rows])
        base = tfidf_of(splits, "ucc", target, here) if baselines else None
        figures |= ordering_figures(target, y, scores, here, base)
    return figures


def sentence_figures(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    """Kinds of sentence (verifiable or not, experienced or not) and testimony."""
    figures: Figures = {}
    test = rows_of(splits, "test", "verifiability")
    if test and "verifiability" in model.manifest.softmax:
        truth = [_class(e, "verifiability") for e in test]
        predicted = _classes(model, answers_of(model, test), "verifiability")
        more = {"tfidf": _tfidf_of_kinds(splits, test, truth)} if baselines else {}
        figures["verifiability.macro_f1"] = figure_of(
            bootstrap(macro_f1, truth, predicted),
            classes=list(SOFTMAX_GROUPS["verifiability"]),
            **more,
        )
    test = rows_of(splits, "test", "testimony")
    if test and "testimony" in model.manifest.logits:
        y = [e.targets["testimony"] for e in test]
        scores = _logits(model, answers_of(model, test), "testimony")
        base = tfidf_of(splits, "testimony", "testimony", test) if baselines else None
        figures |= ordering_figures("testimony", y, scores, test, base)
    return figures


def _tfidf_of_kinds(splits: Splits, test: Sequence[Example], truth: Sequence[int]) -> float:
    train = rows_of(splits, "train", "verifiability")
    table = tfidf_scores(
        [e.text for e in train],
        [_class(e, "verifiability") for e in train],
        [e.text for e in test],
    )
    return round(macro_f1(truth, list(table.argmax(1))), 4)


def pair_figures(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    """Whether a reply disagrees with what it answers, read with its parent and without."""
    if "pair" not in model.manifest.softmax:
        return {}
    figures: Figures = {}
    for source in ("debagreement", "covid", "iac"):
        test = [e for e in rows_of(splits, "test", source) if "pair.disagree" in e.targets]
        if not test:
            continue
        can = baselines and bool(rows_of(splits, "train", source))
        base = tfidf_of(splits, source, "pair.disagree", test) if can else None
        for parents in (True, False):
            answers = answers_of(model, test, parents=parents)
            name = f"pair.{source}.{'with' if parents else 'without'}_parent"
            figures |= _replies(
                model, name, test, answers, base if parents else None, parents=parents
            )
            if source == "debagreement":
                figures |= _agreed(model, name, test, answers)
        figures |= _nastiness(model, source, test)
    return figures


def _replies(
    model: EmbeddedModel,
    name: str,
    test: Sequence[Example],
    answers: Sequence[Answer],
    base: Floats | None,
    *,
    parents: bool,
) -> Figures:
    """The pair head and, where the model answers it, the label."""
    y = _disagree(test)
    figures = ordering_figures(
        f"{name}.disagree", y, _logits(model, answers, "pair.disagree"), test, base
    )
    own = [
        label_probabilities(model.manifest, named_logits(model.manifest, a), has_parent=parents)
        for a in answers
    ]
    if all("disagreement" in row for row in own):
        chances = [row["disagreement"] for row in own]
        figures[f"{name}.label_disagreement"] = figure_of(bootstrap(auc, y, chances))
    return figures


def _agreed(
    model: EmbeddedModel, name: str, test: Sequence[Example], answers: Sequence[Answer]
) -> Figures:
    """Accuracy over the three classes, and where all who judged said the same."""
    truth, predicted = [_class(e, "pair") for e in test], _classes(model, answers, "pair")
    agreed = [i for i, e in enumerate(test) if max(e.targets.values()) > 0.99]
    return {
        f"{name}.accuracy": figure_of(bootstrap(accuracy, truth, predicted)),
        f"{name}.accuracy_unanimous": figure_of(
            bootstrap(accuracy, [truth[i] for i in agreed], [predicted[i] for i in agreed])
        ),
    }


def _nastiness(model: EmbeddedModel, source: str, test: Sequence[Example]) -> Figures:
    """How disagreement goes with hostility, for the model and for the people who judged both."""
    nasty = [e for e in test if "iac.nasty" in e.targets]
    if not nasty or "possible_hostility" not in model.manifest.logits:
        return {}
    answers = answers_of(model, nasty)
    hostile = _logits(model, answers, "possible_hostility")
    disagree = _logits(model, answers, "pair.disagree")
    people = _correlation(_disagree(nasty), [e.targets["iac.nasty"] for e in nasty])
    return {
        f"pair.{source}.disagree_and_hostility": figure_of(
            bootstrap(_correlation, list(hostile), list(disagree)), people=round(people, 4)
        )
    }


def _disagree(examples: Sequence[Example]) -> list[float]:
    return [float(e.targets["pair.disagree"] > 0.5) for e in examples]


def _logits(model: EmbeddedModel, answers: Sequence[Answer], name: str) -> Floats:
    return np.array([named_logits(model.manifest, answer)[name] for answer in answers])


def _class(example: Example, group: str) -> int:
    classes = SOFTMAX_GROUPS[group]
    return int(np.argmax([example.targets[f"{group}.{c}"] for c in classes]))


def _classes(model: EmbeddedModel, answers: Sequence[Answer], group: str) -> list[float]:
    classes = SOFTMAX_GROUPS[group]
    predicted = []
    for answer in answers:
        chances = head_probabilities(model.manifest, named_logits(model.manifest, answer))
        predicted.append(float(np.argmax([chances[f"{group}.{c}"] for c in classes])))
    return predicted


def _correlation(a: Any, b: Any) -> float:
    return float(np.corrcoef(np.asarray(a, dtype=float), np.asarray(b, dtype=float))[0, 1])
