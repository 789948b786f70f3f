"""Home, *Try a comment* and an author's page, drawn without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import streamlit as st
from deciding import decide
from streamlit.testing.v1 import AppTest

from analysis.domain.account import Role
from analysis.domain.decision import Action
from analysis.domain.review import Queue, QueueFilter
from analysis.domain.run import ScorerInfo
from analysis.domain.workload import NextStep, StepKind
from analysis.services.access.accounts import create_account
from analysis.services.data.batches import batches
from analysis.services.moderation.queue import queue_page
from analysis.storage.database import open_store
from dashboard.screens.home import _scorer_words, _step_words

Screen = Callable[..., AppTest]


def words(at: AppTest) -> str:
    parts = [*at.title, *at.markdown, *at.caption, *at.subheader, *at.warning, *at.info]
    return "\n".join(str(part.value) for part in parts)


def test_home_says_what_it_is_what_waits_and_what_comes_next(demo_url: str, screen: Screen) -> None:
    at = screen("home")
    total = queue_page(open_store(demo_url), QueueFilter(), page_size=1).total
    assert "Moderato asks four questions" in words(at)
    assert f"**{total}** comments wait in *Needs attention*" in words(at)
    [go] = [button for button in at.button if button.key == "home_next"]
    assert go.label == "Review them now"
    assert "Nobody has decided anything" in words(at)


@pytest.mark.parametrize(
    ("comments", "said"),
    [(1, "**One** comment waits in *Unsure*."), (2, "**2** comments wait in *Unsure*.")],
)
def test_what_waits_is_said_in_its_number(comments: int, said: str) -> None:
    assert _step_words(NextStep(StepKind.REVIEW, Queue.UNSURE, comments)) == said


def test_a_model_is_named_by_what_it_is() -> None:
    model = ScorerInfo("embedded-open", "ac9f35e75d3e1234", "digest", ())
    assert _scorer_words(model).replace("\\", "") == "model open (version ac9f35e75d3e)"


def test_a_comment_that_waits_too_long_is_said(
    demo_url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "the limit here is" not in words(screen("home"))
    monkeypatch.setenv("MODERATO_QUEUE_AGE_HOURS", "0.0000001")
    st.cache_resource.clear()
    assert "the limit here is" in words(screen("home"))


def test_decisions_are_shown_by_day_and_person(demo_url: str, screen: Screen) -> None:
    store = open_store(demo_url)
    [item] = queue_page(store, QueueFilter(), page_size=1).items
    decide(store, item.comment_id, Action.APPROVE, person="local", seen_sequence=0)
    tables = [table.value for table in screen("home").dataframe]
    assert [list(table["local"]) for table in tables] == [[1], [1]]  # by day, and by hour


def test_an_empty_database_is_asked_for_comments(empty_url: str, screen: Screen) -> None:
    assert "There are no comments here yet" in words(screen("home"))


def test_trying_a_comment_begins_empty_and_says_that_nothing_is_kept(
    demo_url: str, screen: Screen
) -> None:
    at = screen("try_comment")
    assert "Nothing is stored" in words(at)
    [component] = at.get("bidi_component")
    handed = json.loads(component.proto.json)
    assert handed["item"] is None
    assert handed["refused"] == ""


TRIED = "from dashboard.screens.try_comment import _live\n_live()"


def tried(words: str) -> AppTest:
    at = AppTest.from_string(TRIED, default_timeout=60)
    at.session_state["trial_typed"] = {"number": 1, "text": words, "parent": "So it is."}
    return at.run()


def test_a_tried_comment_is_kept_on_request_and_only_once(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_MODEL", "none")
    before = batches(open_store(demo_url))
    assert tried("  ").button(key="trial_keep").disabled
    at = tried("No, the tram is late.")
    assert batches(open_store(demo_url)) == before
    at.button(key="trial_keep").click().run()
    assert not at.exception
    newest = batches(open_store(demo_url))[0]
    assert (newest.file, newest.comments) == ("tried by local", 2)
    assert f"Kept as batch {newest.number}" in at.success[0].value
    assert not at.button
    [component] = at.get("bidi_component")
    assert "not stored" not in json.loads(component.proto.json)["strings"]["answered"]


def test_who_may_not_import_is_offered_no_keeping(
    demo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_MODEL", "none")
    create_account(open_store(demo_url), "boss", None, Role.ADMIN)
    at = AppTest.from_string(TRIED, default_timeout=60)
    at.session_state["trial_typed"] = {"number": 1, "text": "No, the tram is late."}
    assert not at.run().button


def test_a_single_comment_of_an_author_is_counted_as_one(demo_url: str, screen: Screen) -> None:
    everybody = queue_page(open_store(demo_url), QueueFilter(queue=Queue.ALL), page_size=50)
    names = [item.author for item in everybody.items if item.author]
    name = next(name for name in names if names.count(name) == 1)
    assert "1 comment here" in words(screen("author", author=name))


def test_an_authors_comments_stand_on_one_page_that_can_be_switched_off(
    demo_url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = queue_page(open_store(demo_url), QueueFilter(queue=Queue.ALL), page_size=50)
    names = [item.author for item in everybody.items if item.author]
    name = next(name for name in names if names.count(name) > 1)
    shown = words(screen("author", author=name))
    assert f"{names.count(name)} comments here" in shown
    assert "never scored" in shown
    monkeypatch.setenv("MODERATO_AUTHOR_PAGES", "false")
    st.cache_resource.clear()
    shown = words(screen("author", author=name))
    assert "switched off" in shown
    assert "comments here" not in shown
