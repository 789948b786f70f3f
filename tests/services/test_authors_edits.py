"""What was decided on an author's first words is not said of the words that came after."""

import json
from pathlib import Path

import pytest
from deciding import decide, feed_back
from scripted import filled, numbers, write_comments

from analysis.domain.annotation import Feedback
from analysis.domain.decision import Action, ReviewState
from analysis.domain.span import Span
from analysis.services.data.author_file import write_author_file
from analysis.services.data.imports import import_file
from analysis.services.overview.author_page import author_page
from analysis.storage.database import Store
from dashboard.components.comment_list import line_of_item

EDITED = {"a": "other words h=0.1", "c": "others, too h=0.1"}
"""Of the comments a (rejected), b (rejected) and c (open)."""


@pytest.fixture
def edited(store: Store, tmp_path: Path) -> Store:
    ids = filled(store, tmp_path, dict.fromkeys("abc", "Kim you fool h=0.9"), author="Zoe")
    for name in "ab":
        decide(store, ids[name], Action.REJECT, person="ana", seen_sequence=0)
    feed_back(
        store, ids["a"], label="possible_hostility", facet="insult", span=Span(0, 3),
        verdict=Feedback.ADD, person="ana",
    )  # fmt: skip
    import_file(store, write_comments(tmp_path / "edited.jsonl", EDITED, author="Zoe"))
    return store


def test_an_authors_page_says_what_was_edited_since_it_was_decided(edited: Store) -> None:
    page = author_page(edited, "Zoe")
    assert (page.comments, page.states) == (3, {ReviewState.OPEN: 1, ReviewState.REJECTED: 2})
    assert page.edited == 1
    notes = {item.platform_id: line_of_item(item, with_state=True).note for item in page.page.items}
    assert notes["a"].endswith("Rejected · edited since")
    assert notes["b"].endswith("Rejected")
    assert notes["c"].endswith("Zoe"), "nobody decided on it, so that there is nothing to unsay"


def test_a_decision_on_the_new_words_is_one_on_them(edited: Store) -> None:
    decide(edited, numbers(edited)["a"], Action.APPROVE, person="bo", seen_sequence=1)
    page = author_page(edited, "Zoe")
    assert page.states[ReviewState.APPROVED] == 1
    assert page.edited == 0


def test_an_authors_file_says_of_which_text_each_word_is(edited: Store, tmp_path: Path) -> None:
    decide(edited, numbers(edited)["a"], Action.APPROVE, person="bo", seen_sequence=1)
    out = tmp_path / "zoe.json"
    write_author_file(edited, "Zoe", out, person="local")
    held = {comment["id"]: comment for comment in json.loads(out.read_text())["comments"]}
    assert [text["revision"] for text in held["a"]["texts"]] == [1, 2]
    assert [(d["revision"], d["action"]) for d in held["a"]["decisions"]] == [
        (1, "reject"),
        (2, "approve"),
    ]
    assert [passage["revision"] for passage in held["a"]["passages"]] == [1]
