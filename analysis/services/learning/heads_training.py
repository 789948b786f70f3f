"""Train heads on a site's own judgements, and compare before anybody publishes.

Learned from one part of the judged comments, measured on the other, by the answer that people
see: the trained head's beside the other scorers', combined as the site combines them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.combination import Combination
from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.domain.log_odds import log_odds_of, sigmoid
from analysis.domain.outcomes import Progress
from analysis.domain.profile import Threshold
from analysis.labels import label as label_of
from analysis.scorers.embedded import FACET_FROM, EmbeddedScorer, Read, embedded_scorer
from analysis.scorers.embedded_heads import SiteHeads, TrainedHead, rounded, rows_for
from analysis.scorers.embedded_heads_fit import FOLDS, SPREADS, fit_correction
from analysis.scorers.embedded_manifest import Manifest
from analysis.services.access.accounts import require
from analysis.services.learning.judgements import Judged, judged_comments, judged_facets
from analysis.services.learning.recalibration import to_measure_on
from analysis.services.learning.site_heads import heads_in_use, learned_from
from analysis.services.learning.version_comparison import (
    NAMED_MOVERS,
    Comparison,
    ScorePair,
    compare_label,
    group_of,
    hold_out,
    movers,
)
from analysis.services.site.preparation import prepared
from analysis.services.site.site_pipeline import site_combination
from analysis.services.thresholds.profiles import active_profile
from analysis.settings import Settings
from analysis.storage.database import Store
from analysis.storage.lookup import places_of

#: Judged comments with and without the label that a head needs to learn from. With fewer, cross-
#: validation rests on a handful of cases and lets corrections past that harm (see the choices).
SMALLEST = 20
_FITS = FOLDS * len(SPREADS)
# A facet is named or it is not; nothing lies between.
_NAMED = Threshold(flag_at=FACET_FROM, clear_below=FACET_FROM)
# The degrees of hostility stand among its facets, and are no question of their own.
_LEVEL = "level_"


@dataclass(frozen=True, slots=True)
class HeadsProposal:
    """Heads to publish or discard, what they would change, and the sets they are from.

    ``changes`` is false where every label would answer as now: there is nothing to publish.
    """

    heads: SiteHeads
    comparison: Comparison
    set_ids: tuple[int, ...]
    changes: bool


@dataclass(frozen=True, slots=True)
class _Target:
    """A label, or a facet of one, with what people say of each comment and from where to learn."""

    label: str
    facet: str
    truth: Mapping[int, float]
    learn: tuple[int, ...]

    @property
    def note(self) -> str:
        """Why there is too little to learn from; empty when there is enough."""
        holds = sum(self.truth[number] >= 0.5 for number in self.learn)
        if min(holds, len(self.learn) - holds) >= SMALLEST:
            return ""
        what = "facet" if self.facet else "label"
        return (
            f"left as it is: {holds} judged comments with and {len(self.learn) - holds} without "
            f"the {what} to learn from, {SMALLEST} of each are needed"
        )


def trainable_scorer(settings: Settings, heads: SiteHeads | None) -> EmbeddedScorer:
    """The embedded model that heads can be trained on; ``BadInput`` says why there is none."""
    if settings.model == "none":
        raise BadInput(
            "What is trained is the embedded model, and this installation runs without one "
            "(MODERATO_MODEL is none). Recalibrating works without it."
        )
    scorer = embedded_scorer(settings.model, threads=settings.threads, heads=heads)
    manifest: Manifest = scorer.model.manifest
    if not manifest.feature_groups:
        raise BadInput(
            f"The model {manifest.name} ({manifest.digest[:12]}) gives answers only, not what it "
            "saw, so nothing can be trained on it. Models made from this version on do."
        )
    return scorer


def train_heads(
    store: Store,
    settings: Settings,
    *,
    set_ids: Sequence[int],
    person: str,
    progress: Progress | None = None,
) -> HeadsProposal:
    """Learn what the judged comments of these sets say beyond the shipped model.

    Heads in use whose label has too few judgements here stay. ``BadInput`` says why nothing can
    be learned: no such model, or too few judgements for every label.
    """
    require(store, person, Permission.TRAIN)
    current = heads_in_use(store)
    scorer = trainable_scorer(settings, current)
    judged = judged_comments(store, set_ids)
    if not judged:
        raise BadInput(
            "There is nothing to learn from yet: no judged comment has a score. Annotate first."
        )
    kept_whole, held_out = hold_out(judged)
    targets = _targets(judged, judged_facets(store, set_ids), held_out)
    trained = [target for target in targets if not target.note]
    if not any(not target.facet for target in trained):
        short = [f"{label_of(t.label).title}: {t.note}." for t in targets if not t.facet]
        raise BadInput("Nothing can be trained yet. " + " ".join(short))
    comments = sorted({judgement.comment_id for judgement in judged})
    steps = _Steps(len(comments) + _FITS * len(trained) + len(targets), progress)
    reads = _read(store, settings, scorer, comments, steps)
    groups = {
        judgement.comment_id: group_of(judgement, by_thread=kept_whole == "thread")
        for judgement in judged
    }
    heads: list[TrainedHead] = []
    notes: dict[tuple[str, str], str] = {}
    for target in targets:
        key = (target.label, target.facet)
        earlier = scorer.heads.head(*key) if scorer.heads else None
        trained_head, notes[key] = (
            (earlier, target.note) if target.note else _fit(target, scorer, reads, groups, steps)
        )
        heads += [trained_head] if trained_head else []
    digest = scorer.model.manifest.digest
    proposed = SiteHeads("proposed", scorer.info.name, digest, tuple(heads))
    combination = site_combination(store)
    answers = _Answers(scorer, proposed, reads, combination)
    fitted = learned_from(store, combination.version)
    comparison = _compared(
        store, targets, notes, judged, held_out, answers, kept_whole, fitted, steps
    )
    steps.go(steps.total)
    return HeadsProposal(
        heads=proposed,
        comparison=comparison,
        set_ids=tuple(set_ids),
        changes=set(heads) != set(scorer.heads.heads if scorer.heads else ()),
    )


@dataclass(slots=True)
class _Steps:
    """How far the work is: comments read, fits made, labels and facets compared."""

    total: int
    progress: Progress | None
    done: int = 0

    def go(self, by: int = 1) -> None:
        self.done = min(self.done + by, self.total)
        if self.progress:
            self.progress(self.done, self.total)


def _targets(
    judged: Iterable[Judged],
    facets: Mapping[tuple[int, str, str], float],
    held_out: frozenset[int],
) -> list[_Target]:
    """Labels first; a facet only where its label's answer has a score too."""
    truth: dict[tuple[str, str], dict[int, float]] = {}
    for judgement in judged:
        truth.setdefault((judgement.label, ""), {})[judgement.comment_id] = judgement.truth
    for (comment_id, label, facet), share in facets.items():
        if comment_id in truth.get((label, ""), {}) and not facet.startswith(_LEVEL):
            truth.setdefault((label, facet), {})[comment_id] = share
    return [
        _Target(label, facet, share, tuple(sorted(set(share) - held_out)))
        for (label, facet), share in sorted(truth.items(), key=lambda item: bool(item[0][1]))
    ]


