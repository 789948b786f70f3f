"""The queue's policy: place, order and reasons of a comment, worked out together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.domain.decision import ReviewState
from analysis.domain.finding import Status
from analysis.domain.profile import Recommendation
from analysis.domain.queue_policy import (
    PLACES,
    Answer,
    Place,
    Queue,
    ReasonKind,
    Situation,
    machine_place,
    stand,
)
from analysis.domain.user_report import Reported

OPEN = ReviewState.OPEN
FLAG, UNSURE = Recommendation.FLAG, Recommendation.UNSURE
CLEAR, UNSUPPORTED = Recommendation.CLEAR, Recommendation.UNSUPPORTED


def answer(recommendation: Recommendation, probability: float | None = 0.5) -> Answer:
    status = Status.SCORED if probability is not None else Status.ABSTAINED
    return Answer("possible_hostility", status, probability, recommendation)


def reported(waiting: int) -> Reported:
    return Reported(people=max(waiting, 1), waiting=waiting, reasons=(), latest=None, last=1)


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        ([FLAG, UNSURE, UNSUPPORTED], Place.FLAGGED),
        ([UNSURE, UNSUPPORTED], Place.UNSURE),
        ([UNSUPPORTED, CLEAR], Place.UNSUPPORTED),
        ([CLEAR, CLEAR], Place.CLEAR),
        ([], Place.CLEAR),
    ],
)
def test_the_answer_that_asks_most_leads_and_a_failed_one_never_clears(
    answers: list[Recommendation], place: Place
) -> None:
    assert machine_place(answers) is place


WHERE = [
    ("flagged and open", Situation(OPEN, (answer(FLAG),)), Place.FLAGGED),
    ("never labelled", Situation(OPEN, None), Place.UNSCORED),
    ("approved", Situation(ReviewState.APPROVED, (answer(FLAG),)), Place.DECIDED),
    ("rejected", Situation(ReviewState.REJECTED, (answer(FLAG),)), Place.DECIDED),
    ("escalated", Situation(ReviewState.ESCALATED, (answer(FLAG),)), Place.ESCALATED),
    (
        "edited after its approval",
        Situation(ReviewState.APPROVED, (answer(UNSURE),), edited=True),
        Place.UNSURE,
    ),
    (
        "edited after its approval, harmless still",
        Situation(ReviewState.APPROVED, (answer(CLEAR),), edited=True),
        Place.CLEAR,
    ),
    (
        "edited after its rejection into what reads harmless",
        Situation(ReviewState.REJECTED, (answer(CLEAR),), edited=True),
        Place.UNSURE,
    ),
    (
        "edited after its rejection, hostile still",
        Situation(ReviewState.REJECTED, (answer(FLAG),), edited=True),
        Place.FLAGGED,
    ),
    (
        "edited after its rejection, not labelled again yet",
        Situation(ReviewState.REJECTED, None, edited=True),
        Place.UNSCORED,
    ),
    (
        "edited after its rejection, and gone",
        Situation(ReviewState.REJECTED, (answer(CLEAR),), edited=True, gone=True),
        Place.GONE,
    ),
    (
        "edited while it is escalated",
        Situation(ReviewState.ESCALATED, (answer(CLEAR),), edited=True),
        Place.ESCALATED,
    ),
    (
        "edited while a second opinion is asked",
        Situation(ReviewState.SECOND_OPINION, None, edited=True),
        Place.SECOND_OPINION,
    ),
    ("reported and clear", Situation(OPEN, (answer(CLEAR),), reported=reported(2)), Place.REPORTED),
    (
        "reported, and answered by a decision",
        Situation(ReviewState.APPROVED, (answer(CLEAR),), reported=reported(0)),
        Place.DECIDED,
    ),
    (
        "reported while a second opinion is asked",
        Situation(ReviewState.SECOND_OPINION, (answer(FLAG),), reported=reported(1)),
        Place.SECOND_OPINION,
    ),
    ("a placeholder", Situation(OPEN, None, placeholder=True), Place.PLACEHOLDER),
    (
        "a placeholder, reported before its text went",
        Situation(OPEN, (answer(FLAG),), placeholder=True, reported=reported(2)),
        Place.PLACEHOLDER,
    ),
    ("gone from its site", Situation(OPEN, (answer(FLAG),), gone=True), Place.GONE),
    (
        "gone, and reported before that",
        Situation(OPEN, (answer(FLAG),), gone=True, reported=reported(1)),
        Place.GONE,
    ),
    (
        "gone after it was rejected here",
        Situation(ReviewState.REJECTED, (answer(FLAG),), gone=True),
        Place.DECIDED,
    ),
    (
        "gone while it is escalated",
        Situation(ReviewState.ESCALATED, (answer(FLAG),), gone=True),
        Place.ESCALATED,
    ),
    (
        "gone, and edited after its approval",
        Situation(ReviewState.APPROVED, (answer(FLAG),), edited=True, gone=True),
        Place.GONE,
    ),
    ("gone before it was labelled", Situation(OPEN, None, gone=True), Place.GONE),
    ("erased", Situation(OPEN, (answer(FLAG),), erased=True, reported=reported(1)), Place.ERASED),
]


@pytest.mark.parametrize(
    ("situation", "place"), [case[1:] for case in WHERE], ids=[case[0] for case in WHERE]
)
def test_a_comment_is_where_people_and_machine_put_it(situation: Situation, place: Place) -> None:
    assert stand(situation).place is place


def test_a_report_outweighs_every_probability_and_both_are_named_in_that_order() -> None:
    standing = stand(Situation(OPEN, (answer(FLAG, 0.97),), reported=reported(1)))
    assert standing.priority == pytest.approx(1.97)
    assert [reason.kind for reason in standing.reasons] == [
        ReasonKind.REPORTED,
        ReasonKind.ANSWER,
    ]


def test_the_priority_is_what_its_reasons_weigh() -> None:
    """Order and explanation come from one function, so that they can't contradict each other."""
    answers = (answer(UNSURE, 0.4), answer(FLAG, 0.8))
    standing = stand(Situation(OPEN, answers, reported=reported(3)))
    weights = [reason.weight for reason in standing.reasons]
    assert standing.priority == pytest.approx(weights[0] + weights[1])
    assert weights == sorted(weights, reverse=True)


