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
from analysis.evaluation.proportions import TOO_FEW, Rate, rate
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

    @property
    def too_few(self) -> bool:
        """Whether it rests on too few comments to say which version is better: resampling two
        comments that both moved the same way leaves chance out."""
        return self.held_out < TOO_FEW


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
    by_thread = len({judgement.thread for judgement in judged}) >= ENOUGH_THREADS
    groups: dict[str, set[int]] = defaultdict(set)
    for judgement in judged:
        groups[group_of(judgement, by_thread=by_thread)].add(judgement.comment_id)
    order = sorted(groups)
    random.Random(seed).shuffle(order)  # noqa: S311 (a split that can be made again)
    most = HELD_OUT * len({judgement.comment_id for judgement in judged})
    held_out: set[int] = set()
    for name in order:
        if len(held_out) + len(groups[name]) <= most:
            held_out |= groups[name]
    return ("thread" if by_thread else "author"), frozenset(held_out)


def group_of(judgement: Judged, *, by_thread: bool) -> str:
    """What must not stand on both sides of a split."""
    return judgement.thread if by_thread else judgement.author or f"comment {judgement.comment_id}"


def are_enough(comments: Iterable[int]) -> bool:
    """Whether these are comments enough to measure on; each counts once, not for each label."""
    return len(set(comments)) >= TOO_FEW


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
    clear = [case for case in cases if case.truth is not None and case.truth != 0.5]
    truth = [float((case.truth or 0.0) > 0.5) for case in clear]
    if len(set(truth)) < 2:
        return LabelComparison(
            label, fitted_on, len(clear), None, None, None, note=note, facet=facet
        )
    old, new = [case.before for case in clear], [case.after for case in clear]
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
    moved = []
    for case in cases:
        was = recommend(Status.SCORED, case.before, before[case.label])
        becomes = recommend(Status.SCORED, case.after, after[case.label])
        if was is not becomes:
            moved.append(
                ChangedRecommendation(
                    case.comment_id, case.label, case.before, case.after, was, becomes, case.truth
                )
            )
    return sorted(moved, key=lambda m: (-abs(m.after - m.before), m.comment_id, m.label))
