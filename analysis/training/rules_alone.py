"""What the rules say where no model stands beside them: a comment without a cue must be clear.

Thresholds are chosen for rules and model together. The rules alone know little, so by themselves
they call a comment without a cue about as probable as the label is; at such thresholds every one
would be unsure, or flagged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.combination import Combination, PoolWeights
from analysis.domain.log_odds import log_odds_of
from analysis.training.product_answers import Answers

_BELOW = 0.005  # of a probability: how far below the threshold a comment without a cue lies


def usual_answer(natural: Answers, label: str) -> float:
    """What the rules say most often of comments, which is of those without a cue."""
    rows = natural.rows(label, ["rules"])
    return Counter(natural.columns(label, ["rules"], rows)["rules"]).most_common(1)[0][0]


def clear_without_a_cue(pool: PoolWeights, usual: float, clear_below: float) -> PoolWeights:
    """The pool, that of the rules alone shifted down where the ``usual`` answer of the rules would
    not be clear."""
    if set(pool.weights) != {"rules"}:
        return pool
    most = log_odds_of(clear_below - _BELOW) - pool.weights["rules"] * log_odds_of(usual)
    return PoolWeights(round(min(pool.bias, most), 3), pool.weights)


def with_rules_alone_clear(
    fitted: Combination, natural: Answers, thresholds: Mapping[str, Mapping[str, Any]]
) -> Combination:
    """The combination under which, by these thresholds, a comment without a cue is clear."""
    return replace(
        fitted,
        pools={
            label: tuple(
                clear_without_a_cue(
                    pool, usual_answer(natural, label), thresholds[label]["clear_below"]
                )
                for pool in pools
            )
            for label, pools in fitted.pools.items()
        },
    )
