"""Which queue a comment waits in, how urgent it is, and why: one policy, in one place.

Storage keeps what :func:`stand` says and sorts by it, screens show its reasons. Who changes the
policy raises :data:`POLICY_VERSION`, so that ``moderato migrate`` works the queues out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from analysis.domain.decision import ReviewState
from analysis.domain.finding import Status
from analysis.domain.profile import Recommendation, Threshold
from analysis.domain.user_report import Reported

POLICY_VERSION = 4
"""Raised with every change that moves a comment to another queue or place in it."""


class Queue(StrEnum):
    """The queues a comment can wait in. ``ATTENTION`` holds what is flagged or reported, ``ALL``
    every comment, decided or not."""

    ATTENTION = "attention"
    FLAGGED = "flagged"
    UNSURE = "unsure"
    UNSUPPORTED = "unsupported"
    REPORTED = "reported"
    ESCALATED = "escalated"
    SECOND_OPINION = "second_opinion"
    DECIDED = "decided"
    ALL = "all"


class Place(StrEnum):
    """Where a comment is: in one of the queues, or where nobody needs to look."""

    FLAGGED = "flagged"
    UNSURE = "unsure"
    UNSUPPORTED = "unsupported"
    REPORTED = "reported"
    ESCALATED = "escalated"
    SECOND_OPINION = "second_opinion"
    DECIDED = "decided"
    UNSCORED = "unscored"
    CLEAR = "clear"
    ERASED = "erased"
    PLACEHOLDER = "placeholder"
    GONE = "gone"


PLACES: Mapping[Queue, tuple[Place, ...]] = {
    queue: (Place(queue.value),) for queue in Queue if queue not in (Queue.ATTENTION, Queue.ALL)
} | {Queue.ATTENTION: (Place.FLAGGED, Place.REPORTED)}
"""The places whose comments a queue lists; ``ALL`` is not among them: it lists every place."""

SEVERE_FIRST = 1_000_000.0
"""What a severe answer adds to the urgency: more than readers will ever report one comment."""

MACHINE_QUEUES = (Queue.FLAGGED, Queue.UNSURE, Queue.UNSUPPORTED)
"""The queues that the pipeline's answers alone lead to."""

WAITING = (*MACHINE_QUEUES, Queue.REPORTED, Queue.ESCALATED, Queue.SECOND_OPINION)
"""The queues in which somebody has to do something."""

AFTER_JUDGING = (Place.DECIDED, Place.REPORTED)
"""Where a judged comment may be: a report asks for another look and unsays no decision."""

FOR_NOBODY = (Place.GONE, Place.ERASED, Place.PLACEHOLDER)
"""Where a comment waits for nobody, whatever its labels say."""

ATTENTION: Mapping[Recommendation, int] = {
    Recommendation.CLEAR: 0,
    Recommendation.UNSURE: 1,
    Recommendation.FLAG: 2,
    Recommendation.UNSUPPORTED: 3,
}
"""How much attention an answer asks for; what no scorer could answer asks for most."""

ASKING = (Recommendation.FLAG, Recommendation.UNSURE, Recommendation.UNSUPPORTED)
"""The answers that put a comment before a person, for a label of concern; first leads."""

_MACHINE = {
    Recommendation.FLAG: Place.FLAGGED,
    Recommendation.UNSURE: Place.UNSURE,
    Recommendation.UNSUPPORTED: Place.UNSUPPORTED,
}

_DECIDED = {
    ReviewState.APPROVED: Place.DECIDED,
    ReviewState.REJECTED: Place.DECIDED,
    ReviewState.ESCALATED: Place.ESCALATED,
    ReviewState.SECOND_OPINION: Place.SECOND_OPINION,
}

_ASKED = (ReviewState.ESCALATED, ReviewState.SECOND_OPINION)
"""Somebody is asked to look, which an edit of the text does not answer."""

_WAITS_ALREADY = (Place.ESCALATED, Place.SECOND_OPINION)
"""A report adds nothing to these queues but urgency: somebody has to look there anyway."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One label's combined answer under the profile in force."""

    label: str
    status: Status
    probability: float | None
    recommendation: Recommendation
    threshold: Threshold | None = None
    severe: bool = False
    """Whether the highest degree of a graded label is likely (see ``domain.severity``)."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the policy looks at. ``answers`` are those of labels of concern, ``None`` where the
    text as it is now was never labelled; a label that came later and was not asked is not among
    them. ``edited`` means that the text is newer than the standing decision, ``placeholder`` that
    only a mark such as ``[deleted]`` is left of it, ``gone`` that its site no longer shows it."""

    state: ReviewState
    answers: tuple[Answer, ...] | None
    edited: bool = False
    erased: bool = False
    placeholder: bool = False
    gone: bool = False
    reported: Reported | None = None


