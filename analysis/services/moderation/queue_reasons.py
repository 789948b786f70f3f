"""Why a comment is where it is, in a sentence a moderator can check."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.domain.decision import ReviewState
from analysis.domain.finding import Status
from analysis.domain.profile import Profile, Recommendation
from analysis.domain.queue_policy import (
    Answer,
    Place,
    QueueReason,
    ReasonKind,
    Situation,
    stand,
)
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
    place: str,
    state: ReviewState,
    badges: Sequence[LabelBadge],
    profile: Profile,
    *,
    edited: bool,
    reported: Reported | None = None,
) -> str:
    """What put the comment where it is, strongest reason first; the policy says which reasons."""
    unscored = place == Place.UNSCORED
    standing = stand(
        Situation(
            state=state,
            answers=None if unscored else _answers(badges, profile),
            edited=edited,
            erased=place == Place.ERASED,
            placeholder=place == Place.PLACEHOLDER,
            reported=reported,
        )
    )
    reasons = [
        _sentence(reason, state, reported, labelled_before=bool(badges))
        for reason in standing.reasons
    ]
    return "; ".join(reasons) or "Nothing asks for a look"


def _answers(badges: Sequence[LabelBadge], profile: Profile) -> tuple[Answer, ...]:
    return tuple(
        Answer(b.label, b.status, b.probability, b.recommendation, profile.thresholds[b.label])
        for b in badges
        if b.label in _CONCERN
    )


def _sentence(
    reason: QueueReason,
    state: ReviewState,
    reported: Reported | None,
    *,
    labelled_before: bool,
) -> str:
    if reason.answer is not None:
        return _reason(reason.answer)
    if reason.kind is ReasonKind.REPORTED and reported is not None:
        return _readers(reported)
    if reason.kind is ReasonKind.ERASED:
        return "The text was erased on request"
    if reason.kind is ReasonKind.PLACEHOLDER:
        return "Deleted or removed on its platform; it keeps its place in the thread"
    if reason.kind is ReasonKind.UNSCORED:
        again = "Edited since it was labelled; not labelled again yet"
        return again if labelled_before else "Not labelled yet"
    if reason.kind is ReasonKind.EDITED:
        judged = _STATES[state].lower() if state in _ENDED else "judged"
        return f"Edited after it was {judged}"
    return _STATES[state]


_ENDED = (ReviewState.APPROVED, ReviewState.REJECTED)


def _readers(reported: Reported) -> str:
    """That readers reported it, those whom no decision answered yet first."""
    many = "1 reader" if reported.waiting == 1 else f"{reported.waiting} readers"
    earlier = reported.people - reported.waiting
    sentence = f"{many} reported it" + (f" since, {earlier} before" if earlier else "")
    given = [reason for reason in reported.reasons if reason.reason]
    if not given:
        return sentence
    shown = [
        f"{known_reasons().title(reason.reason)} {reason.people}" for reason in given[:MOST_REASONS]
    ]
    more = ", …" if len(given) > MOST_REASONS else ""
    return f"{sentence} ({', '.join(shown)}{more})"


def _reason(answer: Answer) -> str:
    title = _TITLES.get(answer.label, answer.label)
    threshold = answer.threshold
    if answer.status is Status.FAILED:
        return f"{title}: the scorer failed, so nobody has looked yet"
    if answer.probability is None or threshold is None:
        return f"{title}: no scorer could answer"
    if answer.recommendation is Recommendation.FLAG:
        return f"{title} {answer.probability:.2f}, flagged from {threshold.flag_at:.2f}"
    return (
        f"{title} {answer.probability:.2f}, unsure between {threshold.clear_below:.2f} "
        f"and {threshold.flag_at:.2f}"
    )
