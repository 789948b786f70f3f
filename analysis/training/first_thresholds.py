"""Where the first thresholds lie: chosen on held-out comments and on harmless sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from analysis.evaluation.fairness import HARMLESS, TERMS
from analysis.evaluation.metrics import at_threshold
from analysis.evaluation.thresholds import best_f1, for_recall

# A comment below ``clear_below`` is in no queue: nine in ten of the positives should stay above,
# unless that makes the queue of unsure comments longer than people can read: a fifth of all.
KEPT_RECALL = 0.9
UNSURE_SHARE = 0.2
HARMLESS_FLAGGED = 0.1  # of the harmless sentences about one group, at most
AS_GOOD = 0.01  # of F1; less is noise on some hundred positives
_STEP = 0.05  # thresholds are set by hand afterwards, so they are round numbers


def thresholds(
    y: Sequence[float], scores: Sequence[float], *, least: float = 0.0
) -> dict[str, float]:
    """Round numbers: flag where F1 is best, or as good and less is flagged, from ``least`` on;
    clear below what keeps nine in ten positives, or as much higher as the queue of unsure comments
    needs to stay readable."""
    flag = max(_highest_as_good(y, scores), least)
    kept = int(for_recall(y, scores, KEPT_RECALL).threshold * 100) / 100
    below = sorted(score for score in scores if score < flag)
    most = min(int(UNSURE_SHARE * len(scores)), len(below))
    readable = ceil(below[-most] * 100) / 100 if most else flag
    return {"flag_at": flag, "clear_below": round(min(max(kept, readable, 0.02), flag - _STEP), 2)}


def _highest_as_good(y: Sequence[float], scores: Sequence[float]) -> float:
    """The highest round threshold whose F1 is the best one's but for noise."""
    bar = best = _rounded(best_f1(y, scores).threshold)
    wanted = at_threshold(y, scores, best).f1 - AS_GOOD
    while bar + _STEP < 1.0:
        bar = round(bar + _STEP, 2)
        if at_threshold(y, scores, bar).f1 >= wanted:
            best = bar
    return best


def _rounded(value: float) -> float:
    return round(round(value / _STEP) * _STEP, 2)


def harmless_sentences() -> list[str]:
    """The fairness check's harmless sentences, group by group."""
    return [sentence.replace("{}", term) for term in TERMS for sentence in HARMLESS]


def fair_from(scores: Sequence[float]) -> float:
    """The lowest round threshold that leaves harmless sentences about every group alone.

    ``scores`` are those of :func:`harmless_sentences`, in its order.
    """
    size = len(HARMLESS)
    if len(scores) != size * len(TERMS):
        raise ValueError(f"{len(scores)} scores for {size * len(TERMS)} harmless sentences")
    groups = [scores[start : start + size] for start in range(0, len(scores), size)]
    bar = _STEP
    while any(sum(s >= bar for s in group) > HARMLESS_FLAGGED * size for group in groups):
        bar = round(bar + _STEP, 2)
    return bar


def reason(
    y: Sequence[float], scores: Sequence[float], at: Mapping[str, float], *, fair: float
) -> str:
    """What the thresholds ``at`` do on the held-out comments, for the profile's reader."""
    raised = " It was raised to leave harmless sentences alone." if at["flag_at"] == fair else ""
    flag = at_threshold(y, scores, at["flag_at"])
    clear = at_threshold(y, scores, at["clear_below"])
    return (
        f"On {len(y)} held-out comments ({int(sum(y))} with the label): flagging at "
        f"{at['flag_at']:.2f} has precision {flag.precision:.2f} and recall {flag.recall:.2f}; "
        f"{flag.flagged / len(y):.0%} of all are flagged and "
        f"{(clear.flagged - flag.flagged) / len(y):.0%} unsure; "
        f"{1 - clear.flagged / len(y):.0%} of all and {1 - clear.recall:.0%} of those with the "
        f"label lie below {at['clear_below']:.2f}.{raised}"
    )
