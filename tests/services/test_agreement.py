"""Agreement between annotators, from their votes."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from analysis.domain.annotation import Votes
from analysis.services.annotation.agreement import agreement, pairs


def votes(*items: dict[str, bool], skipped: int = 0) -> Votes:
    people = tuple(sorted({person for item in items for person in item}))
    return Votes("generalization", people, dict(enumerate(items)), skipped)


SPLIT = votes(
    *[{"ann": True, "bo": True}] * 6,
    *[{"ann": False, "bo": False}] * 10,
    *[{"ann": True, "bo": False}] * 2,
    {"ann": False, "bo": True},
    {"ann": True},
)


def test_alpha_equals_a_computation_by_hand_and_has_an_interval_around_it() -> None:
    # 19 shared items, 38 votes, 15 of them yes: observed 3/19, expected 2*15*23/(38*37).
    found = agreement(SPLIT)
    assert found.alpha is not None
    assert found.alpha.value == pytest.approx(1 - (3 / 19) / (2 * 15 * 23 / (38 * 37)))
    assert found.alpha.low < found.alpha.value < found.alpha.high
    assert found.alpha.n == 19


def test_an_item_with_one_vote_says_nothing_about_agreement() -> None:
    assert (agreement(SPLIT).same.hits, agreement(SPLIT).same.n) == (16, 19)


@pytest.mark.parametrize(
    "case",
    [votes({"ann": True}), votes({"ann": True, "bo": True}, {"ann": True, "bo": True}), votes()],
)
def test_where_alpha_is_undefined_there_is_none(case: Votes) -> None:
    assert agreement(case).alpha is None


@pytest.mark.parametrize(
    ("items", "bounded"),
    [
        ([{"ann": True, "bo": True}, {"ann": False, "bo": False}], False),
        ([{"ann": True, "bo": True}] * 2 + [{"ann": False, "bo": False}] * 30, False),
        ([{"ann": True, "bo": True}] * 9 + [{"ann": False, "bo": True}], True),
        # Whoever answers alone neither agrees nor differs.
        ([{"ann": True, "bo": True}, {"ann": False, "bo": False}, {"ann": True}], False),
    ],
)
def test_where_all_agree_no_interval_pretends_to_know_that_they_always_will(
    items: list[dict[str, bool]], bounded: bool
) -> None:
    alpha = agreement(votes(*items)).alpha
    assert alpha is not None
    assert (alpha.value == 1.0) is not bounded
    assert math.isfinite(alpha.low) is math.isfinite(alpha.high) is bounded


@pytest.mark.parametrize(
    ("items", "bounded"),
    [
        ([{"ann": True, "bo": False}], False),
        ([{"ann": True, "bo": False}] * 2, False),
        ([{"ann": True, "bo": False}, {"ann": False, "bo": True}] * 15, False),
        ([{"ann": True, "bo": False}, {"ann": True}], False),
        ([{"ann": True, "bo": True, "cem": False}, {"ann": False, "bo": True, "cem": True}], False),
        # Samples of these are not all alike.
        ([{"ann": True, "bo": False}, {"ann": True, "bo": True}] * 2, True),
        ([{"ann": True, "bo": True, "cem": False}, {"ann": False, "bo": True}] * 2, True),
    ],
)
def test_where_all_differ_alike_no_interval_pretends_to_know_that_they_always_will(
    items: list[dict[str, bool]], bounded: bool
) -> None:
    alpha = agreement(votes(*items)).alpha
    assert alpha is not None
    assert alpha.value <= 0.0
    assert math.isfinite(alpha.low) is math.isfinite(alpha.high) is bounded


def test_every_two_people_are_measured_on_what_they_share() -> None:
    found = pairs(
        votes(
            {"ann": True, "bo": True, "cem": False},
            {"ann": False, "bo": False},
            {"ann": True, "dee": True},
        )
    )
    assert {(one.people, one.same.n) for one in found} == {
        (("ann", "bo"), 2),
        (("ann", "cem"), 1),
        (("bo", "cem"), 1),
        (("ann", "dee"), 1),
    }
    assert found[0].people == ("ann", "bo")


def test_two_people_are_told_of_the_answers_that_they_could_not_give_themselves() -> None:
    some = votes({"ann": True, "bo": True, "cem": False}, skipped=6)
    some = replace(some, skipped_by={"ann": 1, "cem": 3, "only skips": 2})
    assert agreement(some).skipped == 6
    assert {pair.people: pair.skipped for pair in pairs(some)} == {
        ("ann", "bo"): 1,
        ("ann", "cem"): 4,
        ("bo", "cem"): 3,
    }


def test_answers_that_could_not_be_given_are_counted_beside() -> None:
    assert agreement(votes({"ann": True, "bo": True}, skipped=3)).skipped == 3
