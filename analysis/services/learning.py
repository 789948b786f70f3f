"""Recalibrate on a site's own judgements, and compare before anybody publishes.

Fitted on one part of the judged comments, compared on the other; the parts never share a thread
(or, with few threads, an author). Soft labels are used where people differ.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.combination import Combination, PoolWeights, fit_pool
from analysis.domain.errors import BadInput
from analysis.domain.finding import Status
from analysis.domain.profile import Profile, Recommendation, Threshold, recommend
from analysis.domain.reports import Progress
from analysis.evaluation.intervals import Difference, Estimate, bootstrap, paired_bootstrap
from analysis.evaluation.metrics import average_precision, brier
from analysis.evaluation.proportions import TOO_FEW, Rate, rate
from analysis.services.learning_material import Judged

#: The part of the judged comments that is only measured on.
HELD_OUT = 0.3
#: Comments with and without the label that a fit needs; fewer move the bias at random.
SMALLEST = 10
#: From so many threads on they are kept whole; below, authors are.
ENOUGH_THREADS = 6
#: Movers that a proposal names; the rest is counted.
NAMED_MOVERS = 50
_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Measured:
    """One label under one combination, on the held-out comments."""

    average_precision: Estimate
    brier: Estimate
    precision: Rate
    recall: Rate


@dataclass(frozen=True, slots=True)
class LabelComparison:
    """One label before and after. ``note`` says why a label was left as it was, if it was.

    ``gain`` is how far the Brier score fell (more is better), by paired resampling.
    """

    label: str
    fitted_on: int
    held_out: int
    before: Measured | None
    after: Measured | None
    gain: Difference | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mover:
    """A judged comment whose recommendation would change."""

    comment_id: int
    label: str
    before: float
    after: float
    was: Recommendation
    becomes: Recommendation
    truth: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A combination to publish or discard, with what it would change.

    ``unbiased`` says whether the comparison rests on comments chosen at random; ``kept_whole``
    what never stands on both sides: thread or author.
    """

    combination: Combination
    labels: tuple[LabelComparison, ...]
    movers: tuple[Mover, ...]
    moved: int
    unbiased: bool
    kept_whole: str


def recalibrate(
    judged: Sequence[Judged],
    current: Combination,
    profile: Profile,
    *,
    seed: int = 11,
    progress: Progress | None = None,
) -> Proposal:
    """Fit the combination anew per label and compare; nothing is published.

    ``BadInput`` when no label has enough judged comments of both kinds.
    """
    if not judged:
        raise BadInput(
            "There is nothing to learn from yet: no judged comment has a score. Annotate first."
        )
    kept_whole, learn, held = _split(judged, seed)
    unbiased = sum(one.measures for one in held) >= TOO_FEW
    measured = [one for one in held if one.measures] if unbiased else held
    labels = list(dict.fromkeys(one.label for one in judged))
    pools = dict(current.pools)
    compared: list[LabelComparison] = []
    for number, label in enumerate(labels):
        if progress:
            progress(number, len(labels))
        mine = [one for one in learn if one.label == label]
        others = [one for one in measured if one.label == label]
        fitted, note = _fitted(mine)
        if fitted:
            pools[label] = _merged(current.pools.get(label, ()), fitted)
        after = replace(current, pools=pools)
        compared.append(
            _compared(label, mine, others, current, after, profile.thresholds[label], note)
        )
    if progress:
        progress(len(labels), len(labels))
    if all(one.note for one in compared):
        raise BadInput(f"No label can be fitted yet. {compared[0].label}: {compared[0].note}.")
    proposed = replace(
        current,
        pools=pools,
        provenance=f"fitted on {len({one.comment_id for one in learn})} comments judged here, "
        f"from {current.version}",
    )
    movers = _movers(judged, current, proposed, profile)
    return Proposal(
        combination=proposed,
        labels=tuple(compared),
        movers=tuple(movers[:NAMED_MOVERS]),
        moved=len(movers),
        unbiased=unbiased,
        kept_whole=kept_whole,
    )


