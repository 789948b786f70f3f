"""Train heads on a site's own judgements, and compare before anybody publishes.

Learned from one part of the judged comments, measured on the other, by the answer that people
see: the trained head's beside the other scorers', combined as the site combines them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import Progress
from analysis.labels import label as label_of
from analysis.scorers.embedded import EmbeddedScorer, Read, embedded_scorer
from analysis.scorers.embedded_heads import SiteHeads, TrainedHead
from analysis.scorers.embedded_manifest import Manifest
from analysis.services.access.accounts import require
from analysis.services.learning.head_comparison import Answers, Judgements, compared
from analysis.services.learning.head_fit import FITS, fit_head
from analysis.services.learning.head_targets import Target, targets_of
from analysis.services.learning.judgements import judged_comments, judged_facets
from analysis.services.learning.site_heads import heads_in_use, learned_from, version_in_use
from analysis.services.learning.version_comparison import (
    Comparison,
    group_of,
    hold_out,
)
from analysis.services.site.preparation import prepared
from analysis.services.site.site_pipeline import site_combination
from analysis.services.thresholds.profiles import active_profile
from analysis.settings import Settings
from analysis.storage.database import Store
from analysis.storage.lookup import places_of


@dataclass(frozen=True, slots=True)
class HeadsProposal:
    """Heads to publish or discard, what they would change, and the sets they are from.

    ``changes`` is false where every label would answer as now: there is nothing to publish.
    """

    heads: SiteHeads
    comparison: Comparison
    set_ids: tuple[int, ...]
    changes: bool


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

    Heads in use whose label has too few judgements here, or none, stay. ``BadInput`` says why
    nothing can be learned: no such model, or too few judgements for every label.
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
    targets = targets_of(judged, judged_facets(store, set_ids), held_out)
    trained = [target for target in targets if not target.note]
    if not any(not target.facet for target in trained):
        short = [f"{label_of(t.label).title}: {t.note}." for t in targets if not t.facet]
        raise BadInput("Nothing can be trained yet. " + " ".join(short))
    comments = sorted({judgement.comment_id for judgement in judged})
    steps = _Steps(len(comments) + FITS * len(trained) + len(targets), progress)
    reads = _read(store, settings, scorer, comments, steps)
    groups = {
        judgement.comment_id: group_of(judgement, by_thread=kept_whole == "thread")
        for judgement in judged
    }
    learnable = {(target.label, target.facet) for target in trained}
    in_use = scorer.heads.heads if scorer.heads else ()
    stay = [head for head in in_use if (head.label, head.facet) not in learnable]
    heads: list[TrainedHead] = list(stay)
    noted: list[tuple[Target, str]] = []
    for target in targets:
        head, note = (
            (None, target.note)
            if target.note
            else fit_head(target, scorer, reads, groups, steps.go)
        )
        noted.append((target, note))
        heads += [head] if head else []
    digest = scorer.model.manifest.digest
    proposed = SiteHeads("proposed", scorer.info.name, digest, tuple(heads))
    combination = site_combination(store)
    learned_before = learned_from(store, combination.version)
    comparison = compared(
        noted,
        Judgements(judged, held_out, kept_whole, learned_before),
        Answers(scorer, proposed, reads, combination),
        active_profile(store).thresholds,
        beat=steps.go,
    )
    steps.go(steps.total)
    version = version_in_use(store) if stay else None
    if version is not None:
        learned = comparison.learned_from | version.learned_from
        comparison = replace(comparison, learned_from=learned)
    return HeadsProposal(
        heads=proposed,
        comparison=comparison,
        set_ids=tuple(set_ids),
        changes=set(heads) != set(in_use),
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
