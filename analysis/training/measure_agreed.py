"""Figures on the pool's held-out comments that two readers read: order where they agree.

A single quick reading is noise as well as an answer. Two thousand held-out comments were read
again by readers who did not see the first digits (``readings_pool_second.csv``); where both say
yes or both say no, an order is measured against less noise. How far they agree stands beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.domain.span import Span
from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import auc
from analysis.evaluation.spans import mean_character_f1
from analysis.training.corpora.pool import PHRASES, QUESTIONS, PoolReading
from analysis.training.example import Example
from analysis.training.heads import LEVELS, PRODUCT_LABELS
from analysis.training.measure_figures import Figures, figure_of
from analysis.training.measure_kinds import FEWEST, Scored, baseline_aucs
from analysis.training.pool_agreement import YES_FROM, kappa

_EVEN = 0.5


def agreed_figures(
    scored: Scored, second: Sequence[PoolReading], train: Sequence[Example] = ()
) -> Figures:
    """AUC of each label and of the severe level on the comments about which both readers agree
    (``pool.agreed``, with ``kappa`` over all that were read twice), and the character F1 of the
    two readers' phrases (``pool.readers``). Baselines where there are ``train`` examples."""
    by_key = {f"{r.source}:{r.key}": r for r in second}
    twice = scored.where(lambda e: e.key in by_key)
    figures: Figures = {}
    for target in (*PRODUCT_LABELS, LEVELS[2]):
        first, again = _answers(twice.examples, by_key, target)
        if not first:
            continue
        same = {e.key for e, a, b in zip(twice.examples, first, again, strict=True) if a == b}
        agreed = twice.where(lambda e, keys=same: e.key in keys)  # type: ignore[misc]
        y, p = agreed.columns(target)
        if min(sum(y), len(y) - sum(y)) < FEWEST:
            continue
        figure = figure_of(
            bootstrap(auc, y, p), positives=int(sum(y)), read_twice=len(first),
            kappa=round(kappa(first, again), 4),
            length_auc=round(auc(y, [float(len(e.text)) for e in agreed.examples]), 4),
        )  # fmt: skip
        more = baseline_aucs(agreed, train, target) if train and target in PRODUCT_LABELS else {}
        figures[f"pool.agreed.{target}.auc"] = figure | more
    return figures | _phrases(twice.examples, by_key)


def _answers(
    examples: Sequence[Example], second: Mapping[str, PoolReading], target: str
) -> tuple[list[float], list[float]]:
    """Yes and no of both readings, row by row."""
    position = QUESTIONS.index(target)
    rows = [e for e in examples if target in e.targets]
    first = [float(e.targets[target] > _EVEN) for e in rows]
    return first, [float(second[e.key].digits[position] >= YES_FROM) for e in rows]


def _phrases(examples: Sequence[Example], second: Mapping[str, PoolReading]) -> Figures:
    figures: Figures = {}
    for short, (label, _) in PHRASES.items():
        pairs = [
            ([Span(*place) for place in e.spans[label]], [Span(*second[e.key].phrases[short])])
            for e in examples
            if e.spans.get(label) and short in second[e.key].phrases
        ]
        if len(pairs) >= FEWEST:
            estimate = mean_character_f1([a for a, _ in pairs], [b for _, b in pairs])
            figures[f"pool.readers.{label}.character_f1"] = figure_of(estimate)
    return figures
