"""The figures of a shipped model on what was held out, beside the baselines on the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.domain.span import Span
from analysis.evaluation.arrays import Floats
from analysis.evaluation.bands import auc_within_bands
from analysis.evaluation.calibration import cross_fitted, sigmoid
from analysis.evaluation.intervals import bootstrap, paired_bootstrap
from analysis.evaluation.metrics import (
    accuracy,
    auc,
    average_precision,
    brier,
    expected_calibration_error,
    macro_f1,
)
from analysis.evaluation.spans import mean_character_f1
from analysis.scorers.embedded_answers import (
    head_log_odds,
    head_probabilities,
    label_probabilities,
    named_logits,
)
from analysis.scorers.embedded_marks import all_marked
from analysis.scorers.embedded_model import Answer, EmbeddedModel
from analysis.training.baseline import tfidf_scores
from analysis.training.calibrate import RIDGE
from analysis.training.corpora.pool import SECOND, read_pool_file
from analysis.training.example import Example, Split
from analysis.training.heads import LEVELS, PRODUCT_LABELS, SOFTMAX_GROUPS, UCC
from analysis.training.measure_agreed import agreed_figures
from analysis.training.measure_figures import Figures, figure_of
from analysis.training.measure_kinds import (
    Scored,
    authored_figures,
    pool_figures,
    with_baselines,
)
from analysis.training.measure_marks import marks_figures
from analysis.training.measure_near import near_figures

_READ_OR_WRITTEN = ("readings_pool", "readings_open", "authored")
MOST_MARKED = 250  # comments of a source whose marks are looked at
Splits = Mapping[Split, Sequence[Example]]


def measure(model: EmbeddedModel, splits: Splits, *, baselines: bool = True) -> Figures:
    """Every figure that the model's heads allow."""
    figures: Figures = {}
    for part in (_product, _kinds, _ucc, _sentences, _pairs, _spans):
        figures |= part(model, splits, baselines)
    figures |= near_figures(model, splits)
    for source in ("annotated", "readings_pool"):
        rows = _of(splits, "test", source)
        if rows:
            figures |= marks_figures(model, source, rows[:MOST_MARKED])
    return figures


def answers_of(
    model: EmbeddedModel, examples: Sequence[Example], *, parents: bool = False
) -> list[Answer]:
    """The model's answers to examples, with their parents where asked."""
    return model.answer(
        [e.text for e in examples], [e.parent if parents else None for e in examples]
    )


def _of(splits: Splits, name: Split, source: str) -> list[Example]:
    return [e for e in splits[name] if e.source == source]


def _tfidf(
    splits: Splits, source: str, target: str, test: Sequence[Example], bar: float = 0.5
) -> Floats:
    train = [e for e in _of(splits, "train", source) if target in e.targets]
    labels = [int(e.targets[target] > bar) for e in train]
    return tfidf_scores([e.text for e in train], labels, [e.text for e in test])[:, -1]


def _binary(
    figures: Figures, name: str, y: list[float], scores: Floats, test: list[Example],
    base: Floats | None,
) -> None:  # fmt: skip
    lengths = [len(e.text) for e in test]
    more: dict[str, Any] = {"positives": int(sum(y)), "length_auc": round(auc(y, lengths), 4)}
    if base is not None:
        ahead = paired_bootstrap(auc, y, list(scores), list(base), draws=500)
        more |= {
            "tfidf_auc": round(auc(y, list(base)), 4),
            "ahead_of_tfidf": [round(v, 4) for v in (ahead.value, ahead.low, ahead.high)],
        }
    figures[f"{name}.auc"] = figure_of(bootstrap(auc, y, list(scores)), **more)
    figures[f"{name}.average_precision"] = figure_of(bootstrap(average_precision, y, list(scores)))


