"""The review screen hands the loop the right comments and says plainly what is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest

from analysis.domain.review import Queue, QueueFilter
from analysis.services.moderation.queue import queue_page
from analysis.services.moderation.review import review
from analysis.services.moderation.review_session import AHEAD
from analysis.storage.database import open_store

Screen = Callable[..., AppTest]


def handed(at: AppTest) -> dict[str, Any]:
    [component] = at.get("bidi_component")
    return json.loads(component.proto.json)


def test_it_begins_with_the_first_of_the_queue_and_holds_the_next_ones(
    demo_url: str, screen: Screen
) -> None:
    data = handed(screen("review", queue="all"))
    page = queue_page(open_store(demo_url), QueueFilter(queue=Queue.ALL), page_size=AHEAD + 1)
    assert [item["id"] for item in data["items"]] == [item.comment_id for item in page.items]


def test_the_address_names_the_comment(demo_url: str, screen: Screen) -> None:
    data = handed(screen("review", queue="all", comment="9"))
    assert data["at"] == 9
    [item] = [item for item in data["items"] if item["id"] == 9]
    original = review(open_store(demo_url), 9).comment.text
    assert "".join(piece["t"] for piece in item["pieces"]) == original


def test_a_scorer_that_is_not_here_is_named_on_every_comment(demo_url: str, screen: Screen) -> None:
    for item in handed(screen("review"))["items"]:
        assert [m["scorer"] for m in item["missing"]] == ["Detoxify"]


def test_reasons_queues_and_the_codebook_are_at_hand(demo_url: str, screen: Screen) -> None:
    data = handed(screen("review"))
    assert {"insult", "within_rules"} <= {reason["key"] for reason in data["reasons"]}
    assert [queue["key"] for queue in data["queues"]] == [queue.value for queue in Queue]
    assert set(data["help"]) == {
        "possible_hostility", "generalization", "disagreement", "constructive_evidence",
    }  # fmt: skip


def test_an_empty_queue_gives_no_comment_and_no_error(demo_url: str, screen: Screen) -> None:
    at = screen("review", queue="escalated")
    assert not at.exception
    assert (handed(at)["at"], handed(at)["items"], handed(at)["more"]) == (None, [], False)


def test_nothing_imported_says_how_comments_come_in(empty_url: str, screen: Screen) -> None:
    at = screen("review")
    assert "Nothing has been imported yet" in at.subheader[0].value
