"""Compare proposed heads with those in use, by the answer that people see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.combination import Combination
from analysis.domain.log_odds import log_odds_of, sigmoid
from analysis.domain.profile import Threshold
from analysis.scorers.embedded import EmbeddedScorer, Read
from analysis.scorers.embedded_findings import FACET_FROM
from analysis.scorers.embedded_heads import SiteHeads
from analysis.services.learning.head_targets import Target
from analysis.services.learning.judgements import Judged
from analysis.services.learning.recalibration import to_measure_on
from analysis.services.learning.version_comparison import (
    NAMED_MOVERS,
    Comparison,
    LabelComparison,
    ScorePair,
    compare_label,
    movers,
)

# A facet is named or it is not; nothing lies between.
_NAMED = Threshold(flag_at=FACET_FROM, clear_below=FACET_FROM)


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people judged, and which comments of it are kept to measure on.

    ``kept_whole`` says what was not split between the two parts. ``learned_before`` are the
    comments that the combination in use learned from.
    """

    judged: Sequence[Judged]
    held_out: frozenset[int]
    kept_whole: str
    learned_before: frozenset[int]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the heads in use and the proposed ones answer for a comment that was read."""

    scorer: EmbeddedScorer
    proposed: SiteHeads
    reads: Mapping[int, Read]
    combination: Combination

    def label(self, judgement: Judged) -> ScorePair | None:
        """The combined answers, from those of the other scorers as they are stored."""
        read = self.reads.get(judgement.comment_id)
        if read is None or (judgement.label, "") not in read.odds:
            return None
        name = self.scorer.info.name
        before, after = (
            self.combination.probability(
                judgement.label, {**judgement.answers, name: sigmoid(odds)}
            )
            for odds in self._odds(read, judgement.label, "")
        )
        return ScorePair(judgement.comment_id, judgement.label, before, after, judgement.truth)

    def facet(self, target: Target, comment_id: int) -> ScorePair | None:
        """The answers of the facet's own heads."""
        read = self.reads.get(comment_id)
        if read is None or comment_id not in target.truth:
            return None
        before, after = map(sigmoid, self._odds(read, target.label, target.facet))
        return ScorePair(comment_id, target.label, before, after, target.truth[comment_id])

    def _odds(self, read: Read, label: str, facet: str) -> tuple[float, float]:
        key, groups = (label, facet), self.scorer.model.manifest.feature_groups
        after = self.proposed.head(label, facet)
        before = self.scorer.heads.head(label, facet) if self.scorer.heads else None
        # Without any head the facet is never named: as sure as can be that it is not there.
        nothing = log_odds_of(0.0)
        start = read.odds.get(key, before.prior if before and before.prior else nothing)
        then = read.odds.get(key, after.prior if after and after.prior else nothing)
        return (
            start + (before.correction(read.features, groups) if before else 0.0),
            then + (after.correction(read.features, groups) if after else 0.0),
        )


def compared(
    targets: Sequence[tuple[Target, str]],
    judgements: Judgements,
    answers: Answers,
    thresholds: Mapping[str, Threshold],
    *,
    beat: Callable[[], None],
) -> Comparison:
    """Each label and facet before and after, with the note why one stays as it is (or none).

    ``beat`` is called once for each target.
    """
    measured, unbiased = to_measure_on(
        judgements.judged, judgements.held_out, judgements.learned_before
    )
    lines = []
    for target, note in targets:
        beat()
        if target.facet and note:
            continue  # what nobody trained has no line: there are too many facets
        mine = [judgement for judgement in measured if judgement.label == target.label]
        lines.append(_line(target, note, mine, answers, thresholds))
    pairs = map(answers.label, judgements.judged)
    moved = movers([pair for pair in pairs if pair is not None], thresholds, thresholds)
    everybody = frozenset(judgement.comment_id for judgement in judgements.judged)
    return Comparison(
        labels=tuple(lines),
        movers=tuple(moved[:NAMED_MOVERS]),
        moved=len(moved),
        unbiased=unbiased,
        kept_whole=judgements.kept_whole,
        learned_from=everybody - judgements.held_out,
    )


def _line(
    target: Target,
    note: str,
    measured: Sequence[Judged],
    answers: Answers,
    thresholds: Mapping[str, Threshold],
) -> LabelComparison:
    if target.facet:
        pairs = [answers.facet(target, judgement.comment_id) for judgement in measured]
        bar = _NAMED
    else:
        pairs = [answers.label(judgement) for judgement in measured]
        bar = thresholds[target.label]
    return compare_label(
        target.label,
        [pair for pair in pairs if pair is not None],
        bar,
        bar,
        fitted_on=len(target.learn),
        note=note,
        facet=target.facet,
    )