def _read(
    store: Store,
    settings: Settings,
    scorer: EmbeddedScorer,
    comments: Sequence[int],
    steps: _Steps,
) -> dict[int, Read]:
    with store.read() as session:
        places = places_of(session, comments)
    by_comment: dict[int, Read] = {}
    for some in prepared(store, settings, places):
        reads = scorer.read([comment for _, comment in some])
        for (number, _), read in zip(some, reads, strict=True):
            if read is not None:
                by_comment[number] = read
        steps.go(len(some))
    return by_comment


def _fit(
    target: _Target,
    scorer: EmbeddedScorer,
    reads: Mapping[int, Read],
    groups: Mapping[int, str],
    steps: _Steps,
) -> tuple[TrainedHead | None, str]:
    """The head, or the reason why the shipped answer stays."""
    key = (target.label, target.facet)
    known = any(key in read.odds for read in reads.values())
    if not known and not target.facet:
        steps.go(_FITS)
        return None, "left as it is: this model was not trained to answer this label"
    numbers = [number for number in target.learn if number in reads]
    truth = np.array([target.truth[number] for number in numbers])
    names = scorer.model.manifest.feature_groups
    rows = rows_for(scorer.model.manifest, target.label, target.facet)
    # A facet that no shipped head knows starts from how often people name it here.
    prior = None if known else log_odds_of(float(truth.mean()))
    correction = fit_correction(
        np.stack(
            [
                np.concatenate([reads[number].features[names.index(row)] for row in rows])
                for number in numbers
            ]
        ).astype(np.float64),
        np.array([reads[number].odds[key] if prior is None else prior for number in numbers]),
        truth,
        [groups[number] for number in numbers],
        beat=steps.go,
    )
    if correction is None:
        return None, "the shipped answer stays: no correction does clearly better"
    head = TrainedHead(
        label=target.label,
        facet=target.facet,
        rows=rows,
        weights=tuple(rounded(float(weight)) for weight in correction.weights),
        bias=rounded(correction.bias),
        reach=rounded(correction.reach),
        prior=None if prior is None else rounded(prior),
        spread=correction.spread,
        learned_from=len(numbers),
        holds=int((truth >= 0.5).sum()),
    )
    return head, ""


@dataclass(frozen=True, slots=True)
class _Answers:
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

    def facet(self, target: _Target, comment_id: int) -> ScorePair | None:
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


def _compared(
    store: Store,
    targets: Sequence[_Target],
    notes: Mapping[tuple[str, str], str],
    judged: Sequence[Judged],
    held_out: frozenset[int],
    answers: _Answers,
    kept_whole: str,
    learned_before: frozenset[int],
    steps: _Steps,
) -> Comparison:
    profile = active_profile(store)
    measured, unbiased = to_measure_on(judged, held_out, learned_before)
    lines = []
    for target in targets:
        steps.go()
        note = notes[target.label, target.facet]
        mine = [judgement for judgement in measured if judgement.label == target.label]
        if target.facet:
            if note:
                continue  # what nobody trained has no line: there are too many facets
            cases = [answers.facet(target, judgement.comment_id) for judgement in mine]
            bar = _NAMED
        else:
            cases, bar = (
                [answers.label(judgement) for judgement in mine],
                profile.thresholds[target.label],
            )
        lines.append(
            compare_label(
                target.label,
                [case for case in cases if case is not None],
                bar,
                bar,
                fitted_on=len(target.learn),
                note=note,
                facet=target.facet,
            )
        )
    both = [case for judgement in judged if (case := answers.label(judgement)) is not None]
    moved = movers(both, profile.thresholds, profile.thresholds)
    return Comparison(
        labels=tuple(lines),
        movers=tuple(moved[:NAMED_MOVERS]),
        moved=len(moved),
        unbiased=unbiased,
        kept_whole=kept_whole,
        learned_from=frozenset(judgement.comment_id for judgement in judged) - held_out,
    )
