"""What is gone from its site asks nobody for a look, and keeps its text; it may come back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from deciding import decide, undo
from polled_sites import Answer, Coral, Discourse, Feed, StandIn, WordPress, serving
from scripted import ScriptedPipeline
from sqlalchemy import text as sql

from analysis.domain.decision import Action
from analysis.domain.profile import Threshold
from analysis.domain.review import Queue, QueueFilter
from analysis.services.admin.integrity import check
from analysis.services.data.incoming import Incoming, take_comments
from analysis.services.data.scoring import score
from analysis.services.moderation.queue import queue_page
from analysis.services.polling import presence
from analysis.services.polling.adapters.base import Site
from analysis.services.polling.asking import HttpAsker
from analysis.services.polling.polling import Polled, poll
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.storage.database import Store

KINDS: dict[str, type[StandIn]] = {
    "wordpress": WordPress, "discourse": Discourse, "coral": Coral,
}  # fmt: skip
HERE = HttpAsker(allow_private=True)
HOSTILE = "You h=0.90 clown"
WORDPRESS, DISCOURSE = "mari:pass word", "mari:key"


@pytest.fixture
def blog() -> Iterator[WordPress]:
    site = WordPress()
    with serving(site):
        yield site


@pytest.fixture
def forum() -> Iterator[Discourse]:
    site = Discourse()
    with serving(site):
        yield site


def look(store: Store, site: StandIn, credentials: str = "") -> Polled:
    kind = next(name for name, of in KINDS.items() if type(site) is of)
    token = credentials or ("token" if kind == "coral" else "")
    polled = poll(store, Site(kind, site.url, token), HERE)
    score(store, ScriptedPipeline())  # type: ignore[arg-type]
    return polled


def queues(store: Store) -> dict[str, str]:
    """Where each comment is, by the site's id."""
    query = sql(
        "SELECT c.platform_id, e.queue FROM comment c JOIN queue_entry e ON e.comment_id = c.id"
    )
    with store.read() as session:
        return {row[0]: row[1] for row in session.execute(query)}


