"""Two versions on the same judged comments: how good each is, how sure that is, what moves."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.domain.finding import Status
from analysis.domain.profile import Recommendation, Threshold, recommend
from analysis.evaluation.arrays import Numbers
from analysis.evaluation.intervals import Difference, Estimate, bootstrap, paired_bootstrap
from analysis.evaluation.metrics import average_precision, brier
from analysis.evaluation.proportions import Rate, rate
from analysis.services.learning.judgements import Judged

#: The part of the judged comments that is only measured on.
HELD_OUT = 0.3
#: From so many threads on they are kept whole; below, authors are.
ENOUGH_THREADS = 6
#: Movers that a comparison names; the rest is counted.
NAMED_MOVERS = 50
_DRAWS = 400


@dataclass(frozen=True, slots=True)
class ScorePair:
    """One label of one comment under both versions; ``truth`` is what people say, if they do."""

    comment_id: int
    label: str
    before: float
    after: float
    truth: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One label under one version, on the held-out comments."""

    average_precision: Estimate
    brier: Estimate
    precision: Rate
    recall: Rate


@dataclass(frozen=True, slots=True)
class LabelComparison:
    """One label (or facet) before and after. ``note`` says why it was left as it was, if it was.

    By paired resampling: ``gain`` is how far the Brier score fell, ``agrees`` how far the share
    of comments rose whose flag, or none, is what people say.
    """

    label: str
    fitted_on: int
    held_out: int
    before: Measured | None
    after: Measured | None
    gain: Difference | None
    agrees: Difference | None = None
    note: str = ""
    facet: str = ""


@dataclass(frozen=True, slots=True)
class ChangedRecommendation:
    """A comment whose recommendation would change."""

    comment_id: int
    label: str
    before: float
    after: float
    was: Recommendation
    becomes: Recommendation
    truth: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a new version would change, measured on comments that neither was fitted on.

    ``unbiased`` says whether it rests on comments chosen at random; ``kept_whole`` what never
    stands on both sides: thread or author. ``learned_from`` are the comments that were fitted on.
    """

    labels: tuple[LabelComparison, ...]
    movers: tuple[ChangedRecommendation, ...]
    moved: int
    unbiased: bool
    kept_whole: str
    learned_from: frozenset[int]


def hold_out(judged: Sequence[Judged], *, seed: int = 11) -> tuple[str, frozenset[int]]:
    """What is kept whole (thread or author), and the comments that are only measured on."""
    by_thread = len({one.thread for one in judged}) >= ENOUGH_THREADS
    groups: dict[str, set[int]] = defaultdict(set)
    for one in judged:
        groups[group_of(one, by_thread=by_thread)].add(one.comment_id)
    order = sorted(groups)
    random.Random(seed).shuffle(order)  # noqa: S311 (a split that can be made again)
    most = HELD_OUT * len({one.comment_id for one in judged})
    held: set[int] = set()
    for name in order:
        if len(held) + len(groups[name]) <= most:
            held |= groups[name]
    return ("thread" if by_thread else "author"), frozenset(held)


def group_of(one: Judged, *, by_thread: bool) -> str:
    """What must not stand on both sides of a split."""
    return one.thread if by_thread else one.author or f"comment {one.comment_id}"


def compare_label(
    label: str,
    cases: Iterable[ScorePair],
    before: Threshold,
    after: Threshold,
    *,
    fitted_on: int = 0,
    note: str = "",
    facet: str = "",
) -> LabelComparison:
    """Both versions of one label on the judged ones of ``cases``, each with its own threshold."""
    # A tie says neither yes nor no; it may teach, as a half, and is not measured on.
    clear = [one for one in cases if one.truth is not None and one.truth != 0.5]
    truth = [float((one.truth or 0.0) > 0.5) for one in clear]
    if len(set(truth)) < 2:
        return LabelComparison(
            label, fitted_on, len(clear), None, None, None, note=note, facet=facet
        )
    old, new = [one.before for one in clear], [one.after for one in clear]
    flags_old = [float(score >= before.flag_at) for score in old]
    flags_new = [float(score >= after.flag_at) for score in new]
    return LabelComparison(
        label=label,
        fitted_on=fitted_on,
        held_out=len(clear),
        before=_measured(truth, old, before),
        after=_measured(truth, new, after),
        gain=paired_bootstrap(lambda y, s: -brier(y, s), truth, new, old, draws=_DRAWS),
        agrees=paired_bootstrap(_agreement, truth, flags_new, flags_old, draws=_DRAWS),
        note=note,
        facet=facet,
    )


def _agreement(truth: Numbers, flags: Numbers) -> float:
    return 1.0 - brier(truth, flags)  # of yes and no: the share of equal answers


def _measured(truth: Sequence[float], scores: Sequence[float], threshold: Threshold) -> Measured:
    flagged = [t for t, s in zip(truth, scores, strict=True) if s >= threshold.flag_at]
    hits = int(sum(flagged))
    return Measured(
        average_precision=bootstrap(average_precision, truth, scores, draws=_DRAWS),
        brier=bootstrap(brier, truth, scores, draws=_DRAWS),
        precision=rate(hits, len(flagged)),
        recall=rate(hits, int(sum(truth))),
    )


def movers(
    cases: Iterable[ScorePair], before: Mapping[str, Threshold], after: Mapping[str, Threshold]
) -> list[ChangedRecommendation]:
    """Comments that change sides, the farthest first."""
    found = []
    for one in cases:
        was = recommend(Status.SCORED, one.before, before[one.label])
        becomes = recommend(Status.SCORED, one.after, after[one.label])
        if was is not becomes:
            found.append(
                ChangedRecommendation(
                    one.comment_id, one.label, one.before, one.after, was, becomes, one.truth
                )
            )
    return sorted(found, key=lambda m: (-abs(m.after - m.before), m.comment_id, m.label))
