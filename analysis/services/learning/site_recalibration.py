"""Recalibrate a site's combination from its annotations, and from decisions where they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.combination import Combination
from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.domain.learned import ChangeKind
from analysis.domain.outcomes import Progress
from analysis.services.access.accounts import require
from analysis.services.learning.judgements import Judged, judged_comments, with_scorer_answers
from analysis.services.learning.recalibration import Proposal, recalibrate
from analysis.services.learning.site_heads import learned_from
from analysis.services.site.site_pipeline import shipped_combination, site_combination
from analysis.services.thresholds.label_answers import label_answers
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store
from analysis.storage.learned import fitted_on

#: Judged comments from which a calibration that learns from decisions too is fitted.
ENOUGH = 200


@dataclass(frozen=True, slots=True)
class CalibrationBasis:
    """What a calibration learns from: judged labels, and how many comments they are of.

    ``annotated`` and ``decided`` count comments; a comment that has both is annotated. ``bulk``
    and ``other_reasons`` are the decisions left out (see ``label_answers``).
    """

    judged: tuple[Judged, ...]
    annotated: int
    decided: int
    bulk: int
    other_reasons: int

    @property
    def comments(self) -> int:
        """All judged comments."""
        return self.annotated + self.decided


def recalibrate_site(
    store: Store, *, set_ids: Sequence[int], person: str, progress: Progress | None = None
) -> Proposal:
    """Fit the combination to the judged comments of these sets; nothing is published.

    Fitted on the scorers' answers as they are stored, so label anew before, if those are stale.
    """
    require(store, person, Permission.TRAIN)
    return _proposal(store, judged_comments(store, set_ids), progress)


def calibrate_site(
    store: Store,
    *,
    set_ids: Sequence[int] | None = None,
    person: str,
    progress: Progress | None = None,
) -> Proposal:
    """The same from annotations and from decisions whose reason answers a label's question.

    Decisions teach and never measure: the queue showed those comments for their scores.
    ``BadInput`` with the counts where fewer than ``ENOUGH`` comments are judged.
    """
    require(store, person, Permission.TRAIN)
    basis = calibration_basis(store, set_ids)
    if basis.comments < ENOUGH:
        raise BadInput(
            f"A calibration needs {ENOUGH} judged comments with a score; there are "
            f"{basis.comments}: {basis.annotated} annotated and {basis.decided} decided under a "
            f"reason that answers a label ({basis.bulk} decided in bulk and "
            f"{basis.other_reasons} under other reasons are left out)."
        )
    return _proposal(store, basis.judged, progress)


def calibration_basis(store: Store, set_ids: Sequence[int] | None = None) -> CalibrationBasis:
    """The annotations of these sets (or of all), and the decisions that answer a label."""
    annotated = judged_comments(store, set_ids)
    by_decision = [answers for answers in label_answers(store).values() if answers.by_decisions]
    truth = {
        (case.comment_id, answers.label): float(case.holds)
        for answers in by_decision
        for case in answers.cases[answers.annotated :]
    }
    with store.read() as session:
        decided = with_scorer_answers(session, truth, decided=True)
    comments = {judgement.comment_id for judgement in annotated}
    return CalibrationBasis(
        judged=(*annotated, *decided),
        annotated=len(comments),
        decided=len({judgement.comment_id for judgement in decided} - comments),
        bulk=max((answers.bulk for answers in by_decision), default=0),
        other_reasons=max((answers.other_reasons for answers in by_decision), default=0),
    )


def _proposal(store: Store, judged: Sequence[Judged], progress: Progress | None) -> Proposal:
    current = site_combination(store)
    proposal = recalibrate(
        judged,
        current,
        active_profile(store),
        learned_before=learned_from(store, current.version),
        progress=progress,
    )
    if not _site_weights_stay(current, proposal.combination):
        return proposal
    with store.read() as session:
        earlier = fitted_on(session, ChangeKind.COMBINATION, current.version)
    learned = proposal.comparison.learned_from | earlier
    return replace(proposal, comparison=replace(proposal.comparison, learned_from=learned))


def _site_weights_stay(current: Combination, proposed: Combination) -> bool:
    """Whether weights that were fitted here before are still among the proposed ones."""
    shipped = shipped_combination().pools
    return any(
        pool in current.pools.get(label, ()) and pool not in shipped.get(label, ())
        for label, pools in proposed.pools.items()
        for pool in pools
    )
