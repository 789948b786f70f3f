"""How well marked passages match: character F1 as in SemEval-2021 task 5."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from analysis.domain.span import Span
from analysis.evaluation.intervals import Estimate


def characters(spans: Iterable[Span]) -> set[int]:
    """Every position that some span covers."""
    return {position for span in spans for position in range(span.start, span.end)}


def character_f1(truth: Iterable[Span], marked: Iterable[Span]) -> float:
    """F1 over character positions of one text; 1 where both are empty, 0 where one is.

    The definition of the task (Pavlopoulos et al. 2021, after Da San Martino et al. 2019).
    """
    gold, ours = characters(truth), characters(marked)
    if not gold or not ours:
        return float(gold == ours)
    return 2 * len(gold & ours) / (len(gold) + len(ours))


def mean_character_f1(
    truth: Sequence[Iterable[Span]],
    marked: Sequence[Iterable[Span]],
    *,
    draws: int = 1000,
    seed: int = 0,
) -> Estimate:
    """The mean over texts with its bootstrap interval."""
    values = np.asarray([character_f1(t, f) for t, f in zip(truth, marked, strict=True)])
    chance = np.random.default_rng(seed)
    drawn = [float(values[chance.integers(0, len(values), len(values))].mean())
             for _ in range(draws if len(values) else 0)]  # fmt: skip
    low, high = np.quantile(drawn, [0.025, 0.975]) if drawn else (np.nan, np.nan)
    mean = float(values.mean()) if len(values) else float("nan")
    return Estimate(mean, float(low), float(high), len(values))