def test_what_was_decided_is_said_first_and_a_clear_answer_is_no_reason() -> None:
    situation = Situation(ReviewState.APPROVED, (answer(CLEAR), answer(FLAG)), edited=True)
    kinds = [reason.kind for reason in stand(situation).reasons]
    assert kinds == [ReasonKind.EDITED, ReasonKind.ANSWER]
    assert stand(Situation(OPEN, (answer(CLEAR),))).reasons == ()


def test_every_queue_but_all_lists_places() -> None:
    assert set(PLACES) == set(Queue) - {Queue.ALL}
    assert PLACES[Queue.ATTENTION] == (Place.FLAGGED, Place.REPORTED)
    assert PLACES[Queue.UNSURE] == (Place.UNSURE,)


def severe(recommendation: Recommendation, probability: float) -> Answer:
    return replace(answer(recommendation, probability), severe=True)


#: Each is more urgent than those below it; nothing else orders a queue.
ORDER = [
    ("severe and reported", Situation(OPEN, (severe(FLAG, 0.6),), reported=reported(1))),
    ("severe", Situation(OPEN, (severe(FLAG, 0.9),))),
    ("severe, less likely", Situation(OPEN, (severe(FLAG, 0.5),))),
    ("reported by very many", Situation(OPEN, (answer(FLAG, 0.9),), reported=reported(900_000))),
    ("reported by two", Situation(OPEN, (answer(CLEAR, 0.0),), reported=reported(2))),
    ("reported by one", Situation(OPEN, (answer(CLEAR, 0.0),), reported=reported(1))),
    ("flagged", Situation(OPEN, (answer(FLAG, 0.99),))),
    ("flagged, less likely", Situation(OPEN, (answer(FLAG, 0.5),))),
]


def test_severe_comes_before_reported_and_reported_before_flagged() -> None:
    priorities = {name: stand(situation).priority for name, situation in ORDER}
    assert sorted(priorities, key=lambda name: -priorities[name]) == [name for name, _ in ORDER]


def test_what_is_severe_is_the_first_reason() -> None:
    answers = (answer(FLAG, 0.9), severe(FLAG, 0.6))
    standing = stand(Situation(OPEN, answers, reported=reported(2)))
    assert [r.kind for r in standing.reasons] == [
        ReasonKind.ANSWER,
        ReasonKind.REPORTED,
        ReasonKind.ANSWER,
    ]
    assert standing.reasons[0].answer == answers[1]
