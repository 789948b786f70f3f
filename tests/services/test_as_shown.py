"""A decision is about the text that was on screen, and keeps what was said of it there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from deciding import decide
from scripted import EVEN, ScriptedPipeline, filled, numbers, write_comments

from analysis.domain.annotation import Feedback
from analysis.domain.decision import Action, ReviewState
from analysis.domain.profile import Threshold
from analysis.domain.review_command import CommandAnswer, command_from
from analysis.labels import LABELS
from analysis.services.annotation.evidence_feedback import feedback
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.comment_payload import comment_payload
from analysis.services.moderation.label_words import labels_in_order
from analysis.services.moderation.review import review
from analysis.services.moderation.review_commands import execute
from analysis.services.moderation.shown import stamps
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.storage.database import Store
from analysis.storage.decisions import decisions_with_revisions

CIVIL, HOSTILE = "A fair point about trams h=0.5", "You are all fools h=0.95"
REFUSED = "The comment was edited; look again first."
LABELS_BY_KEY = labels_in_order(LABELS)

Change = Callable[[Store, Path], object]


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    return filled(store, tmp_path, {"a": CIVIL, "b": "All of you are wrong g=0.9 h=0.9"})


def edit(store: Store, folder: Path, text: str = HOSTILE, key: str = "a") -> None:
    import_file(store, write_comments(folder / f"{uuid.uuid4()}.jsonl", {key: text}))


def edit_and_score(store: Store, folder: Path) -> None:
    edit(store, folder)
    score(store, ScriptedPipeline())


def edit_there_and_back(store: Store, folder: Path) -> None:
    edit(store, folder)
    edit(store, folder, CIVIL)


def edit_the_other(store: Store, folder: Path) -> None:
    edit(store, folder, "Other words h=0.9", key="b")


def read_again(store: Store, folder: Path) -> None:
    edit(store, folder, CIVIL)


def score_again(store: Store, folder: Path) -> None:
    score(store, ScriptedPipeline("2"), again=True)


def publish(store: Store, folder: Path) -> None:
    thresholds = {**EVEN, "possible_hostility": Threshold(flag_at=0.4, clear_below=0.1)}
    publish_profile(store, thresholds, person="local", reason="look more often")


def decide_there(store: Store, folder: Path) -> None:
    decide(store, numbers(store)["a"], Action.REJECT, person="ben", seen_sequence=0)


def on_screen(store: Store, number: int) -> dict[str, Any]:
    return comment_payload(review(store, number), labels=LABELS_BY_KEY)


def ask(store: Store, item: dict[str, Any], **command: Any) -> CommandAnswer:
    """What the page sends of what it shows."""
    whole = {"id": str(uuid.uuid4()), "comment": item["id"], "sequence": item["sequence"]}
    return execute(store, command_from({**whole, "shown": item["shown"], **command}), person="anna")


def revisions_decided(store: Store, number: int) -> list[int]:
    with store.read() as session:
        judged = decisions_with_revisions(session, [number])
    return list(judged[number][1].values()) if number in judged else []


@pytest.mark.parametrize("change", [edit, edit_and_score, edit_there_and_back])
def test_no_verdict_lands_on_a_text_that_nobody_saw(
    store: Store, ids: dict[str, int], tmp_path: Path, change: Change
) -> None:
    item = on_screen(store, ids["a"])
    change(store, tmp_path)
    answer = ask(store, item, kind="decide", action="approve")
    assert (answer.ok, answer.sentence) == (False, REFUSED)
    assert review(store, ids["a"]).state is ReviewState.OPEN
    # Who has looked again decides on the text of now.
    again = on_screen(store, ids["a"])
    assert ask(store, again, kind="decide", action="reject").ok
    assert revisions_decided(store, ids["a"]) == [again["shown"]["revision"]]


@pytest.mark.parametrize("change", [edit_the_other, read_again, score_again, publish])
def test_the_decision_stands_on_the_same_text_and_keeps_what_was_shown(
    store: Store, ids: dict[str, int], tmp_path: Path, change: Change
) -> None:
    view = review(store, ids["a"])
    item = on_screen(store, ids["a"])
    change(store, tmp_path)
    assert ask(store, item, kind="decide", action="approve").ok
    [made] = review(store, ids["a"]).decisions
    assert view.run is not None
    assert view.profile is not None
    assert (made.run_id, made.profile_name) == (view.run.id, view.profile.name)
    assert made.profile_version == view.profile.version
    assert revisions_decided(store, ids["a"]) == [1]


def test_what_was_scored_only_after_it_was_shown_is_not_said_to_have_been_shown(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    edit(store, tmp_path)
    item = on_screen(store, ids["a"])
    assert item["shown"]["run"] is None
    score(store, ScriptedPipeline())
    assert ask(store, item, kind="decide", action="reject").ok
    [made] = review(store, ids["a"]).decisions
    assert made.run_id is None


def test_a_command_that_cannot_say_what_was_shown_is_about_what_there_is(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    item = on_screen(store, ids["a"])
    edit_and_score(store, tmp_path)
    assert ask(store, item, kind="decide", action="approve", shown=None).ok
    assert revisions_decided(store, ids["a"]) == [2]


@pytest.mark.parametrize(
    ("untrue", "why"),
    [
        ({"run": "0123456789abcdef"}, "No such run has read revision 1 of comment number"),
        ({"profile_version": 99}, "no version 99 of these thresholds"),
        ({"profile": "another"}, "of these thresholds"),
        ({"revision": 2}, "edited"),
    ],
)
def test_what_no_page_can_have_shown_is_not_put_on_record(
    store: Store, ids: dict[str, int], untrue: dict[str, Any], why: str
) -> None:
    item = on_screen(store, ids["a"])
    shown = {**item["shown"], **untrue}
    answer = ask(store, item, kind="decide", action="approve", shown=shown)
    assert not answer.ok
    assert why in answer.sentence
    assert review(store, ids["a"]).decisions == ()


def test_a_run_that_read_another_comment_was_not_shown_with_this_one(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    edit_the_other(store, tmp_path)
    score(store, ScriptedPipeline("2"))
    other = on_screen(store, ids["b"])["shown"]["run"]
    item = on_screen(store, ids["a"])
    shown = {**item["shown"], "run": other}
    assert not ask(store, item, kind="decide", action="approve", shown=shown).ok


@pytest.mark.parametrize(("change", "kept"), [(edit, 0), (score_again, 1), (publish, 1)])
def test_a_word_on_evidence_is_about_the_text_that_was_marked(
    store: Store, ids: dict[str, int], tmp_path: Path, change: Change, kept: int
) -> None:
    item = on_screen(store, ids["a"])
    change(store, tmp_path)
    word = {"label": "possible_hostility", "facet": "insult", "verdict": Feedback.ADD.value}
    answer = ask(store, item, kind="feedback", span=[2, 6], **word)
    assert answer.ok is bool(kept)
    assert answer.sentence == ("" if kept else REFUSED)
    assert len(feedback(store, ids["a"])) == kept


@pytest.mark.parametrize(
    ("change", "another"),
    [(edit, True), (edit_and_score, True), (score_again, True), (publish, True),
     (decide_there, True), (edit_the_other, False), (read_again, False)],
)  # fmt: skip
def test_the_stamp_is_another_as_soon_as_the_page_would_be(
    store: Store, ids: dict[str, int], tmp_path: Path, change: Change, another: bool
) -> None:
    before = on_screen(store, ids["a"])["stamp"]
    assert stamps(store, [ids["a"]]) == {ids["a"]: before}
    change(store, tmp_path)
    assert (stamps(store, [ids["a"]])[ids["a"]] != before) is another
    assert stamps(store, [ids["a"]]) == {ids["a"]: on_screen(store, ids["a"])["stamp"]}
