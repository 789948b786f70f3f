"""Why a comment is where it is: messages a moderator can check, in no language."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.domain.decision import ReviewState
from analysis.domain.finding import Status
from analysis.domain.message import Message
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
from analysis.labels import LABELS

_CONCERN = {label.key for label in LABELS if label.concern}


def queue_reasons(
    place: str,
    state: ReviewState,
    badges: Sequence[LabelBadge],
    profile: Profile,
    *,
    edited: bool,
    reported: Reported | None = None,
) -> tuple[Message, ...]:
    """What put the comment where it is, strongest reason first; the policy says which reasons."""
    unscored = place == Place.UNSCORED
    standing = stand(
        Situation(
            state=state,
            answers=None if unscored else _answers(badges, profile),
            edited=edited,
            erased=place == Place.ERASED,
            placeholder=place == Place.PLACEHOLDER,
            gone=place == Place.GONE,
            reported=reported,
        )
    )
    return tuple(
        _message(reason, state, reported, labelled_before=bool(badges))
        for reason in standing.reasons
    ) or (Message("nothing"),)


def _answers(badges: Sequence[LabelBadge], profile: Profile) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            b.label,
            b.status,
            b.probability,
            b.recommendation,
            profile.thresholds[b.label],
            b.severe,
        )
        for b in badges
        if b.label in _CONCERN
    )


def _message(
    reason: QueueReason,
    state: ReviewState,
    reported: Reported | None,
    *,
    labelled_before: bool,
) -> Message:
    if reason.answer is not None:
        return _of_answer(reason.answer)
    if reason.kind is ReasonKind.REPORTED and reported is not None:
        return _of_reports(reported)
    if reason.kind is ReasonKind.UNSCORED:
        return Message("unscored_again" if labelled_before else "unscored")
    if reason.kind is ReasonKind.EDITED:
        return Message(f"edited_after_{state.value}")
    if reason.kind in (ReasonKind.ERASED, ReasonKind.PLACEHOLDER, ReasonKind.GONE):
        return Message(reason.kind.value)
    return Message(state.value)


def _of_reports(reported: Reported) -> Message:
    """That readers reported it, those whom no decision answered yet first."""
    earlier = reported.people - reported.waiting
    key = "reported_one" if reported.waiting == 1 else "reported_many"
    given = tuple((reason.reason, reason.people) for reason in reported.reasons if reason.reason)
    return Message(
        f"{key}_since" if earlier else key,
        {"n": reported.waiting, "earlier": earlier, "given": given},
    )


def _of_answer(answer: Answer) -> Message:
    threshold = answer.threshold
    if answer.status is Status.FAILED:
        return Message("failed", {"label": answer.label})
    if answer.probability is None or threshold is None:
        return Message("unanswered", {"label": answer.label})
    key = "flagged" if answer.recommendation is Recommendation.FLAG else "unsure"
    if answer.severe and key == "flagged":
        key = "flagged_severe"
    return Message(
        key,
        {
            "label": answer.label,
            "probability": answer.probability,
            "flag_at": threshold.flag_at,
            "clear_below": threshold.clear_below,
        },
    )