def texts(store: Store) -> list[tuple[int, str]]:
    with store.read() as session:
        rows = session.execute(sql("SELECT comment_id, text FROM comment_text ORDER BY id"))
        return [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_its_site_no_longer_shows_waits_no_more_and_keeps_its_text(
    store: Store, kind: str
) -> None:
    site: Any = KINDS[kind]()
    with serving(site):
        for number in (1, 2, 3):
            site.add(number, f"{HOSTILE} {number}")
        assert look(store, site).new == 3
        before = texts(store)
        second = site.comments[1]
        if kind == "coral":
            second["status"] = "REJECTED"
        else:
            site.comments.remove(second)
        assert look(store, site) == Polled(gone=1)
        name = "c2" if kind == "coral" else "2"
        assert queues(store)[name] == "gone"
        assert sorted(queues(store).values()) == ["flagged", "flagged", "gone"]
        assert texts(store) == before
        assert look(store, site) == Polled(), "it is told once"
        if kind == "coral":
            second["status"] = "APPROVED"
        else:
            site.comments.append(second)
        assert look(store, site) == Polled(back=1)
        assert set(queues(store).values()) == {"flagged"}


def removed_answer(status: int, code: str) -> Answer:
    return status, {}, json.dumps({"code": code, "data": {"status": status}}).encode()


ANSWERS: dict[str, tuple[str, Answer, str]] = {
    "deleted": ("", removed_answer(404, "rest_comment_invalid_id"), "gone"),
    "its post deleted": ("", removed_answer(404, "rest_post_invalid_id"), "gone"),
    "hidden from readers": ("", removed_answer(401, "rest_cannot_read"), "gone"),
    "hidden from this moderator": (
        WORDPRESS, removed_answer(403, "rest_cannot_read"), "flagged",
    ),
    "no such route": ("", removed_answer(404, "rest_no_route"), "flagged"),
    "sign in first": ("", removed_answer(401, "rest_not_logged_in"), "flagged"),
    "a page of a proxy": ("", (404, {}, b"<html>Not found</html>"), "flagged"),
    "an error": ("", (500, {}, b"{}"), "flagged"),
    "too many requests": ("", (429, {"Retry-After": "60"}, b"{}"), "flagged"),
    "in the trash": (WORDPRESS, (200, {}, b'{"id": 1, "status": "trash"}'), "gone"),
    "as spam": (WORDPRESS, (200, {}, b'{"id": 1, "status": "spam"}'), "gone"),
    "left out of the list": ("", (200, {}, b'{"id": 1, "status": "approved"}'), "flagged"),
}  # fmt: skip


@pytest.mark.parametrize("case", list(ANSWERS))
def test_wordpress_has_to_say_that_a_comment_is_gone(
    sqlite_store: Store, blog: WordPress, case: str
) -> None:
    credentials, answer, queue = ANSWERS[case]
    blog.add(1, HOSTILE)
    look(sqlite_store, blog, credentials)
    blog.comments.clear()
    blog.before[len(blog.asked) + 3] = lambda: answer  # after its page and its list
    look(sqlite_store, blog, credentials)
    assert queues(sqlite_store) == {"1": queue}


def test_an_empty_answer_of_a_broken_site_takes_nothing_away(
    sqlite_store: Store, blog: WordPress
) -> None:
    for number in range(1, 6):
        blog.add(number, f"{HOSTILE} {number}")
    look(sqlite_store, blog)
    blog.before[len(blog.asked) + 2] = lambda: (200, {"X-WP-TotalPages": "0"}, b"[]")
    assert look(sqlite_store, blog) == Polled()
    assert set(queues(sqlite_store).values()) == {"flagged"}


def _moved(post: dict[str, Any], forum: Discourse) -> None:
    post["topic_id"] = 9


def _hidden_topic(post: dict[str, Any], forum: Discourse) -> None:
    forum.comments.clear()
    forum.missing = (403, {}, b'{"errors":["no"],"error_type":"invalid_access"}')


def _deleted(post: dict[str, Any], forum: Discourse) -> None:
    post["deleted_at"] = "2026-11-02T12:00:00.000Z"


def _by_its_author(post: dict[str, Any], forum: Discourse) -> None:
    post |= {"user_deleted": True, "raw": "(post deleted by author)"}


POSTS: dict[str, tuple[str, Callable[[dict[str, Any], Discourse], None], str]] = {
    "moved to another topic": ("", _moved, "flagged"),
    "in a topic that became private": ("", _hidden_topic, "flagged"),
    "deleted by staff, told to readers": ("", _deleted, "gone"),
    "deleted by staff, told to staff": (DISCOURSE, _deleted, "gone"),
    "deleted by its author": ("", _by_its_author, "gone"),
}


@pytest.mark.parametrize("case", list(POSTS))
def test_a_post_of_a_forum(sqlite_store: Store, forum: Discourse, case: str) -> None:
    credentials, change, queue = POSTS[case]
    forum.add(1, "The first.")
    forum.add(2, HOSTILE)
    look(sqlite_store, forum, credentials)
    change(forum.comments[1], forum)
    look(sqlite_store, forum, credentials)
    assert queues(sqlite_store)["2"] == queue


def test_what_coral_says_nothing_of_is_left_as_it_is(sqlite_store: Store) -> None:
    site = Coral()
    for number in (1, 2):
        site.add(number, f"{HOSTILE} {number}")
    with serving(site):
        look(sqlite_store, site)
        del site.comments[0]
        site.comments[0]["body"] = None
        assert look(sqlite_store, site) == Polled(gone=1)
    assert queues(sqlite_store) == {"c1": "flagged", "c2": "gone"}


@pytest.mark.parametrize("kind", ["wordpress", "coral"])
def test_what_waits_is_seen_as_it_was_edited_since(sqlite_store: Store, kind: str) -> None:
    """Older than what every look reads again."""
    site: Any = KINDS[kind]()
    with serving(site):
        site.add(1, HOSTILE)
        site.add(2, "Fine h=0.05", minute=60 * 24)
        look(sqlite_store, site)
        comment, edited = site.comments[0], "Sorry h=0.05 for that"
        if kind == "coral":
            comment["body"] = edited
        else:
            comment["content"] = {"rendered": f"<p>{edited}</p>\n"}
        assert look(sqlite_store, site) == Polled(revised=1)
        assert set(queues(sqlite_store).values()) == {"clear"}
        assert edited in texts(sqlite_store)[-1][1]
        assert look(sqlite_store, site) == Polled()


def test_only_what_waits_is_asked_about_and_each_in_its_turn(
    sqlite_store: Store, blog: WordPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        presence.PRESENCE,  # type: ignore[arg-type]
        "wordpress", (2, presence.PRESENCE["wordpress"][1]),
    )  # fmt: skip
    for number in range(1, 6):
        blog.add(number, HOSTILE if number != 3 else "Fine h=0.05", minute=number)
    asked: list[str] = []
    for _ in range(3):
        begin = len(blog.asked)
        look(sqlite_store, blog)
        asked += [path for path, *_ in blog.asked[begin:] if "include" in path]
    include = [path.partition("include=")[2].partition("&")[0] for path in asked]
    assert include == ["5%2C4", "2%2C1"], "the first look had nothing that waits"


def test_only_the_newest_are_followed(
    sqlite_store: Store, blog: WordPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "FOLLOWED", 3)
    for number in range(1, 6):
        blog.add(number, f"{HOSTILE} {number}", minute=number)
    look(sqlite_store, blog)
    blog.comments.clear()
    assert look(sqlite_store, blog).gone == 3
    assert [n for n, queue in sorted(queues(sqlite_store).items()) if queue == "gone"] == [
        "3", "4", "5",
    ]  # fmt: skip


def test_what_we_rejected_is_not_gone_but_decided_and_an_undo_asks_again(
    sqlite_store: Store, blog: WordPress
) -> None:
    """Our own decision takes it from the page; undone, it waits again at once."""
    blog.add(1, HOSTILE)
    look(sqlite_store, blog)
    decide(sqlite_store, 1, Action.REJECT, person="local", seen_sequence=0)
    blog.comments.clear()
    assert look(sqlite_store, blog) == Polled()
    assert queues(sqlite_store) == {"1": "decided"}
    undo(sqlite_store, 1, person="local", seen_sequence=1)
    assert queues(sqlite_store) == {"1": "flagged"}


def test_new_thresholds_leave_it_where_it_is_and_the_database_agrees_with_itself(
    store: Store, blog: WordPress
) -> None:
    for number in (1, 2):
        blog.add(number, f"{HOSTILE} {number}")
    look(store, blog)
    del blog.comments[0]
    assert look(store, blog).gone == 1
    everything = queue_page(store, QueueFilter(queue=Queue.ALL)).items
    assert {item.reasons[0].key for item in everything} == {"gone", "flagged"}
    label = {"possible_hostility": Threshold(0.95, 0.5)}
    publish_profile(store, label, person="maria", reason="try")
    assert queues(store) == {"1": "gone", "2": "unsure"}
    assert check(store, note=False).faults == ()


@pytest.mark.parametrize("kind", ["wordpress", "discourse"])
def test_what_a_site_removed_leaves_another_site_s_comment_of_that_number(
    store: Store, kind: str
) -> None:
    site: Any = KINDS[kind]()
    with serving(site):
        ours = site.add(1, f"{HOSTILE} here")
        site.add(2, f"{HOSTILE} again")
        article = str(ours.get("post", ours.get("topic_id")))
        theirs = [
            Incoming(number, article, f"{HOSTILE} {number}", article_url="https://a.example/")
            for number in ("1", "2")
        ]
        take_comments(store, theirs, source="a program", person="local")
        assert look(store, site).new == 2
        site.comments.remove(ours)
        assert look(store, site) == Polled(gone=1)
        site.comments.append(ours)
        assert look(store, site) == Polled(back=1)
        site.comments.remove(ours)
        look(store, site)
    query = sql(
        "SELECT a.url, c.platform_id FROM comment c JOIN article a ON a.id = c.article_id "
        "JOIN queue_entry e ON e.comment_id = c.id WHERE e.queue = 'gone'"
    )
    with store.read() as session:
        (gone,) = session.execute(query)
    assert (gone[0].startswith("https://a.example"), gone[1]) == (False, "1")


def test_a_feed_tells_only_what_is_newest_so_nothing_of_it_is_gone(sqlite_store: Store) -> None:
    feed = Feed()
    feed.comments = [{"id": "1", "article_id": "a", "text": HOSTILE}]
    with serving(feed):
        for _ in range(2):
            assert poll(sqlite_store, Site("feed", feed.url), HERE).gone == 0
            score(sqlite_store, ScriptedPipeline())  # type: ignore[arg-type]
            feed.comments = []
    assert queues(sqlite_store) == {"1": "flagged"}
