"""The figures of a shipped model on what was held out, beside the baselines on the same rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.domain.span import Span
from analysis.evaluation.bands import auc_within_bands
from analysis.evaluation.calibration import cross_fitted, sigmoid
from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import (
    brier,
    expected_calibration_error,
)
from analysis.evaluation.spans import mean_character_f1
from analysis.scorers.embedded_answers import (
    head_log_odds,
    head_probabilities,
    label_probabilities,
    named_logits,
)
from analysis.scorers.embedded_marks import all_marked
from analysis.scorers.embedded_model import EmbeddedModel
from analysis.training.calibrate import RIDGE
from analysis.training.corpora.pool import SECOND, read_pool_file
from analysis.training.example import Example
from analysis.training.heads import LEVELS, PRODUCT_LABELS
from analysis.training.measure_agreed import agreed_figures
from analysis.training.measure_corpora import attribute_figures, pair_figures, sentence_figures
from analysis.training.measure_figures import Figures, figure_of
from analysis.training.measure_kinds import (
    Scored,
    authored_figures,
    pool_figures,
    with_baselines,
)
from analysis.training.measure_marks import marks_figures
from analysis.training.measure_near import near_figures
from analysis.training.measure_rows import Splits, answers_of, ordering_figures, rows_of, tfidf_of

_READ_OR_WRITTEN = ("readings_pool", "readings_open", "authored")
MOST_MARKED = 250  # comments of a source whose marks are looked at


def measure(model: EmbeddedModel, splits: Splits, *, baselines: bool = True) -> Figures:
    """Every figure that the model's heads allow."""
    figures: Figures = {}
    for part in (_product, _kinds, attribute_figures, sentence_figures, pair_figures, _spans):
        figures |= part(model, splits, baselines)
    figures |= near_figures(model, splits)
    for source in ("annotated", "readings_pool"):
        rows = rows_of(splits, "test", source)
        if rows:
            figures |= marks_figures(model, source, rows[:MOST_MARKED])
    return figures


def _product(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    """The four labels. Whatever was fitted on held-out rows is applied only to other rows:
    calibration, and the weights where a label is made of several heads, are cross-fitted."""
    test, dev = rows_of(splits, "test", "annotated"), rows_of(splits, "dev", "annotated")
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
        base = tfidf_of(splits, "annotated", label, here) if baselines else None
        name = f"annotated.{label}"
        figures |= ordering_figures(name, y[:size], scores, here, base)
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
        here = scored(model, rows_of(splits, "test", source))
        if here.examples:
            measured = part(here)
            figures |= with_baselines(measured, name, here, train) if baselines else measured
            if source == "readings_pool":
                figures |= agreed_figures(here, read_pool_file(SECOND), train if baselines else ())
    return figures


def _spans(model: EmbeddedModel, splits: Splits, baselines: bool) -> Figures:
    figures: Figures = {}
    for source, channels in (
        ("toxic_spans", ("toxic",)),
        ("annotated", PRODUCT_LABELS),
        ("readings_pool", PRODUCT_LABELS),
    ):
        test = rows_of(splits, "test", source)
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
