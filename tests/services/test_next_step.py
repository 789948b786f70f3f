"""One right thing to do next, by role and by what waits."""

from __future__ import annotations

import pytest

from analysis.domain.account import PERMISSIONS, Role
from analysis.domain.queue_policy import Queue
from analysis.domain.workload import NextStep, StepKind
from analysis.services.overview.next_step import next_step

BUSY = {Queue.ATTENTION: 3, Queue.ESCALATED: 1, Queue.UNSURE: 9}


def step(role: Role, counts: dict[Queue, int], *, comments: int = 10, unscored: int = 0):
    return next_step(role, PERMISSIONS[role], counts, comments=comments, unscored=unscored)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.MANAGER, Role.ADMIN])
def test_who_decides_goes_where_it_presses_most(role: Role) -> None:
    assert step(role, BUSY) == NextStep(StepKind.REVIEW, Queue.ATTENTION, 3)
    assert step(role, {Queue.ESCALATED: 1, Queue.UNSURE: 9}).queue is Queue.ESCALATED
    assert step(role, {Queue.UNSURE: 9}).queue is Queue.UNSURE


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.MODERATOR, StepKind.NOTHING),
        (Role.MANAGER, StepKind.TONE),
        (Role.ADMIN, StepKind.TONE),
        (Role.RESEARCHER, StepKind.ANNOTATE),
    ],
)
def test_where_nothing_waits_each_role_has_something_of_its_own(role: Role, kind: StepKind) -> None:
    assert step(role, {}).kind is kind


def test_a_researcher_is_sent_to_no_decision() -> None:
    assert step(Role.RESEARCHER, BUSY).kind is StepKind.ANNOTATE


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.MANAGER, StepKind.IMPORT), (Role.MODERATOR, StepKind.NOTHING)]
)
def test_an_empty_database_is_filled_first_by_who_may(role: Role, kind: StepKind) -> None:
    assert step(role, {}, comments=0).kind is kind


def test_comments_without_a_label_are_labelled_before_they_are_reviewed() -> None:
    assert step(Role.MANAGER, {}, comments=10, unscored=10).kind is StepKind.SCORE
    assert step(Role.MANAGER, BUSY, comments=10, unscored=4).kind is StepKind.REVIEW


@pytest.mark.parametrize(
    ("role", "counts", "kind"),
    [
        (Role.ADMIN, {}, StepKind.SCORE),
        (Role.MANAGER, {}, StepKind.SCORE),
        (Role.RESEARCHER, {}, StepKind.SCORE),
        (Role.MODERATOR, {}, StepKind.NOTHING),
        (Role.RESEARCHER, BUSY, StepKind.ANNOTATE),
    ],
)
def test_nothing_waits_only_where_no_comment_waits_for_labels(
    role: Role, counts: dict[Queue, int], kind: StepKind
) -> None:
    """Nine fresh comments, and one of which only a placeholder is left."""
    assert step(role, counts, comments=10, unscored=9).kind is kind
