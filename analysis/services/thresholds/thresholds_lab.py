"""What a threshold would do and cost, judged by what people have answered so far.

Pure arithmetic on the counts that ``label_answers.outcomes`` and ``previews.histogram`` give.
Decisions were made on what the queue showed, so a recall counted from them is an upper bound;
screens say so beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.domain.errors import BadInput
from analysis.domain.profile import Recommendation, Threshold
from analysis.domain.thresholds import Bin, Outcome
from analysis.domain.tone import ToneRow
from analysis.evaluation.proportions import TOO_FEW, Rate, rate

_RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Expected:
    """How a threshold did on the comments for which people answered the label's question.

    ``precision``: of the flagged, for how many the label holds. ``recall``: of those for which it
    holds, how many are flagged. ``seen``: of those, how many a person gets to see (flagged or
    unsure).
    """

    precision: Rate
    recall: Rate
    seen: Rate
    judged: int


def expected(outcomes: Sequence[Outcome], threshold: Threshold) -> Expected:
    """Precision and recall that ``threshold`` would have had. ``ValueError`` without outcomes."""
    flags = _at(outcomes, threshold.flag_at)
    looks = _at(outcomes, threshold.clear_below)
    return Expected(
        precision=rate(flags.hits, flags.flagged),
        recall=rate(flags.hits, flags.positives),
        seen=rate(looks.hits, looks.positives),
        judged=flags.judged,
    )


def _at(outcomes: Sequence[Outcome], flag_at: float) -> Outcome:
    """The outcome at the step nearest to ``flag_at``."""
    if not outcomes:
        raise ValueError("no outcomes: ask for at least one step")
    return min(outcomes, key=lambda outcome: abs(outcome.flag_at - flag_at))


@dataclass(frozen=True, slots=True)
class Band:
    """The comments with a score from ``low`` to ``high``: how many, and how many were rejected
    of those that a person has decided."""

    low: float
    high: float
    comments: int
    rejected: Rate


def band(bins: Sequence[Bin], low: float, high: float) -> Band:
    """What lies between two scores, in whole bars of the histogram; edges are widened to bars."""

    def touches(bar: Bin) -> bool:
        if bar.upper <= low:
            return low >= 1.0 <= bar.upper
        return bar.lower < high or bar.lower <= low

    inside = [bar for bar in bins if touches(bar)]
    return Band(
        low=min((bar.lower for bar in inside), default=low),
        high=max((bar.upper for bar in inside), default=high),
        comments=sum(bar.count for bar in inside),
        rejected=rate(sum(bar.rejected for bar in inside), sum(bar.decided for bar in inside)),
    )


@dataclass(frozen=True, slots=True)
class Workload:
    """How many comments of a usual day one label puts before a person.

    ``looks`` is the share of all scored comments that are flagged, unsure or unsupported;
    ``per_day`` that share of the mean day, ``low`` to ``high`` by its interval.
    """

    looks: Rate
    comments_per_day: float
    days: int
    per_day: float
    low: float
    high: float


def workload(counts: Mapping[Recommendation, int], days: Sequence[ToneRow]) -> Workload | None:
    """The daily work that ``counts`` (one label's recommendations) mean; ``days`` are past days.

    ``None`` when no comment has a date or none is scored.
    """
    scored = sum(counts.values())
    if not days or not scored:
        return None
    looks = rate(scored - counts.get(Recommendation.CLEAR, 0), scored)
    mean = sum(day.n for day in days) / len(days)
    low, high = looks.low or 0.0, looks.high or 0.0
    share = looks.value or 0.0
    return Workload(looks, mean, len(days), share * mean, low * mean, high * mean)


@dataclass(frozen=True, slots=True)
class CostSearch:
    """What each threshold would have cost, and the cheapest.

    ``steps`` and ``costs`` belong together; a cost is per 100 judged comments. ``low`` to
    ``high`` is the 95 % bootstrap interval of the cheapest threshold. ``if_calibrated`` is the
    threshold that decision theory names for scores that mean what they say.
    """

    steps: tuple[float, ...]
    costs: tuple[float, ...]
    best: float
    best_cost: float
    low: float
    high: float
    if_calibrated: float
    judged: int
    positives: int

    @property
    def too_few(self) -> bool:
        """Whether either kind of answer is too rare for the search to mean much."""
        return min(self.positives, self.judged - self.positives) < TOO_FEW

    def cost_at(self, flag_at: float) -> float:
        """The cost per 100 judged comments at the step nearest to ``flag_at``."""
        nearest = min(range(len(self.steps)), key=lambda i: abs(self.steps[i] - flag_at))
        return self.costs[nearest]


def cheapest(
    outcomes: Sequence[Outcome], *, miss: float, false_alarm: float, seed: int = 17
) -> CostSearch:
    """The ``flag_at`` with the least cost when a miss and a false alarm cost what is stated.

    Costs are in any unit; their ratio decides. Raises ``BadInput`` for costs that are not more
    than 0 and when people have so far only said yes or only no.
    """
    if not (miss > 0 and false_alarm > 0):
        raise BadInput(
            "what a miss and a false alarm cost must both be more than 0, "
            f"got {miss:g} and {false_alarm:g}"
        )
    steps = sorted(outcomes, key=lambda step: step.flag_at)
    judged, positives = (steps[0].judged, steps[0].positives) if steps else (0, 0)
    if not 0 < positives < judged:
        raise BadInput(
            "a search needs comments with a score for which people said yes, and such for which "
            f"they said no; so far it is yes for {positives} of {judged}"
        )
    flagged = np.array([step.flagged for step in steps], dtype=float)
    hits = np.array([step.hits for step in steps], dtype=float)

    def cost(hits: np.ndarray, flagged: np.ndarray, positives: float) -> np.ndarray:
        total: np.ndarray = (positives - hits) * miss + (flagged - hits) * false_alarm
        return total

    costs = cost(hits, flagged, positives)
    best = _middle_of_cheapest(costs)
    at = [step.flag_at for step in steps]
    bests = [
        at[_middle_of_cheapest(cost(*drawn))]
        for drawn in _resampled(hits, flagged, positives, judged, seed=seed)
    ]
    low, high = np.quantile(bests, [0.025, 0.975])
    return CostSearch(
        steps=tuple(at),
        costs=tuple(float(value) / judged * 100 for value in costs),
        best=at[best],
        best_cost=float(costs[best]) / judged * 100,
        low=float(low),
        high=float(high),
        if_calibrated=false_alarm / (false_alarm + miss),
        judged=judged,
        positives=positives,
    )


def _resampled(
    hits: np.ndarray, flagged: np.ndarray, positives: int, judged: int, *, seed: int
) -> list[tuple[np.ndarray, np.ndarray, float]]:
    """Bootstrap samples of the decisions, counted again at every step.

    The cumulative counts are taken apart into one cell per step and verdict, below the first step
    included, and drawn anew as a multinomial, which is the same as drawing comments.
    """
    right = np.append(hits, 0.0)[:-1] - np.append(hits[1:], 0.0)
    wrong = (flagged - hits) - np.append((flagged - hits)[1:], 0.0)
    below = [positives - hits[0], (judged - positives) - (flagged[0] - hits[0])]
    cells = np.concatenate([right, wrong, below])
    random = np.random.default_rng(seed)
    samples = []
    for draw in random.multinomial(judged, cells / cells.sum(), size=_RESAMPLES):
        caught, alarms = draw[: len(hits)], draw[len(hits) : 2 * len(hits)]
        hits_again = caught[::-1].cumsum()[::-1].astype(float)
        flagged_again = hits_again + alarms[::-1].cumsum()[::-1]
        samples.append((hits_again, flagged_again, float(caught.sum() + draw[-2])))
    return samples


def _middle_of_cheapest(costs: np.ndarray) -> int:
    """The middle of the first cheapest plateau: a cut between scores, not at one of them."""
    close = costs <= costs.min() + 1e-9
    first = int(np.argmax(close))
    last = first
    while last + 1 < len(close) and close[last + 1]:
        last += 1
    return (first + last) // 2
