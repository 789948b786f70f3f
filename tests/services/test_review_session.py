"""The server's half of a review: the order, the next comments sent ahead, claims."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thoroughness import examples

from analysis.domain.decision import Action, Decision, current
from analysis.domain.errors import BadInput
from analysis.domain.review import Queue, QueueFilter
from analysis.services.moderation import review_session
from analysis.services.moderation.claims import ClaimsAround
from analysis.services.moderation.review_session import (
    AHEAD,
    ReviewSession,
    come_back,
    first_free,
    free_ahead,
    handle_message,
    leave,
    start,
    wanted,
    window,
)

FLAGGED = QueueFilter()


class FakeQueue:
    """A queue of numbered comments; a decided one leaves it and keeps its place."""

    def __init__(self, count: int) -> None:
        self.waiting = list(range(1, count + 1))
        self.decisions: dict[int, list[Decision]] = {}
        self.claims: dict[int, str] = {}
        self.elsewhere: set[int] = set()
        self.walks: list[str] = []
        self.stamps: dict[int, str] = {}

    def add(self, id_: int, action: Action, person: str, replaces: int | None = None) -> Decision:
        made = self.decisions.setdefault(id_, [])
        decision = Decision(
            id_, len(made) + 1, action, person, datetime.now(UTC), replaces=replaces
        )
        made.append(decision)
        self.waiting = sorted(
            {*self.waiting, id_} if current(made) is None else {*self.waiting} - {id_}
        )
        return decision


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> FakeQueue:
    def neighbour(queue: FakeQueue, where: QueueFilter, id_: int | None, *, step: int = 1) -> Any:
        if step > 0:
            return next((n for n in queue.waiting if id_ is None or n > id_), None)
        return next((n for n in reversed(queue.waiting) if id_ is None or n < id_), None)

    def is_known(queue: FakeQueue, id_: int) -> bool:
        return id_ <= 99

    def hold(
        queue: FakeQueue, ids: list[int], *, person: str, walk: str, ends: datetime | None
    ) -> dict[int, str]:
        let_go(queue, person=person, walk=walk)
        queue.claims |= {n: person for n in ids if n not in queue.claims}
        queue.walks.append(walk)
        return dict(claims_around(queue, ids, person=person, walk=walk).others)

    def let_go(queue: FakeQueue, *, person: str, walk: str) -> None:
        queue.claims = {n: holder for n, holder in queue.claims.items() if holder != person}

    def claims_around(
        queue: FakeQueue, ids: list[int], *, person: str, walk: str | None
    ) -> ClaimsAround:
        others = {n: queue.claims[n] for n in ids if queue.claims.get(n, person) != person}
        return ClaimsAround(others, frozenset(queue.elsewhere.intersection(ids if walk else ())))

    def gone_from(queue: FakeQueue, where: Queue, ids: list[int]) -> set[int]:
        return {n for n in ids if where is not Queue.ALL and n not in queue.waiting and n < 50}

    def stamps(queue: FakeQueue, ids: list[int]) -> dict[int, str]:
        return {n: queue.stamps.get(n, "0") for n in ids}

    for fake in (stamps, neighbour, is_known, hold, let_go, claims_around, gone_from):
        monkeypatch.setattr(review_session, fake.__name__, fake)
    return FakeQueue(20)


def begin(store: FakeQueue, at: int | None = None, person: str = "ana") -> ReviewSession:
    return start(store, FLAGGED, person=person, name="view", at=at)


def say(store: FakeQueue, loop: ReviewSession, at: int, **more: Any) -> None:
    message = {"view": "view", "message": loop.message + 1, "at": at}
    handle_message(store, loop, {**message, **more})


def test_it_begins_at_the_first_comment_and_sends_the_next_ones_ahead(store: FakeQueue) -> None:
    loop = begin(store)
    assert loop.at == 1
    assert wanted(store, loop) == window(loop) == list(range(1, AHEAD + 2))


def test_whoever_only_reads_holds_nothing_and_opens_what_a_colleague_holds(
    store: FakeQueue,
) -> None:
    begin(store, person="ana")
    held = dict(store.claims)
    loop = start(store, FLAGGED, person="rio", name="view", reading=True)
    assert loop.at == 1, "what a colleague holds is not passed by"
    say(store, loop, 2)
    assert (loop.at, loop.claimed, loop.holders) == (2, set(), {})
    leave(store, loop)
    assert store.claims == held


def test_it_begins_where_the_address_says_with_the_one_before_at_hand(store: FakeQueue) -> None:
    loop = begin(store, at=9)
    assert window(loop)[:3] == [8, 9, 10]


def test_what_the_browser_holds_is_not_sent_again(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 2, have=[[n, "0"] for n in range(1, AHEAD + 2)])
    assert wanted(store, loop) == [2 + AHEAD]


@pytest.mark.parametrize("changed", [2, 5])
def test_what_became_another_on_screen_or_ahead_is_sent_again(
    store: FakeQueue, changed: int
) -> None:
    loop = begin(store)
    store.stamps[changed] = "1"
    say(store, loop, 2, have=[[n, "0"] for n in range(1, AHEAD + 2)])
    assert wanted(store, loop) == [changed, 2 + AHEAD]


def test_a_walk_that_began_in_the_middle_goes_on_from_the_beginning(store: FakeQueue) -> None:
    loop = begin(store, at=18)
    seen = [18]
    for _ in range(30):
        following = loop.order[loop.order.index(seen[-1]) + 1 :]
        if not following:
            break
        say(store, loop, following[0])
        seen.append(following[0])
    assert seen == [18, 19, 20, *range(1, 18)]
    assert loop.more is False


def test_in_a_short_queue_the_one_before_stays_at_hand_and_is_met_at_the_end(
    store: FakeQueue,
) -> None:
    store.waiting = [1, 2, 3, 4]
    loop = begin(store, at=3)
    assert loop.order[loop.order.index(3) - 1] == 2, "a step back finds it"
    seen = [3]
    while following := loop.order[loop.order.index(seen[-1]) + 1 :]:
        say(store, loop, following[0])
        seen.append(following[0])
    assert sorted(seen) == [1, 2, 3, 4]
    assert seen[:2] == [3, 4]


def test_with_nothing_ahead_the_one_before_comes_next(store: FakeQueue) -> None:
    store.waiting = [1, 2]
    loop = begin(store, at=2)
    assert (loop.order, loop.more) == ([2, 1], False)


def test_the_list_of_all_comments_is_walked_once(store: FakeQueue) -> None:
    loop = start(store, QueueFilter(queue=Queue.ALL), person="ana", name="view", at=19)
    assert (loop.order, loop.more) == ([18, 19, 20], False)


def test_a_comment_of_the_thread_is_opened_without_losing_the_queue(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 99)
    assert window(loop) == [1, 99, 2, 3, 4, 5, 6, 7]


def test_an_empty_queue_wants_nothing(store: FakeQueue) -> None:
    store.waiting = []
    loop = begin(store)
    assert (loop.at, wanted(store, loop), loop.more) == (None, [], False)


def test_the_comment_on_screen_and_the_next_are_held_and_the_one_before_let_go(
    store: FakeQueue,
) -> None:
    loop = begin(store)
    say(store, loop, 2)
    assert store.claims == {2: "ana", 3: "ana"}


def test_a_comment_that_somebody_holds_stays_theirs(store: FakeQueue) -> None:
    store.claims[1] = "bo"
    loop = begin(store, at=1)
    assert (loop.at, loop.holders) == (1, {1: "bo"})
    say(store, loop, 2)
    assert store.claims == {1: "bo", 2: "ana", 3: "ana"}


def test_a_colleague_in_the_same_queue_begins_behind_what_is_held(store: FakeQueue) -> None:
    begin(store, person="bo")
    loop = begin(store)
    assert (loop.at, sorted(store.claims)) == (3, [1, 2, 3, 4])


def test_a_held_comment_that_is_free_again_can_be_had(store: FakeQueue) -> None:
    store.claims[1] = "bo"
    loop = begin(store, at=1)
    del store.claims[1]
    say(store, loop, 1)
    assert (loop.holders, store.claims[1]) == ({}, "ana")


def test_a_message_from_another_view_is_not_heeded(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 5, view="older view")
    assert loop.at == 1


def test_a_page_that_came_back_holds_under_another_name_and_its_older_words_are_not_heeded(
    store: FakeQueue,
) -> None:
    loop = begin(store)
    say(store, loop, 2, life=1)
    say(store, loop, 9, life=0)
    assert (loop.at, store.walks) == (2, ["view.0", "view.1"])


def test_two_people_in_one_queue_pass_each_other(store: FakeQueue) -> None:
    walks = {name: begin(store, person=name) for name in ("bo", "ana")}
    for _ in range(5):
        for name, loop in walks.items():
            at, following = loop.at, free_ahead(loop)[0]
            assert at is not None
            assert at not in loop.holders
            store.add(at, Action.APPROVE, name)
            say(store, loop, following)
    assert sorted(store.decisions) == list(range(1, 11))


def test_what_a_colleague_has_decided_is_passed_by_and_ones_own_is_not(store: FakeQueue) -> None:
    loop = begin(store)
    store.add(1, Action.APPROVE, "ana")
    store.add(2, Action.APPROVE, "ana")
    say(store, loop, 3, met=[1, 2, 3])
    store.add(4, Action.REJECT, "bo")
    say(store, loop, 1)
    assert loop.gone == {4}
    assert free_ahead(loop)[:3] == [2, 3, 5]


def test_a_walk_that_is_left_holds_nothing_until_it_goes_on(store: FakeQueue) -> None:
    loop = begin(store)
    loop.have = {1: "0", 2: "0"}
    leave(store, loop)
    assert store.claims == {}
    come_back(store, loop)
    assert store.claims == {1: "ana", 2: "ana"}
    assert wanted(store, loop)[:2] == [1, 2]  # the page is another one and has nothing yet


def test_from_a_held_comment_the_first_free_one_behind_it_is_opened(store: FakeQueue) -> None:
    store.claims = {4: "bo", 5: "bo", 6: "cy"}
    assert first_free(store, FLAGGED, person="ana", at=4) == 7
    assert first_free(store, FLAGGED, person="bo", at=4) == 4


def test_what_another_page_of_the_same_person_has_open_is_passed_by(store: FakeQueue) -> None:
    store.elsewhere = {1, 2, 4}
    loop = begin(store)
    assert loop.at == 3
    assert free_ahead(loop)[:2] == [5, 6]
    assert sorted(store.claims) == [3, 5]
    assert loop.holders == {}


def test_where_colleagues_hold_all_that_is_left_the_first_is_shown_as_held(
    store: FakeQueue,
) -> None:
    store.claims = {19: "bo", 20: "bo"}
    assert first_free(store, FLAGGED, person="ana", at=19) == 19


def test_an_unknown_comment_is_refused_by_its_number(store: FakeQueue) -> None:
    with pytest.raises(BadInput, match="no comment number 100"):
        begin(store, at=100)


WHATEVER = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(message=WHATEVER, at=WHATEVER, have=WHATEVER, met=WHATEVER, number=WHATEVER)
def test_no_message_makes_the_review_fail(
    store: FakeQueue, message: Any, at: Any, have: Any, met: Any, number: Any
) -> None:
    loop = begin(store)
    handle_message(store, loop, message)
    whole = {"view": "view", "message": number, "at": at, "have": have, "met": met, "life": have}
    handle_message(store, loop, whole)
    assert loop.at in loop.order
