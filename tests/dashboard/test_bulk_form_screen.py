"""The form of a score range decides the comments that it was made of, however the range changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from deciding import decide, undo
from streamlit.testing.v1 import AppTest

from analysis.domain.decision import Action, ReviewState
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.services.moderation import queue
from analysis.services.moderation.review import review
from analysis.storage.database import Store, open_store

Screen = Callable[..., AppTest]
HOSTILITY = "possible_hostility"
LOW = 0.3


def open_form(screen: Screen) -> AppTest:
    """The screen with the form of its range open."""
    at = screen("thresholds", view="Pick a score range")
    at.slider(key=f"range_{HOSTILITY}").set_value((LOW, 1.0)).run()
    return at.toggle(key="bulk_open").set_value(True).run()


def send(at: AppTest, count: int) -> None:
    [button] = [one for one in at.button if one.label == f"Decide {count} comments"]
    button.click().run()


def in_range(store: Store) -> list[int]:
    where = QueueFilter(queue=Queue.ALL, label=HOSTILITY, score_min=LOW, sort=Sort.SCORE)
    return [item.comment_id for item in queue.queue_page(store, where).items]


def approve(store: Store, number: int) -> None:
    decide(store, number, Action.APPROVE, person="rosa", seen_sequence=0)


@pytest.mark.parametrize("reopened", [True, False])
def test_a_form_decides_the_comments_that_it_was_made_of_and_says_what_it_left_out(
    demo_url: str, screen: Screen, reopened: bool
) -> None:
    store = open_store(demo_url)
    first, *others = in_range(store)
    assert len(others) > 1
    approve(store, first)
    at = open_form(screen)
    # As many are open as the form says, or one less; they are not those that it was made of.
    approve(store, others[0])
    if reopened:
        undo(store, first, person="rosa", seen_sequence=1)
    at.radio[0].set_value(Action.REJECT)
    at.selectbox[0].set_value("insult")
    at.checkbox[0].set_value(True)
    send(at, len(others))
    assert not at.exception
    states = {number: review(store, number).state for number in (first, *others)}
    rejected = {number for number in states if states[number] is ReviewState.REJECTED}
    assert rejected == set(others[1:])
    assert [str(one.value) for one in at.success] == [
        f"{len(others) - 1} comments decided as one batch. "
        "Left out because somebody decided them meanwhile: 1."
    ]


def test_who_was_sure_of_some_comments_is_asked_again_about_as_many_others(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    first, second, *_ = in_range(store)
    approve(store, first)
    at = open_form(screen)
    at.checkbox[0].set_value(True)
    send(at, len(in_range(store)) - 1)
    assert at.error  # no reason was chosen
    assert at.checkbox[0].value is True
    undo(store, first, person="rosa", seen_sequence=1)
    approve(store, second)
    at.run()
    assert at.checkbox[0].value is False
