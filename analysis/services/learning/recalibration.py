"""Recalibrate on a site's own judgements, and compare before anybody publishes.

Fitted on one part of the judged comments, compared on the other; the parts never share a thread
(or, with few threads, an author). Soft labels are used where people differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.combination import Combination, PoolWeights, fit_pool
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import Progress
from analysis.domain.profile import Profile
from analysis.labels import label as label_of
from analysis.services.learning.judgements import Judged
from analysis.services.learning.version_comparison import (
    NAMED_MOVERS,
    Comparison,
    ScorePair,
    are_enough,
    compare_label,
    group_of,
    hold_out,
    movers,
)

#: Comments with and without the label that a fit needs; fewer move the bias at random.
SMALLEST = 10


@dataclass(frozen=True, slots=True)
class Proposal:
    """A combination to publish or discard, with what it would change."""

    combination: Combination
    comparison: Comparison


def recalibrate(
    judged: Sequence[Judged],
    current: Combination,
    profile: Profile,
    *,
    learned_before: frozenset[int] = frozenset(),
    progress: Progress | None = None,
) -> Proposal:
    """Fit the combination anew per label and compare; nothing is published.

    ``learned_before`` are comments that the present version was fitted on: measured on those it
    would look better than it is. ``BadInput`` when no label has enough judged comments of both
    kinds.
    """
    if not judged:
        raise BadInput(
            "There is nothing to learn from yet: no judged comment has a score. Annotate first."
        )
    kept_whole, held_out = _hold_out(judged)
    measured, unbiased = to_measure_on(judged, held_out, learned_before)
    pools, fits = _fitted_anew(judged, current, held_out, progress)
    learned = frozenset(judgement.comment_id for judgement in judged) - held_out
    proposed = replace(
        current,
        pools=pools,
        provenance=f"fitted on {len(learned)} comments judged here, from {current.version}",
    )
    cases = _pairs(measured, current, proposed)
    compared = [
        compare_label(
            label,
            [case for case in cases if case.label == label],
            profile.thresholds[label],
            profile.thresholds[label],
            fitted_on=fit.comments,
            note=fit.note,
        )
        for label, fit in fits.items()
    ]
    moved = movers(_pairs(judged, current, proposed), profile.thresholds, profile.thresholds)
    return Proposal(
        combination=proposed,
        comparison=Comparison(
            labels=tuple(compared),
            movers=tuple(moved[:NAMED_MOVERS]),
            moved=len(moved),
            unbiased=unbiased,
            kept_whole=kept_whole,
            learned_from=learned,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Fit:
    """On how many judgements a label was fitted; ``note`` says why it was not."""

    comments: int
    note: str


def _fitted_anew(
    judged: Sequence[Judged],
    current: Combination,
    held_out: frozenset[int],
    progress: Progress | None,
) -> tuple[dict[str, tuple[PoolWeights, ...]], dict[str, _Fit]]:
    """The weights per label, new where they could be fitted; ``BadInput`` where none could."""
    labels = list(dict.fromkeys(judgement.label for judgement in judged))
    pools = dict(current.pools)
    fits: dict[str, _Fit] = {}
    for number, label in enumerate(labels):
        if progress:
            progress(number, len(labels))
        mine = [
            judgement
            for judgement in judged
            if judgement.label == label and judgement.comment_id not in held_out
        ]
        fitted, note = _fitted(mine)
        fits[label] = _Fit(len(mine), note)
        if fitted:
            pools[label] = _merged(current.pools.get(label, ()), fitted)
    if progress:
        progress(len(labels), len(labels))
    if all(fit.note for fit in fits.values()):
        short = [f"{label_of(label).title}: {fit.note}." for label, fit in fits.items()]
        raise BadInput("No label can be fitted yet. " + " ".join(short))
    return pools, fits


def _pairs(
    judged: Sequence[Judged], current: Combination, proposed: Combination
) -> list[ScorePair]:
    return [
        ScorePair(
            judgement.comment_id,
            judgement.label,
            current.probability(judgement.label, judgement.answers),
            proposed.probability(judgement.label, judgement.answers),
            judgement.truth,
        )
        for judgement in judged
        if judgement.answers
    ]


def _hold_out(judged: Sequence[Judged]) -> tuple[str, frozenset[int]]:
    """What is kept whole, and the comments that nothing is learned from.

    Decisions are never measured on, so none is held out but those beside a held-out comment.
    """
    measurable = [judgement for judgement in judged if not judgement.decided]
    if not measurable:
        return "thread", frozenset()
    kept_whole, held_out = hold_out(measurable)
    by_thread = kept_whole == "thread"
    apart = {group_of(j, by_thread=by_thread) for j in measurable if j.comment_id in held_out}
    beside = {j.comment_id for j in judged if group_of(j, by_thread=by_thread) in apart}
    return kept_whole, held_out | beside


def to_measure_on(
    judged: Sequence[Judged], held_out: frozenset[int], learned_before: frozenset[int]
) -> tuple[list[Judged], bool]:
    """The held-out answers that neither version learned from; only those of comments chosen at
    random, where these are enough (and whether they are)."""
    apart = [
        j
        for j in judged
        if not j.decided and j.comment_id in held_out and j.comment_id not in learned_before
    ]
    at_random = [judgement for judgement in apart if judgement.measures]
    unbiased = are_enough(judgement.comment_id for judgement in at_random)
    return (at_random if unbiased else apart), unbiased


def _fitted(mine: Sequence[Judged]) -> tuple[list[PoolWeights], str]:
    """A pool per set of scorers that answered often enough, or the reason why there is none."""
    by_scorers: dict[frozenset[str], list[Judged]] = defaultdict(list)
    for judgement in mine:
        if judgement.answers:
            by_scorers[frozenset(judgement.answers)].append(judgement)
    pools = []
    for scorers, some in by_scorers.items():
        holds = sum(judgement.truth >= 0.5 for judgement in some)
        if min(holds, len(some) - holds) >= SMALLEST:
            answers = {name: [judgement.answers[name] for judgement in some] for name in scorers}
            pools.append(fit_pool(answers, [judgement.truth for judgement in some]))
    return pools, "" if pools else too_few(mine, SMALLEST)


def too_few(mine: Sequence[Judged], needed: int) -> str:
    """Why nothing was fitted, in words."""
    holds = sum(judgement.truth >= 0.5 for judgement in mine)
    return (
        f"left as it is: {holds} judged comments with and {len(mine) - holds} without the label "
        f"to learn from, {needed} of each are needed"
    )


def _merged(old: Sequence[PoolWeights], new: Sequence[PoolWeights]) -> tuple[PoolWeights, ...]:
    known = {frozenset(pool.weights): pool for pool in (*old, *new)}
    return tuple(known.values())
