"""The server's half of the review loop: each command once, the next comments sent ahead."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from analysis.domain.annotation import Feedback
from analysis.domain.decision import Action, Decision, current
from analysis.domain.errors import Conflict
from analysis.domain.review import Queue, QueueFilter
from analysis.domain.span import Span
from analysis.services.moderation import review_session as review_loop
from analysis.services.moderation.review_session import (
    AHEAD,
    Loop,
    come_back,
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

    def decide(
        queue: FakeQueue, id_: int, action: Action, *, person: str, seen_sequence: int, **_: str
    ) -> Decision:
        made = queue.decisions.get(id_, [])
        if len(made) != seen_sequence:
            raise Conflict(f"{made[-1].person} was faster.")
        return queue.add(id_, action, person)

    def undo(queue: FakeQueue, id_: int, *, person: str, seen_sequence: int) -> Decision:
        standing = current(queue.decisions[id_])
        assert standing is not None
        return queue.add(id_, Action.UNDO, person, standing.sequence)

    def undo_last(queue: FakeQueue, *, person: str) -> Decision | None:
        for id_, made in queue.decisions.items():
            standing = current(made)
            if standing is not None and standing.person == person:
                return queue.add(id_, Action.UNDO, person, standing.sequence)
        return None

    def claim(queue: FakeQueue, id_: int, *, person: str) -> None:
        if queue.claims.setdefault(id_, person) != person:
            raise Conflict("somebody has it")

    def release(queue: FakeQueue, id_: int, *, person: str) -> None:
        if queue.claims.get(id_) == person:
            del queue.claims[id_]

    def held_by_others(queue: FakeQueue, ids: list[int], *, person: str) -> dict[int, str]:
        return {n: queue.claims[n] for n in ids if queue.claims.get(n, person) != person}

    def gone_from(queue: FakeQueue, where: Queue, ids: list[int]) -> set[int]:
        return {n for n in ids if where is not Queue.ALL and n not in queue.waiting and n < 50}

    def release_all(queue: FakeQueue, *, person: str) -> None:
        queue.claims = {n: holder for n, holder in queue.claims.items() if holder != person}

    doing = (neighbour, decide, undo, undo_last, claim, release, release_all)
    for fake in (*doing, held_by_others, gone_from):
        monkeypatch.setattr(review_loop, fake.__name__, fake)
    return FakeQueue(20)


def begin(store: FakeQueue, at: int | None = None, person: str = "ana") -> Loop:
    return start(store, FLAGGED, person=person, name="view", at=at)


def say(store: FakeQueue, loop: Loop, at: int, *commands: dict[str, Any], **more: Any) -> None:
    message = {"view": "view", "message": loop.message + 1, "at": at, "commands": list(commands)}
    handle_message(store, loop, {**message, **more})


def approve(id_: int, n: str = "a", sequence: int = 0) -> dict[str, Any]:
    return {"n": n, "kind": "decide", "comment": id_, "action": "approve", "sequence": sequence}


def test_it_begins_at_the_first_comment_and_sends_the_next_ones_ahead(store: FakeQueue) -> None:
    loop = begin(store)
    assert loop.at == 1
    assert wanted(loop) == window(loop) == list(range(1, AHEAD + 2))


def test_it_begins_where_the_address_says_with_the_one_before_at_hand(store: FakeQueue) -> None:
    loop = begin(store, at=9)
    assert window(loop)[:3] == [8, 9, 10]


def test_what_the_browser_holds_is_not_sent_again(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 2, have=[[n, 0] for n in range(1, AHEAD + 2)])
    assert wanted(loop) == [2, 2 + AHEAD]  # the one on screen is always looked at afresh


def test_a_decision_is_made_once_however_often_it_is_sent(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 2, approve(1))
    say(store, loop, 2, approve(1))
    assert [d.action for d in store.decisions[1]] == [Action.APPROVE]
    assert list(loop.answers.values()) == [{"n": "a", "ok": True}]


def test_an_answer_is_forgotten_when_the_browser_has_it(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 2, approve(1))
    say(store, loop, 3)
    assert loop.answers == {}


def test_several_decisions_in_one_message_are_made_in_their_order(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 4, approve(1, "a"), approve(2, "b"), approve(3, "c"))
    assert sorted(store.decisions) == [1, 2, 3]
    assert loop.at == 4


def test_somebody_faster_is_told_and_the_comment_is_sent_again(store: FakeQueue) -> None:
    loop = begin(store)
    store.add(1, Action.REJECT, "bo")
    say(store, loop, 2, approve(1), have=[[n, 0] for n in range(1, AHEAD + 2)])
    assert loop.answers["a"] == {"n": "a", "ok": False, "sentence": "bo was faster."}
    assert [d.person for d in store.decisions[1]] == ["bo"]
    assert 1 in wanted(loop)


def test_changing_ones_mind_before_the_answer_came_is_no_conflict(store: FakeQueue) -> None:
    loop = begin(store)
    reject = {**approve(1, "b"), "action": "reject"}
    say(store, loop, 2, approve(1, "a"))
    say(store, loop, 2, approve(1, "a"), reject)
    assert [d.action for d in store.decisions[1]] == [Action.APPROVE, Action.REJECT]


def test_undo_brings_the_comment_back_to_its_place(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 2, approve(1))
    say(store, loop, 1, {"n": "u", "kind": "undo", "comment": 1})
    assert loop.answers["u"]["ok"] is True
    assert store.waiting[0] == 1
    assert loop.at == 1


def test_undo_of_a_refused_decision_undoes_nobody_elses(store: FakeQueue) -> None:
    loop = begin(store)
    store.add(1, Action.REJECT, "bo")
    say(store, loop, 2, approve(1))
    say(store, loop, 1, {"n": "u", "kind": "undo", "comment": 1})
    assert loop.answers["u"]["ok"] is False
    assert [d.action for d in store.decisions[1]] == [Action.REJECT]


def test_undo_after_a_reload_takes_back_the_last_decision_and_goes_there(store: FakeQueue) -> None:
    store.add(3, Action.APPROVE, "ana")
    loop = begin(store)
    say(store, loop, 1, {"n": "u", "kind": "undo_last", "comment": None})
    assert loop.answers["u"]["goto"] == 3


def test_nothing_to_undo_is_said(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 1, {"n": "u", "kind": "undo_last", "comment": None})
    assert loop.answers["u"]["ok"] is False


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
    assert (loop.at, wanted(loop), loop.more) == (None, [], False)


def test_the_comment_on_screen_and_the_next_are_held_and_the_one_before_let_go(
    store: FakeQueue,
) -> None:
    loop = begin(store)
    say(store, loop, 2)
    assert store.claims == {2: "ana", 3: "ana"}


def test_a_comment_that_somebody_holds_stays_theirs(store: FakeQueue) -> None:
    store.claims[1] = "bo"
    loop = begin(store, at=1)
    assert (loop.at, loop.held) == (1, {1: "bo"})
    say(store, loop, 2)
    assert store.claims == {1: "bo", 2: "ana", 3: "ana"}


def test_a_colleague_in_the_same_queue_begins_behind_what_is_held(store: FakeQueue) -> None:
    begin(store, person="bo")
    loop = begin(store)
    assert (loop.at, sorted(store.claims)) == (3, [1, 2, 3, 4])


def test_two_people_in_one_queue_pass_each_other(store: FakeQueue) -> None:
    walks = {name: begin(store, person=name) for name in ("bo", "ana")}
    for turn in range(5):
        for name, loop in walks.items():
            at, following = loop.at, free_ahead(loop)[0]
            assert at not in loop.held
            say(store, loop, following, approve(at, f"{name}{turn}"))
            assert loop.answers[f"{name}{turn}"]["ok"] is True
    assert sorted(store.decisions) == list(range(1, 11))


def test_what_a_colleague_has_decided_is_passed_by_and_ones_own_is_not(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 2, approve(1))
    store.add(4, Action.REJECT, "bo")
    say(store, loop, 1)
    assert loop.gone == {4}
    assert free_ahead(loop)[:3] == [2, 3, 5]


def test_a_walk_that_is_left_holds_nothing_and_hears_what_was_under_way(store: FakeQueue) -> None:
    loop = begin(store)
    leave(store, loop)
    assert store.claims == {}
    say(store, loop, 2, approve(1))
    assert loop.answers["a"]["ok"] is True
    leave(store, loop)
    come_back(store, loop)
    assert store.claims == {2: "ana", 3: "ana"}


def test_a_held_comment_that_is_free_again_can_be_had(store: FakeQueue) -> None:
    store.claims[1] = "bo"
    loop = begin(store, at=1)
    del store.claims[1]
    say(store, loop, 1)
    assert (loop.held, store.claims[1]) == ({}, "ana")


def test_a_word_on_evidence_is_kept_once_and_the_comment_sent_again(
    store: FakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[dict[str, Any]] = []
    monkeypatch.setattr(review_loop, "feed_back", lambda store, id_, **word: kept.append(word))
    loop = begin(store)
    said = {
        "n": "w", "kind": "feedback", "comment": 1, "label": "generalization",
        "facet": "universal", "span": [3, 9], "verdict": "reject", "scorer": "rules",
    }  # fmt: skip
    holds = [[n, 0] for n in range(1, AHEAD + 2)]
    say(store, loop, 1, said, have=holds)
    assert 1 in wanted(loop)
    assert 1 not in dict(loop.have)
    say(store, loop, 1, said, have=holds)
    assert [(word["span"], word["verdict"]) for word in kept] == [(Span(3, 9), Feedback.REJECT)]


def test_words_that_are_nowhere_are_refused(store: FakeQueue) -> None:
    loop = begin(store)
    said = {
        "n": "w", "kind": "feedback", "comment": 1, "label": "generalization",
        "facet": "universal", "span": [9, 3], "verdict": "add",
    }  # fmt: skip
    say(store, loop, 1, said)
    assert loop.answers["w"]["ok"] is False


def test_a_message_from_another_view_is_not_heeded(store: FakeQueue) -> None:
    loop = begin(store)
    say(store, loop, 5, approve(1), view="older view")
    assert (loop.at, store.decisions) == (1, {})