def _product(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    """The four labels. Whatever was fitted on held-out rows is applied only to other rows:
    calibration, and the weights where a label is made of several heads, are cross-fitted."""
    test, dev = _of(splits, "test", "annotated"), _of(splits, "dev", "annotated")
    figures: Figures = {}
    held_out = [*test, *dev]
    logits = [named_logits(model.manifest, a) for a in answers_of(model, held_out)]
    for label, head in model.manifest.labels.items():
        rows = [i for i, e in enumerate(held_out) if label in e.targets]
        y = [held_out[i].targets[label] for i in rows]
        x = np.array([[logits[i][name] for name in head.weights] for i in rows])
        # Rows that took part in the calibration are judged by one that has not seen them.
        chances = (
            cross_fitted(x, y, folds=10, ridge=RIDGE)
            if _calibrated_here(model)
            else sigmoid(np.array([head_log_odds(head, logits[i]) for i in rows]))
        )
        size = sum(i < len(test) for i in rows)  # the test rows come first
        here = [held_out[i] for i in rows[:size]]
        plain = len(head.weights) == 1 and not head.at_least
        scores = x[:size, 0] if plain else chances[:size]
        base = _tfidf(splits, "annotated", label, here) if baselines else None
        name = f"annotated.{label}"
        _binary(figures, name, y[:size], scores, here, base)
        lengths = [len(e.text) for e in here]
        figures[f"{name}.auc_within_length"] = figure_of(
            auc_within_bands(y[:size], scores, lengths),
            length=round(auc_within_bands(y[:size], lengths, lengths, draws=1).value, 4),
        )
        figures[f"{name}.ece"] = figure_of(bootstrap(expected_calibration_error, y, chances))
        figures[f"{name}.brier"] = figure_of(
            bootstrap(brier, y, chances), of_base_rate=round(float(np.var(y)), 4)
        )
    return figures


def _calibrated_here(model: EmbeddedModel) -> bool:
    calibration = model.manifest.extra.get("calibration", {})
    return any("annotated" in row.get("rows", "") for row in calibration.values())


def scored(model: EmbeddedModel, examples: Sequence[Example]) -> Scored:
    """The shipped probability of every label and level, with the parent where it is known."""
    chances = []
    for answer in answers_of(model, examples, parents=True):
        logits = named_logits(model.manifest, answer)
        heads = head_probabilities(model.manifest, logits)
        paired = answer.paired is not None
        chances.append(
            {name: heads[name] for name in LEVELS[1:] if name in heads}
            | label_probabilities(model.manifest, logits, has_parent=paired)
        )
    return Scored(examples, chances)


def _kinds(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    figures: Figures = {}
    train = [e for e in splits["train"] if e.source in _READ_OR_WRITTEN]
    for source, name, part in (
        ("readings_pool", "pool.all", pool_figures), ("authored", "authored", authored_figures)
    ):  # fmt: skip
        here = scored(model, _of(splits, "test", source))
        if here.examples:
            measured = part(here)
            figures |= with_baselines(measured, name, here, train) if baselines else measured
            if source == "readings_pool":
                figures |= agreed_figures(here, read_pool_file(SECOND), train if baselines else ())
    return figures


def _ucc(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    test = _of(splits, "test", "ucc")
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
        base = _tfidf(splits, "ucc", target, here) if baselines else None
        _binary(figures, target, y, scores, here, base)
    return figures


def _sentences(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    figures: Figures = {}
    test = _of(splits, "test", "verifiability")
    if test and "verifiability" in model.manifest.softmax:
        classes = SOFTMAX_GROUPS["verifiability"]
        truth = [_class(e, "verifiability") for e in test]
        predicted = _classes(model, answers_of(model, test), "verifiability")
        more: dict[str, Any] = {}
        if baselines:
            train = _of(splits, "train", "verifiability")
            table = tfidf_scores(
                [e.text for e in train],
                [_class(e, "verifiability") for e in train],
                [e.text for e in test],
            )
            more["tfidf"] = round(macro_f1(truth, list(table.argmax(1))), 4)
        figures["verifiability.macro_f1"] = figure_of(
            bootstrap(macro_f1, truth, predicted), classes=list(classes), **more
        )
    test = _of(splits, "test", "testimony")
    if test and "testimony" in model.manifest.logits:
        y = [e.targets["testimony"] for e in test]
        scores = np.array(
            [named_logits(model.manifest, a)["testimony"] for a in answers_of(model, test)]
        )
        base = _tfidf(splits, "testimony", "testimony", test) if baselines else None
        _binary(figures, "testimony", y, scores, test, base)
    return figures


def _pairs(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    if "pair" not in model.manifest.softmax:
        return {}
    figures: Figures = {}
    for source in ("debagreement", "covid", "iac"):
        test = [e for e in _of(splits, "test", source) if "pair.disagree" in e.targets]
        if not test:
            continue
        truth = [_class(e, "pair") for e in test]
        y = [float(e.targets["pair.disagree"] > 0.5) for e in test]
        for reading in (True, False):
            answers = answers_of(model, test, parents=reading)
            scores = np.array([named_logits(model.manifest, a)["pair.disagree"] for a in answers])
            name = f"pair.{source}.{'with' if reading else 'without'}_parent"
            base = _tfidf(splits, source, "pair.disagree", test) if _can(
                baselines and reading, splits, source) else None  # fmt: skip
            _binary(figures, f"{name}.disagree", y, scores, test, base)
            own = [
                label_probabilities(
                    model.manifest, named_logits(model.manifest, a), has_parent=reading
                )
                for a in answers
            ]
            if all("disagreement" in row for row in own):
                probabilities = [row["disagreement"] for row in own]
                figures[f"{name}.label_disagreement"] = figure_of(bootstrap(auc, y, probabilities))
            if source == "debagreement":
                predicted = _classes(model, answers, "pair")
                figures[f"{name}.accuracy"] = figure_of(bootstrap(accuracy, truth, predicted))
                agreed = [i for i, e in enumerate(test) if max(e.targets.values()) > 0.99]
                figures[f"{name}.accuracy_unanimous"] = figure_of(
                    bootstrap(accuracy, [truth[i] for i in agreed], [predicted[i] for i in agreed])
                )
        nasty = [i for i, e in enumerate(test) if "iac.nasty" in e.targets]
        if nasty and "possible_hostility" in model.manifest.logits:
            hostile = [
                named_logits(model.manifest, a)["possible_hostility"]
                for a in answers_of(model, [test[i] for i in nasty])
            ]
            figures[f"pair.{source}.disagree_and_hostility"] = figure_of(
                bootstrap(_correlation, hostile, [float(scores[i]) for i in nasty]),
                people=round(
                    _correlation([y[i] for i in nasty],
                                 [test[i].targets["iac.nasty"] for i in nasty]), 4
                ),
            )  # fmt: skip
    return figures


def _spans(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    figures: Figures = {}
    for source, channels in (
        ("toxic_spans", ("toxic",)),
        ("annotated", PRODUCT_LABELS),
        ("readings_pool", PRODUCT_LABELS),
    ):
        test = _of(splits, "test", source)
        for channel in channels:
            rows = [e for e in test if channel in e.spans]
            if source != "toxic_spans":
                rows = [e for e in rows if e.spans[channel]]
            if not rows or channel not in model.manifest.channels:
                continue
            truth, marked = span_pairs(model, rows, channel)
            figures[f"spans.{source}.{channel}.character_f1"] = figure_of(
                mean_character_f1(truth, marked)
            )
    return figures


def span_pairs(
    model: EmbeddedModel, examples: Sequence[Example], channel: str
) -> tuple[list[list[Span]], list[list[Span]]]:
    """The marked and the found passages of each example."""
    answers = answers_of(model, examples)
    truth = [[Span(s, e) for s, e in example.spans[channel]] for example in examples]
    marked = [
        all_marked(model.manifest, answer.tokens, example.text, channel)
        for example, answer in zip(examples, answers, strict=True)
    ]
    return truth, marked


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


def _can(wanted: bool, splits: Splits, source: str) -> bool:
    return wanted and bool(_of(splits, "train", source))
