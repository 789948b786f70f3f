"""Held-out rows, a model's answers to them, and the figures of one question with two answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.evaluation.arrays import Floats
from analysis.evaluation.intervals import bootstrap, paired_bootstrap
from analysis.evaluation.metrics import (
    auc,
    average_precision,
)
from analysis.scorers.embedded_model import Answer, EmbeddedModel
from analysis.training.baseline import tfidf_scores
from analysis.training.example import Example, Split
from analysis.training.measure_figures import Figures, figure_of

Splits = Mapping[Split, Sequence[Example]]


def answers_of(
    model: EmbeddedModel, examples: Sequence[Example], *, parents: bool = False
) -> list[Answer]:
    """The model's answers to examples, with their parents where asked."""
    return model.answer(
        [e.text for e in examples], [e.parent if parents else None for e in examples]
    )


def rows_of(splits: Splits, name: Split, source: str) -> list[Example]:
    """The rows of one corpus in one part."""
    return [e for e in splits[name] if e.source == source]


def tfidf_of(
    splits: Splits, source: str, target: str, test: Sequence[Example], bar: float = 0.5
) -> Floats:
    """Scores (n,) of a baseline on ``test``: words and pairs, fitted on the corpus' train part."""
    train = [e for e in rows_of(splits, "train", source) if target in e.targets]
    labels = [int(e.targets[target] > bar) for e in train]
    return tfidf_scores([e.text for e in train], labels, [e.text for e in test])[:, -1]


def ordering_figures(
    name: str,
    y: Sequence[float],
    scores: Floats,
    test: Sequence[Example],
    base: Floats | None,
) -> Figures:
    """AUC and average precision of ``scores`` for the truths ``y``, beside the texts' lengths and
    a baseline's scores, if there is one."""
    lengths = [len(e.text) for e in test]
    more: dict[str, Any] = {"positives": int(sum(y)), "length_auc": round(auc(y, lengths), 4)}
    if base is not None:
        ahead = paired_bootstrap(auc, y, list(scores), list(base), draws=500)
        more |= {
            "tfidf_auc": round(auc(y, list(base)), 4),
            "ahead_of_tfidf": [round(v, 4) for v in (ahead.value, ahead.low, ahead.high)],
        }
    return {
        f"{name}.auc": figure_of(bootstrap(auc, y, list(scores)), **more),
        f"{name}.average_precision": figure_of(bootstrap(average_precision, y, list(scores))),
    }