def _split(judged: Sequence[Judged], seed: int) -> tuple[str, list[Judged], list[Judged]]:
    threads = {one.thread for one in judged}
    by_thread = len(threads) >= ENOUGH_THREADS
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        nobody = f"comment {one.comment_id}"
        groups[one.thread if by_thread else one.author or nobody].append(one)
    order = sorted(groups)
    random.Random(seed).shuffle(order)  # noqa: S311 (a split that can be made again)
    held: list[Judged] = []
    learn: list[Judged] = []
    for name in order:
        room = len(held) + len(groups[name]) <= HELD_OUT * len(judged)
        (held if room else learn).extend(groups[name])
    return ("thread" if by_thread else "author"), learn, held


def _fitted(mine: Sequence[Judged]) -> tuple[list[PoolWeights], str]:
    """A pool per set of scorers that answered often enough, or the reason why there is none."""
    by_scorers: dict[frozenset[str], list[Judged]] = defaultdict(list)
    for one in mine:
        if one.answers:
            by_scorers[frozenset(one.answers)].append(one)
    pools = []
    for scorers, some in by_scorers.items():
        holds = sum(one.truth >= 0.5 for one in some)
        if min(holds, len(some) - holds) >= SMALLEST:
            answers = {name: [one.answers[name] for one in some] for name in scorers}
            pools.append(fit_pool(answers, [one.truth for one in some]))
    holds = sum(one.truth >= 0.5 for one in mine)
    note = (
        f"left as it is: {holds} judged comments with and {len(mine) - holds} without the label "
        f"to learn from, {SMALLEST} of each are needed"
    )
    return pools, "" if pools else note


def _merged(old: Sequence[PoolWeights], new: Sequence[PoolWeights]) -> tuple[PoolWeights, ...]:
    known = {frozenset(pool.weights): pool for pool in (*old, *new)}
    return tuple(known.values())


def _compared(
    label: str,
    mine: Sequence[Judged],
    others: Sequence[Judged],
    before: Combination,
    after: Combination,
    threshold: Threshold,
    note: str,
) -> LabelComparison:
    # A tie says neither yes nor no; it teaches, as a half, and is not measured on.
    clear = [one for one in others if one.truth != 0.5 and one.answers]
    truth = [float(one.truth > 0.5) for one in clear]
    if len(set(truth)) < 2:
        return LabelComparison(label, len(mine), len(clear), None, None, None, note)
    old = [before.probability(label, one.answers) for one in clear]
    new = [after.probability(label, one.answers) for one in clear]
    return LabelComparison(
        label=label,
        fitted_on=len(mine),
        held_out=len(clear),
        before=_measured(truth, old, threshold),
        after=_measured(truth, new, threshold),
        gain=paired_bootstrap(lambda y, s: -brier(y, s), truth, new, old, draws=_DRAWS),
        note=note,
    )


def _measured(truth: Sequence[float], scores: Sequence[float], threshold: Threshold) -> Measured:
    flagged = [t for t, s in zip(truth, scores, strict=True) if s >= threshold.flag_at]
    hits = int(sum(flagged))
    return Measured(
        average_precision=bootstrap(average_precision, truth, scores, draws=_DRAWS),
        brier=bootstrap(brier, truth, scores, draws=_DRAWS),
        precision=rate(hits, len(flagged)),
        recall=rate(hits, int(sum(truth))),
    )


def _movers(
    judged: Sequence[Judged], before: Combination, after: Combination, profile: Profile
) -> list[Mover]:
    """Judged comments that change sides, the farthest first."""
    found = []
    for one in judged:
        if not one.answers:
            continue
        old = before.probability(one.label, one.answers)
        new = after.probability(one.label, one.answers)
        threshold = profile.thresholds[one.label]
        was = recommend(Status.SCORED, old, threshold)
        becomes = recommend(Status.SCORED, new, threshold)
        if was is not becomes:
            found.append(Mover(one.comment_id, one.label, old, new, was, becomes, one.truth))
    return sorted(found, key=lambda m: (-abs(m.after - m.before), m.comment_id, m.label))
