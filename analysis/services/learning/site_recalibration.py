"""Recalibrate this site's combination from its annotation sets."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.domain.account import Permission
from analysis.domain.outcomes import Progress
from analysis.services.access.accounts import require
from analysis.services.learning.judgements import judged_comments
from analysis.services.learning.recalibration import Proposal, recalibrate
from analysis.services.learning.site_heads import learned_from
from analysis.services.site.site_pipeline import site_combination
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store


def recalibrate_site(
    store: Store, *, set_ids: Sequence[int], person: str, progress: Progress | None = None
) -> Proposal:
    """Fit the combination to the judged comments of these sets; nothing is published.

    Fitted on the scorers' answers as they are stored, so label anew before, if those are stale.
    """
    require(store, person, Permission.TRAIN)
    current = site_combination(store)
    return recalibrate(
        judged_comments(store, set_ids),
        current,
        active_profile(store),
        learned_before=learned_from(store, current.version),
        progress=progress,
    )
