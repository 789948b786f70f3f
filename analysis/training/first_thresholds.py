"""Where the first thresholds lie: chosen on held-out comments and on harmless sentences."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from analysis.evaluation.fairness import HARMLESS, TERMS
from analysis.evaluation.metrics import at_threshold
from analysis.evaluation.proportions import rate
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


def verdicts(
    y: Sequence[float], scores: Sequence[float], folds: Sequence[int], *, least: float = 0.0
) -> list[str]:
    """What each row would be told (flag, unsure, clear) by thresholds chosen on the other folds."""
    chosen: dict[int, dict[str, float]] = {}
    for fold in set(folds):
        rows = [i for i, other in enumerate(folds) if other != fold]
        chosen[fold] = thresholds([y[i] for i in rows], [scores[i] for i in rows], least=least)
    return [
        "flag" if score >= chosen[fold]["flag_at"]
        else "unsure" if score >= chosen[fold]["clear_below"]
        else "clear"
        for score, fold in zip(scores, folds, strict=True)
    ]  # fmt: skip


def reason(y: Sequence[float], told: Sequence[str], *, raised: bool) -> str:
    """What such thresholds do on held-out comments, for the profile's reader."""
    with_label = sum(y)
    hits = {word: sum(t for t, w in zip(y, told, strict=True) if w == word) for word in set(told)}
    flagged, found = told.count("flag"), int(hits.get("flag", 0.0))
    said = " It was raised to leave harmless sentences alone." if raised else ""
    return (
        f"On {len(y)} held-out comments ({int(with_label)} with the label), each under thresholds "
        f"chosen in this way without its thread: {flagged / len(y):.0%} of all are flagged, with "
        f"precision {_in_words(found, flagged)} and recall {_in_words(found, int(with_label))}; "
        f"{told.count('unsure') / len(y):.0%} are unsure; {told.count('clear') / len(y):.0%} of "
        f"all and {hits.get('clear', 0.0) / with_label:.0%} of those with the label are clear."
        f"{said}"
    )


def _in_words(hits: int, n: int) -> str:
    found = rate(hits, n)
    if found.value is None or found.low is None or found.high is None:
        return "unknown"
    return f"{found.value:.2f} (95 % {found.low:.2f} to {found.high:.2f})"
