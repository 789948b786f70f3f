"""Why a comment is where it is, in a sentence a moderator can check."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.domain.decision import ReviewState
from analysis.domain.finding import Status
from analysis.domain.profile import Profile, Recommendation
from analysis.domain.review import LabelBadge
from analysis.domain.user_report import Reported
from analysis.ingest.user_report_reasons import known_reasons
from analysis.labels import LABELS

MOST_REASONS = 3
"""Reasons of reports named in a line; the review shows all."""

_TITLES = {label.key: label.title for label in LABELS}
_CONCERN = {label.key for label in LABELS if label.concern}

_STATES = {
    ReviewState.APPROVED: "Approved",
    ReviewState.REJECTED: "Rejected",
    ReviewState.ESCALATED: "Escalated by a colleague",
    ReviewState.SECOND_OPINION: "A colleague asks for a second opinion",
}


def why_here(
    queue: str,
    state: ReviewState,
    badges: Sequence[LabelBadge],
    profile: Profile,
    *,
    edited: bool,
    reported: Reported | None = None,
) -> str:
    """What put the comment into ``queue`` (a name of the cache), strongest reason first."""
    if queue == "erased":
        return "The text was erased on request"
    if queue == "unscored":
        return (
            "Edited since it was labelled; not labelled again yet"
            if badges
            else ("Not labelled yet")
        )
    reasons = _readers(reported) + _machine_reasons(badges, profile)
    if state is ReviewState.OPEN:
        return "; ".join(reasons) or "Nothing asks for a look"
    said = _STATES[state]
    if edited:
        said = f"Edited after it was {said.lower() if state in _ENDED else 'judged'}"
    return "; ".join([said, *reasons])


_ENDED = (ReviewState.APPROVED, ReviewState.REJECTED)


def _readers(reported: Reported | None) -> list[str]:
    """That readers reported it; those whom a decision answered already give no reason to look."""
    if reported is None or not reported.waiting:
        return []
    many = "1 reader" if reported.waiting == 1 else f"{reported.waiting} readers"
    earlier = reported.people - reported.waiting
    said = f"{many} reported it" + (f" since, {earlier} before" if earlier else "")
    given = [one for one in reported.reasons if one.reason]
    if not given:
        return [said]
    shown = [f"{known_reasons().title(one.reason)} {one.people}" for one in given[:MOST_REASONS]]
    more = ", …" if len(given) > MOST_REASONS else ""
    return [f"{said} ({', '.join(shown)}{more})"]


def _machine_reasons(badges: Sequence[LabelBadge], profile: Profile) -> list[str]:
    order = [Recommendation.FLAG, Recommendation.UNSURE, Recommendation.UNSUPPORTED]
    asking = [b for b in badges if b.label in _CONCERN and b.recommendation in order]
    asking.sort(key=lambda b: (order.index(b.recommendation), -(b.probability or 0.0)))
    return [_reason(badge, profile) for badge in asking]


def _reason(badge: LabelBadge, profile: Profile) -> str:
    title = _TITLES.get(badge.label, badge.label)
    threshold = profile.thresholds[badge.label]
    if badge.status is Status.FAILED:
        return f"{title}: the scorer failed, so nobody has looked yet"
    if badge.probability is None:
        return f"{title}: no scorer could answer"
    if badge.recommendation is Recommendation.FLAG:
        return f"{title} {badge.probability:.2f}, flagged from {threshold.flag_at:.2f}"
    return (
        f"{title} {badge.probability:.2f}, unsure between {threshold.clear_below:.2f} "
        f"and {threshold.flag_at:.2f}"
    )