class ReasonKind(StrEnum):
    """What kind of reason put a comment where it is."""

    ERASED = "erased"
    PLACEHOLDER = "placeholder"
    GONE = "gone"
    UNSCORED = "unscored"
    DECISION = "decision"
    EDITED = "edited"
    REPORTED = "reported"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class QueueReason:
    """One reason and what it adds to the urgency; ``answer`` for those that a label gave."""

    kind: ReasonKind
    weight: float = 0.0
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a comment is, where the pipeline alone would put it, how urgent it is, and why.

    Within a queue a higher ``priority`` comes first; ``reasons`` are strongest first.
    """

    place: Place
    machine: Place
    priority: float
    reasons: tuple[QueueReason, ...]


def machine_place(answers: Iterable[Recommendation]) -> Place:
    """Where the answers of the labels of concern put a comment: flagged before unsure before
    unsupported. What a scorer could not answer is unsupported, never clear; a label that was not
    asked, because it came after the comment was labelled, asks for nothing until it is."""
    given = set(answers)
    for asking in ASKING:
        if asking in given:
            return _MACHINE[asking]
    return Place.CLEAR


def waits_for_a_word(state: ReviewState, *, edited: bool) -> bool:
    """Whether nobody has judged the text as it is now, nor asked a colleague to look at it."""
    return state is ReviewState.OPEN or (edited and state not in _ASKED)


def place_of(
    machine: Place,
    state: ReviewState,
    *,
    edited: bool,
    reported: bool,
    erased: bool = False,
    gone: bool = False,
) -> Place:
    """The place after what people decided (on this text) and readers reported since.

    What is gone from its site asks nobody for a look, but what a person asked for stays asked. A
    rejected text that is another one now needs a person's word, however harmless it reads.
    """
    if erased:
        return Place.ERASED
    undecided = waits_for_a_word(state, edited=edited)
    if gone:
        return Place.GONE if undecided else _DECIDED[state]
    place = machine if undecided else _DECIDED[state]
    if edited and state is ReviewState.REJECTED and place is Place.CLEAR:
        place = Place.UNSURE
    return Place.REPORTED if reported and place not in _WAITS_ALREADY else place


def stand(situation: Situation) -> Standing:
    """Place, order and explanation of one comment, worked out together so that they agree.

    One order for every queue: what is severe comes first, then what readers reported, then the
    highest probability of a label of concern. The priority is that probability, plus one for each
    reader whose report waits for an answer, plus ``SEVERE_FIRST``.
    """
    waiting = situation.reported.waiting if situation.reported else 0
    answers = situation.answers
    scores = [a.probability for a in answers or () if a.probability is not None]
    priority = max(scores, default=0.0) + waiting
    priority += SEVERE_FIRST if any(answer.severe for answer in answers or ()) else 0.0
    if situation.erased:
        return Standing(Place.ERASED, Place.ERASED, priority, (QueueReason(ReasonKind.ERASED),))
    if situation.placeholder:
        # Nobody's words are left: it stands in its thread, and there is nothing to decide.
        reasons = (QueueReason(ReasonKind.PLACEHOLDER),)
        return Standing(Place.PLACEHOLDER, Place.PLACEHOLDER, 0.0, reasons)
    machine = (
        Place.UNSCORED if answers is None else machine_place(a.recommendation for a in answers)
    )
    place = place_of(
        machine,
        situation.state,
        edited=situation.edited,
        reported=waiting > 0,
        gone=situation.gone,
    )
    return Standing(place, machine, priority, _reasons(situation, place, waiting))


def _reasons(situation: Situation, place: Place, waiting: int) -> tuple[QueueReason, ...]:
    if place is Place.UNSCORED:
        return (QueueReason(ReasonKind.UNSCORED),)
    if place is Place.GONE:
        return (QueueReason(ReasonKind.GONE),)
    asking = [a for a in situation.answers or () if a.recommendation in ASKING]
    asking.sort(
        key=lambda a: (not a.severe, ASKING.index(a.recommendation), -(a.probability or 0.0))
    )
    answers = [QueueReason(ReasonKind.ANSWER, _weight(a), a) for a in asking]
    severe = [reason for reason in answers if reason.answer and reason.answer.severe]
    readers = [QueueReason(ReasonKind.REPORTED, float(waiting))] if waiting else []
    reasons = [*severe, *readers, *answers[len(severe) :]]
    if situation.state is ReviewState.OPEN:
        return tuple(reasons)
    kind = ReasonKind.EDITED if situation.edited else ReasonKind.DECISION
    return (QueueReason(kind), *reasons)


def _weight(answer: Answer) -> float:
    return (SEVERE_FIRST if answer.severe else 0.0) + (answer.probability or 0.0)
