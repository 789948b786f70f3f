"""Commands of a front end: each done once, answered however often it arrives, refused in words."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from deciding import claim, decide, undo
from hypothesis import given
from hypothesis import strategies as st
from scripted import filled

from analysis.domain.annotation import Feedback
from analysis.domain.decision import Action, ReviewState
from analysis.domain.errors import BadInput, Unavailable
from analysis.domain.review_command import CommandAnswer, command_from
from analysis.services.annotation.evidence_feedback import feedback
from analysis.services.moderation.bulk_decisions import decide_many, still_held_in_batch
from analysis.services.moderation.review import review
from analysis.services.moderation.review_commands import database_name, execute
from analysis.storage.audit import now
from analysis.storage.database import Store, open_store


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    texts = {"a": "All of you are wrong g=0.9 h=0.95", "b": "h=0.9", "c": "h=0.85"}
    return filled(store, tmp_path, texts)


def ask(store: Store, *, person: str = "anna", **command: Any) -> CommandAnswer:
    command.setdefault("id", str(uuid.uuid4()))
    return execute(store, command_from(command), person=person)


def rejecting(number: int, **more: Any) -> dict[str, Any]:
    return {"kind": "decide", "comment": number, "action": "reject", "reason": "insult", **more}


def test_a_command_is_done_once_and_answered_each_time_alike(
    store: Store, ids: dict[str, int]
) -> None:
    command = rejecting(ids["a"], id="0a1b2c3d-0001")
    first, second = ask(store, **command), ask(store, **command)
    assert first == second
    assert (first.ok, first.sequence, first.state) == (True, 1, "rejected")
    assert [d.action for d in review(store, ids["a"]).decisions] == [Action.REJECT]


def test_a_command_is_done_once_across_a_restart(sqlite_store: Store, tmp_path: Path) -> None:
    ids = filled(sqlite_store, tmp_path, {"a": "h=0.9"})
    command = rejecting(ids["a"], id="0a1b2c3d-0002")
    first = ask(sqlite_store, **command)
    sqlite_store.close()
    again = open_store(sqlite_store.url)
    assert ask(again, **command) == first
    assert len(review(again, ids["a"]).decisions) == 1


def test_a_refusal_is_not_kept_so_that_it_can_go_through_later(
    store: Store, ids: dict[str, int]
) -> None:
    claim(store, ids["a"], person="ben")
    command = rejecting(ids["a"], id="0a1b2c3d-0003")
    refused = ask(store, **command)
    assert (refused.ok, refused.sentence) == (False, "ben is looking at this comment.")
    claim(store, ids["a"], person="ben", seconds=-1)
    assert ask(store, **command).ok


def test_somebody_faster_is_named(store: Store, ids: dict[str, int]) -> None:
    decide(store, ids["a"], Action.APPROVE, person="ben", seen_sequence=0)
    answer = ask(store, **rejecting(ids["a"]))
    assert not answer.ok
    assert "ben was faster" in answer.sentence
    assert review(store, ids["a"]).state is ReviewState.APPROVED


def test_undo_takes_back_the_decision_that_a_command_made(
    store: Store, ids: dict[str, int]
) -> None:
    ask(store, **rejecting(ids["a"], id="0a1b2c3d-0004"))
    undone = ask(store, kind="undo", undoes="0a1b2c3d-0004")
    assert (undone.ok, undone.state, undone.key) == (True, "open", "undone")
    assert undone.comment_id == ids["a"]


@pytest.mark.parametrize("undoes", ["0a1b2c3d-9999", ""])
def test_undo_of_what_was_never_done_undoes_nothing(
    store: Store, ids: dict[str, int], undoes: str
) -> None:
    decide(store, ids["a"], Action.APPROVE, person="ben", seen_sequence=0)
    answer = ask(store, kind="undo", undoes=undoes)
    assert (answer.ok, answer.key) == (False, "nothing_made")
    assert review(store, ids["a"]).state is ReviewState.APPROVED


def test_nobody_undoes_or_repeats_another_persons_command(
    store: Store, ids: dict[str, int]
) -> None:
    command = rejecting(ids["a"], id="0a1b2c3d-0005")
    ask(store, **command)
    assert ask(store, kind="undo", undoes="0a1b2c3d-0005", person="ben").key == "nothing_made"
    assert not ask(store, **command, person="ben").ok


def test_undo_last_after_a_bulk_takes_back_the_bulk_and_says_how_many(
    store: Store, ids: dict[str, int]
) -> None:
    decide(store, ids["c"], Action.APPROVE, person="anna", seen_sequence=0)
    decide_many(store, [ids["a"], ids["b"]], Action.REJECT, person="anna", reason_code="spam")
    named = ask(store, kind="undo_last")
    assert (named.key, named.values) == ("latest_is_bulk", {"action": "reject", "n": 2})
    answer = ask(store, kind="undo_last", comment=named.comment_id, sequence=named.sequence)
    assert (answer.key, answer.values) == ("undone_bulk", {"n": 2})
    assert set(answer.others) == {ids["a"], ids["b"]}
    assert review(store, ids["a"]).state is ReviewState.OPEN
    assert review(store, ids["c"]).state is ReviewState.APPROVED


def test_the_latest_decision_is_named_before_it_is_taken_back(
    store: Store, ids: dict[str, int]
) -> None:
    assert ask(store, kind="undo_last").key == "nothing_to_undo"
    decide(store, ids["a"], Action.APPROVE, person="anna", seen_sequence=0)
    named = ask(store, kind="undo_last")
    assert (named.ok, named.comment_id, named.sequence) == (True, ids["a"], 1)
    assert (named.key, named.values["action"]) == ("latest_is", "approve")
    assert review(store, ids["a"]).state is ReviewState.APPROVED

    asked = {"kind": "undo_last", "comment": named.comment_id, "sequence": named.sequence}
    decide(store, ids["b"], Action.REJECT, person="anna", seen_sequence=0)
    refused = ask(store, **asked)
    assert (refused.ok, refused.key) == (False, "latest_is_another")
    assert review(store, ids["a"]).state is ReviewState.APPROVED
    assert review(store, ids["b"]).state is ReviewState.REJECTED

    undo(store, ids["b"], person="anna", seen_sequence=1)
    assert ask(store, **asked).key == "undone"
    assert review(store, ids["a"]).state is ReviewState.OPEN


def test_a_bulk_is_undone_from_any_of_its_lines_and_only_where_it_still_holds(
    store: Store, ids: dict[str, int]
) -> None:
    batch = decide_many(
        store, [ids["a"], ids["b"]], Action.REJECT, person="anna", reason_code="spam"
    )
    decide(store, ids["b"], Action.APPROVE, person="ben", seen_sequence=1)
    answer = ask(store, kind="undo_batch", batch=batch, person="ben")
    assert answer.values == {"n": 1}
    assert review(store, ids["b"]).state is ReviewState.APPROVED
    assert ask(store, kind="undo_batch", batch=batch).key == "nothing_of_bulk"


@pytest.mark.parametrize("days", [0, 7, 400])
def test_a_bulk_can_be_undone_at_any_time_whatever_was_done_since(
    store: Store, ids: dict[str, int], days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [ids["a"], ids["b"]]
    batch = decide_many(store, numbers, Action.REJECT, person="anna", reason_code="spam")
    later = now() + timedelta(days=days)
    monkeypatch.setattr("analysis.services.moderation.recorded_decisions.now", lambda: later)
    decide(store, ids["c"], Action.APPROVE, person="anna", seen_sequence=0)
    assert still_held_in_batch(store, batch) == 2
    assert ask(store, kind="undo_batch", batch=batch).values == {"n": 2}
    assert {review(store, number).state for number in numbers} == {ReviewState.OPEN}
    assert review(store, ids["c"]).state is ReviewState.APPROVED


def test_a_word_on_evidence_is_kept_once(store: Store, ids: dict[str, int]) -> None:
    command = {
        "id": "0a1b2c3d-0006", "kind": "feedback", "comment": ids["a"],
        "label": "generalization", "facet": "universal", "span": [0, 3], "verdict": "reject",
        "scorer": "rules",
    }  # fmt: skip
    assert ask(store, **command).key == "said_reject"
    ask(store, **command)
    assert [word.verdict for word in feedback(store, ids["a"])] == [Feedback.REJECT]


def test_a_locked_database_is_no_refusal(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = filled(sqlite_store, tmp_path, {"a": "h=0.9"})
    command = rejecting(ids["a"])
    monkeypatch.setattr("analysis.storage.connections.BUSY_MILLISECONDS", 1)
    impatient = open_store(sqlite_store.url)
    with sqlite_store.write(), pytest.raises(Unavailable, match="try again"):
        ask(impatient, **command)
    assert ask(sqlite_store, **command).ok


def test_each_database_has_a_name_of_its_own(store: Store, sqlite_url: str) -> None:
    other = open_store(sqlite_url, migrate=True)
    assert database_name(store) == database_name(store)
    assert database_name(store) != database_name(other)
    assert len(database_name(store)) == 32


WRONG: list[tuple[Any, str]] = [
    ("decide", "must be an object"),
    ({}, "kind"),
    ({"kind": "explode", "id": "0a1b2c3d"}, "unknown kind"),
    ({"kind": "undo_last", "id": "short"}, "8 to 64"),
    ({"kind": "undo_last", "id": 7}, "id of a command must be text"),
    (rejecting(2**31, id="0a1b2c3d"), "comment"),
    (rejecting(0, id="0a1b2c3d"), "from 1"),
    ({**rejecting(1, id="0a1b2c3d"), "action": "erase"}, "unknown action"),
    (rejecting(1, id="0a1b2c3d", sequence=float("nan")), "sequence"),
    (rejecting(1, id="0a1b2c3d", sequence=True), "sequence"),
    (rejecting(1, id="0a1b2c3d", shown=[1]), "shown of a command must be an object"),
    (rejecting(1, id="0a1b2c3d", shown={"revision": 0}), "revision"),
    (rejecting(1, id="0a1b2c3d", shown={"revision": 1, "run": 7}), "run"),
    (rejecting(1, id="0a1b2c3d", shown={"revision": 1, "run": None}), "profile"),
    ({"kind": "feedback", "id": "0a1b2c3d", "comment": 1, "span": [3]}, "two numbers"),
    ({"kind": "feedback", "id": "0a1b2c3d", "comment": 1, "span": [9, 3]}, "begin before"),
]


@pytest.mark.parametrize(("raw", "why"), WRONG)
def test_what_is_no_command_is_refused_by_the_part_that_is_wrong(raw: Any, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        command_from(raw)


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([1, 2])
FIELDS = st.sampled_from(
    "id kind comment action reason note sequence reports undoes batch span label verdict "
    "shown".split()
)


@given(st.dictionaries(FIELDS, VALUES))
def test_no_command_fails_in_another_way_than_a_refusal(fields: dict[str, Any]) -> None:
    for kind in ("decide", "feedback", "undo", fields.get("kind")):
        try:
            command_from({"id": "0a1b2c3d", **fields, "kind": kind})
        except BadInput:
            continue
