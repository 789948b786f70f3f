"""The queue screen: what waits, why, narrowed by what the address says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from deciding import decide
from streamlit.testing.v1 import AppTest

from analysis.domain.decision import Action
from analysis.domain.review import Queue, QueueFilter
from analysis.services.moderation.queue import queue_page
from analysis.storage.database import open_store

Screen = Callable[..., AppTest]


def handed(at: AppTest) -> dict[str, Any]:
    """What the list of the queue was given to draw."""
    [component] = at.get("bidi_component")
    return json.loads(component.proto.json)


def words(at: AppTest) -> str:
    return "\n".join(str(part.value) for part in [*at.markdown, *at.caption, *at.subheader])


def test_every_line_says_why_it_is_here(demo_url: str, screen: Screen) -> None:
    rows = handed(screen("queue"))["rows"]
    assert len(rows) >= 3
    assert all("flagged from" in row["why"] for row in rows)
    assert all(row["href"].startswith("review?comment=") for row in rows)


def test_the_counts_of_all_queues_are_shown(demo_url: str, screen: Screen) -> None:
    at = screen("queue")
    [queues] = at.get("button_group")
    total = queue_page(open_store(demo_url), QueueFilter(queue=Queue.ALL), page_size=1).total
    assert f"All {total}" in [option.content for option in queues.proto.options]


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"queue": "all", "author": "Birte"}, lambda row: "Birte" in row["facts"]),
        ({"queue": "all", "q": "tram"}, lambda row: True),
        (
            {"queue": "all", "label": "possible_hostility", "recommendation": "flag"},
            lambda row: row["badges"][0]["recommendation"] == "flag",
        ),
        (
            {"queue": "all", "label": "generalization", "min": "0.2", "max": "0.7"},
            lambda row: 0.2 <= row["badges"][1]["probability"] <= 0.7,
        ),
        ({"queue": "unsupported"}, lambda row: row["badges"][0]["recommendation"] == "unsupported"),
    ],
)
def test_the_address_narrows_the_list(
    demo_url: str, screen: Screen, query: dict[str, str], holds: Callable[[dict[str, Any]], bool]
) -> None:
    rows = handed(screen("queue", **query))["rows"]
    everything = handed(screen("queue", queue="all"))["rows"]
    assert 0 < len(rows) < len(everything)
    assert all(holds(row) for row in rows)


def test_choosing_a_label_is_written_into_the_address(demo_url: str, screen: Screen) -> None:
    at = screen("queue", queue="all", facet="mockery", page="2")
    at.selectbox(key="queue_label").select("generalization").run()
    assert at.query_params == {"queue": "all", "label": "generalization"}


def test_without_a_label_no_recommendation_can_be_asked(demo_url: str, screen: Screen) -> None:
    at = screen("queue", queue="all")
    assert at.selectbox(key="queue_recommendation").disabled
    at = screen("queue", queue="all", label="generalization", recommendation="flag")
    assert not at.selectbox(key="queue_recommendation").disabled
    at.selectbox(key="queue_label").select("disagreement").run()
    assert at.query_params["recommendation"] == "flag"
    at.selectbox(key="queue_label").select_index(0).run()
    assert at.query_params == {"queue": "all"}
    assert not at.exception


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"q": "\U0001f600"}, "at least one word"),
        ({"q": '"..."'}, "at least one word"),
        ({"recommendation": "flag"}, "needs the label"),
        ({"label": "rudeness"}, "Unknown label"),
    ],
)
def test_filters_that_are_refused_can_be_changed(
    demo_url: str, screen: Screen, query: dict[str, str], sentence: str
) -> None:
    at = screen("queue", queue="all", **query)
    [refusal] = at.exception
    assert sentence in refusal.message
    [clear] = [button for button in at.button if button.label == "Clear filters"]
    clear.click().run()
    assert not at.exception
    assert len(handed(at)["rows"]) == 25


def test_a_search_is_written_into_the_address_and_can_be_cleared(
    demo_url: str, screen: Screen
) -> None:
    at = screen("queue", queue="all")
    at.text_input(key="queue_q").input("  ferry ").run()
    assert at.query_params == {"queue": "all", "q": "ferry"}
    [clear] = [button for button in at.button if button.label == "Clear filters"]
    clear.click().run()
    assert at.query_params == {"queue": "all"}


def test_a_long_list_comes_in_pages(demo_url: str, screen: Screen) -> None:
    first = handed(screen("queue", queue="all"))["rows"]
    at = screen("queue", queue="all", page="2")
    second = handed(at)["rows"]
    assert len(first) == 25
    assert {row["id"] for row in first} & {row["id"] for row in second} == set()
    assert handed(at)["count"].startswith("26 to ")


def test_a_search_without_a_hit_says_so(demo_url: str, screen: Screen) -> None:
    at = screen("queue", queue="all", q="xylophone")
    assert "No comment in this queue matches" in words(at)
    assert at.get("bidi_component")  # the keys of the queues work on


def test_an_empty_queue_says_so(demo_url: str, screen: Screen) -> None:
    assert "This queue is empty" in words(screen("queue", queue="escalated"))


def test_everything_decided_is_said_with_where_to_find_it(demo_url: str, screen: Screen) -> None:
    store = open_store(demo_url)
    for queue in (Queue.FLAGGED, Queue.UNSURE, Queue.UNSUPPORTED):
        for item in queue_page(store, QueueFilter(queue=queue), page_size=100).items:
            decide(store, item.comment_id, Action.APPROVE, person="local", seen_sequence=0)
    assert "Everything that asks for a look has been decided" in words(screen("queue"))


def test_nothing_imported_says_how_comments_come_in(empty_url: str, screen: Screen) -> None:
    at = screen("queue")
    assert "Nothing has been imported yet" in words(at)
    assert "moderato import FILE" in words(at)
