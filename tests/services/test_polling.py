"""Sites that are polled: every comment once, whatever changes or breaks between two requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from polled_sites import Answer, Coral, Discourse, Feed, StandIn, WordPress, serving
from sqlalchemy import text as sql

from analysis.domain.account import Role
from analysis.domain.errors import BadInput, NotAllowed
from analysis.services.access.accounts import create_account
from analysis.services.data.erasure import erase_comment
from analysis.services.polling import polling
from analysis.services.polling.adapters import base, coral, discourse, wordpress
from analysis.services.polling.adapters.base import (
    Adapter,
    Ask,
    NotReadable,
    Page,
    Place,
    Site,
    SiteAnswer,
)
from analysis.services.polling.asking import HttpAsker
from analysis.services.polling.polling import Polled, pause_after, poll
from analysis.storage.comments import read_comments
from analysis.storage.database import Store

KINDS: dict[str, type[StandIn]] = {
    "wordpress": WordPress, "discourse": Discourse, "coral": Coral, "feed": Feed,
}  # fmt: skip
HERE = HttpAsker(allow_private=True)


@pytest.fixture
def stand_in(request: pytest.FixtureRequest) -> Iterator[Any]:
    site = KINDS[request.param]()
    with serving(site):
        yield site


@pytest.fixture
def blog() -> Iterator[WordPress]:
    site = WordPress()
    with serving(site):
        yield site


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordpress, "AT_ONCE", 3)
    monkeypatch.setattr(coral, "AT_ONCE", 3)


def look(store: Store, site: StandIn, credentials: str = "") -> Polled:
    kind = next(name for name, made in KINDS.items() if type(site) is made)
    if kind == "coral":
        credentials = credentials or "token"
    return poll(store, Site(kind, site.url, credentials), HERE)


def fill(site: Any, numbers: range) -> None:
    """Comments, each an hour after the one before where the site's clock counts."""
    for number in numbers:
        text = f"The ferry left {number} minutes late."
        if isinstance(site, Feed):
            site.comments.append({"id": str(number), "article_id": "a", "text": text})
        elif isinstance(site, Discourse):
            site.add(number, text)
        else:
            site.add(number, text, minute=60 * number)


def stored(store: Store) -> list[tuple[str, int, str]]:
    """Id, revision and text of all that is stored, by id."""
    query = sql(
        "SELECT c.platform_id, t.revision, t.text FROM comment c "
        "JOIN comment_text t ON t.comment_id = c.id ORDER BY c.id, t.revision"
    )
    with store.read() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(query)]


def events(store: Store) -> int:
    with store.read() as session:
        query = sql("SELECT count(*) FROM audit_event WHERE action = 'take_comments'")
        return int(session.execute(query).scalar_one())


EVERY_KIND = pytest.mark.parametrize("stand_in", list(KINDS), indirect=True)


@EVERY_KIND
def test_each_comment_is_stored_once_and_what_is_known_leaves_no_event(
    store: Store, stand_in: Any
) -> None:
    fill(stand_in, range(1, 9))
    assert look(store, stand_in) == Polled(new=8)
    assert len(stored(store)) == len({row[0] for row in stored(store)}) == 8
    before = events(store)
    assert look(store, stand_in) == Polled()
    assert events(store) == before
    fill(stand_in, range(9, 11))
    assert look(store, stand_in) == Polled(new=2)
    assert len(stored(store)) == 10


@EVERY_KIND
def test_an_edit_becomes_a_revision_and_what_the_site_deleted_stays(
    store: Store, stand_in: Any
) -> None:
    fill(stand_in, range(1, 4))
    look(store, stand_in)
    last, new = stand_in.comments[-1], "The ferry did not leave at all."
    changes = {"feed": ("text", new), "coral": ("body", new), "discourse": ("raw", new)}
    kind = next(name for name, made in KINDS.items() if type(stand_in) is made)
    name, value = changes.get(kind, ("content", {"rendered": f"<p>{new}</p>\n"}))
    last[name] = value
    del stand_in.comments[0]
    assert look(store, stand_in) == Polled(revised=1)
    assert [row[1] for row in stored(store)] == [1, 1, 1, 2]
    assert new in stored(store)[-1][2]


@EVERY_KIND
@pytest.mark.parametrize("step", ["_take", "_keep_place"])
@pytest.mark.parametrize("page", [1, 2])
def test_a_killed_poll_goes_on_without_losing_or_doubling(
    store: Store, stand_in: Any, monkeypatch: pytest.MonkeyPatch, step: str, page: int
) -> None:
    """Before a page is stored, and between storing it and keeping the place behind it."""
    fill(stand_in, range(1, 9) if not isinstance(stand_in, Discourse) else range(48, 56))
    does, calls = getattr(polling, step), 0

    def dies(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == page:
            raise KeyboardInterrupt
        return does(*arguments)

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(polling, step, dies)
        look(store, stand_in)
    assert calls == page or isinstance(stand_in, Feed), "a feed has one page and no place"
    assert look(store, stand_in).problem is None
    assert len(stored(store)) == len({row[0] for row in stored(store)}) == 8


def cut() -> Answer:
    return 200, {"X-WP-TotalPages": "3"}, b'[{"id": 4, "post": 7, "content": {"rend'


BREAKS: dict[str, Callable[[], Answer]] = {
    "status 500": lambda: (500, {}, b"<html>It broke</html>"),
    "half a body": lambda: (200, {"Content-Length": "9000"}, b'[{"id": 4'),
    "half of JSON": cut,
    "a page of HTML": lambda: (200, {}, b"<html></html>"),
    "another shape": lambda: (200, {"X-WP-TotalPages": "3"}, b'{"data": 1}'),
    "deep nesting": lambda: (200, {}, b"[" * 100_000),
    "a redirect": lambda: (302, {"Location": "http://elsewhere.example/"}, b""),
    "too many requests": lambda: (429, {"Retry-After": "120"}, b""),
}


@EVERY_KIND
@pytest.mark.parametrize("broken", list(BREAKS))
def test_an_answer_that_breaks_is_told_and_the_next_look_goes_on(
    sqlite_store: Store, stand_in: Any, broken: str
) -> None:
    fill(stand_in, range(1, 9))
    stand_in.before[1 if isinstance(stand_in, Feed) else 2] = BREAKS[broken]
    first = look(sqlite_store, stand_in)
    assert first.problem is not None
    assert "ferry" not in str(first.problem)
    assert first.problem.wait == (120 if broken == "too many requests" else 0)
    asked = len(stand_in.asked)
    second = look(sqlite_store, stand_in)
    assert (second.problem, first.new + second.new) == (None, 8)
    assert len(stored(sqlite_store)) == 8
    if isinstance(stand_in, WordPress):
        assert f"after={stand_in.comments[1]['date']}"[:18] in stand_in.asked[asked][0].replace(
            "%3A", ":"
        ), "it begins where it broke off"


def test_pages_that_move_between_two_requests_lose_no_comment(
    sqlite_store: Store, blog: WordPress
) -> None:
    fill(blog, range(1, 11))

    def one_goes_and_one_comes() -> None:
        del blog.comments[0]
        fill(blog, range(50, 51))

    blog.before[2] = blog.before[3] = one_goes_and_one_comes
    look(sqlite_store, blog)
    numbers = {int(row[0]) for row in stored(sqlite_store)}
    assert numbers == {*range(1, 11), 50}


def test_a_count_of_pages_that_shrinks_ends_the_look_and_the_next_finds_the_rest(
    sqlite_store: Store, blog: WordPress
) -> None:
    for number in range(1, 8):
        blog.add(number, f"In one second: {number}.")

    def most_go() -> None:
        del blog.comments[:5]

    blog.before[3] = most_go
    assert look(sqlite_store, blog).problem is None
    assert look(sqlite_store, blog).problem is None
    assert {row[0] for row in stored(sqlite_store)} >= {"1", "2", "3", "6", "7"}


def test_more_comments_in_one_second_than_a_page_holds_are_all_read(
    sqlite_store: Store, blog: WordPress
) -> None:
    for number in range(1, 12):
        blog.add(number, f"In one second: {number}.")
    fill(blog, range(20, 22))
    assert look(sqlite_store, blog) == Polled(new=13)


def test_a_late_comment_within_the_overlap_is_found(sqlite_store: Store, blog: WordPress) -> None:
    blog.add(1, "Here at once.", minute=100)
    look(sqlite_store, blog)
    blog.add(2, "Approved later.", minute=10)
    blog.add(3, "After the clock was set back.", minute=41)
    assert look(sqlite_store, blog) == Polled(new=2)


def test_what_wordpress_knows_of_a_comment_is_kept(sqlite_store: Store, blog: WordPress) -> None:
    blog.add(1, "The ferry.")
    blog.add(2, "It waits.", status="hold", parent=1)
    assert look(sqlite_store, blog) == Polled(new=1), "readers see what was approved"
    with sqlite_store.read() as session:
        row = session.execute(
            sql(
                "SELECT c.author, c.created_at, a.platform_id, a.url FROM comment c "
                "JOIN article a ON a.id = c.article_id"
            )
        ).one()
    assert row[0] == "Reader\u2019s 1"
    assert str(row[1]).startswith("2026-11-01 11:00")
    assert (row[2], row[3]) == ("7", "https://blog.example/ferry/")


def test_credentials_bring_what_is_on_hold_as_it_was_written(
    sqlite_store: Store, blog: WordPress
) -> None:
    blog.add(1, "It waits.", status="hold")
    assert look(sqlite_store, blog, "mari:pass word") == Polled(new=1)
    assert stored(sqlite_store) == [("1", 1, "It waits.")]
    assert blog.asked[0][1]["Authorization"] == "Basic bWFyaTpwYXNzIHdvcmQ="
    assert "pass word" not in repr(Site("wordpress", blog.url, "mari:pass word"))


def test_a_forum_is_read_upwards_over_gaps_and_without_notices(sqlite_store: Store) -> None:
    forum = Discourse()
    forum.add(1, "The first.")
    forum.add(2, "It was closed.", post_type=3)
    forum.add(3, "(post deleted by author)", user_deleted=True)
    forum.add(400, "After a gap.")
    forum.add(401, "An answer.", reply_to_post_number=400)
    with serving(forum):
        assert look(sqlite_store, forum) == Polled(new=3)
        asked = len(forum.asked)
        assert look(sqlite_store, forum) == Polled()
        assert len(forum.asked) - asked <= 2 + discourse.OVERLAP // discourse.AT_ONCE
        assert look(sqlite_store, forum, "mari:key") == Polled()
    assert forum.asked[-1][1]["Api-Key"] == "key"
    with sqlite_store.read() as session:
        parents = session.execute(
            sql("SELECT platform_id, parent_platform_id FROM comment ORDER BY id")
        ).all()
    assert [tuple(row) for row in parents] == [("1", None), ("400", None), ("401", "400")]


def test_coral_needs_a_token_and_says_when_it_is_refused(sqlite_store: Store) -> None:
    site = Coral()
    with serving(site):
        with pytest.raises(BadInput, match="MODERATO_POLL_CREDENTIALS"):
            poll(sqlite_store, Site("coral", site.url), HERE)
        refused = look(sqlite_store, site, "wrong")
    assert "GraphQL refused" in str(refused.problem)


def test_a_comment_without_a_text_at_coral_is_none(sqlite_store: Store) -> None:
    site = Coral()
    site.add(1, None)
    site.add(2, "The ferry.", minute=1)
    with serving(site):
        assert look(sqlite_store, site) == Polled(new=1)


def test_records_that_are_no_comments_are_counted_and_keep_no_other_out(
    sqlite_store: Store,
) -> None:
    feed = Feed()
    feed.wrapped = True
    good = {"id": "k", "article_id": "a", "text": "NUL \x00 and \ud800 are kept"}
    bad: list[Any] = [
        None, 3, {}, {**good, "text": " "}, {**good, "id": True}, {**good, "text": "x" * 200_001},
        {**good, "id": "i" * 1_001},
    ]  # fmt: skip
    feed.comments = [*bad, good, {**good, "id": 5, "created_at": "yesterday", "article_title": 3}]
    with serving(feed):
        assert look(sqlite_store, feed) == Polled(new=2, unreadable=len(bad))
    with sqlite_store.read() as session:
        kept = {comment.text for comment in read_comments(session, [1, 2]).values()}
    assert kept == {good["text"]}


@pytest.mark.parametrize(
    ("given", "brought", "stands"),
    [
        (["Sorry."], [], "Sorry."),
        (["You clown."], ["You clown."], "You clown."),
        (["You clown.", "Sorry."], [], "Sorry."),
        (["Sorry.", "You clown."], [], "Sorry."),
        (["You clown.", "Never mind."], ["Never mind."], "Never mind."),
    ],
    ids=["as it was", "the first text again", "both", "both, newest first", "both, one is new"],
)
def test_an_earlier_text_that_comes_back_is_an_edit(
    store: Store, given: list[str], brought: list[str], stands: str
) -> None:
    feed = Feed()
    with serving(feed):
        for text in ("You clown.", "Sorry."):
            feed.comments = [{"id": "1", "article_id": "a", "text": text}]
            look(store, feed)
        feed.comments = [{"id": "1", "article_id": "a", "text": text} for text in given]
        assert look(store, feed) == Polled(revised=len(brought))
        assert look(store, feed) == Polled()
    texts = [text for _, _, text in stored(store)]
    assert texts == ["You clown.", "Sorry.", *brought]
    with store.read() as session:
        (comment,) = read_comments(session, [1]).values()
    assert comment.text == stands


def test_a_comment_that_is_refused_keeps_no_other_out(sqlite_store: Store) -> None:
    feed = Feed()
    fill(feed, range(1, 4))
    feed.comments[1]["author"] = "mari"
    with serving(feed):
        look(sqlite_store, feed)
        erase_comment(sqlite_store, 1, person="local", reason="asked for")
        feed.comments[1] |= {"author": "jens", "text": "Another's under the same id."}
        fill(feed, range(4, 6))
        assert look(sqlite_store, feed) == Polled(new=2, refused=2)
    assert {row[0] for row in stored(sqlite_store)} == {"2", "3", "4", "5"}


def test_who_may_not_import_may_not_poll(sqlite_store: Store, blog: WordPress) -> None:
    create_account(sqlite_store, "anna", "a long password", Role.ADMIN)
    create_account(sqlite_store, "rita", "a long password", Role.MODERATOR, person="anna")
    with pytest.raises(NotAllowed):
        poll(sqlite_store, Site("wordpress", blog.url), HERE, person="rita")
    assert blog.asked == []


def test_an_unknown_kind_of_site_is_refused_with_the_nearest(sqlite_store: Store) -> None:
    with pytest.raises(BadInput, match="did you mean 'wordpress'"):
        poll(sqlite_store, Site("wordpres", "https://blog.example"), HERE)


@pytest.mark.parametrize("second", [WordPress, Discourse])
def test_a_second_site_that_numbers_its_comments_is_refused(
    sqlite_store: Store, blog: WordPress, second: type[Any]
) -> None:
    """Its comment 1 would become a revision of the first one's."""
    blog.add(1, "The ferry.")
    look(sqlite_store, blog)
    other = second()
    other.add(1, "Quite another comment.")
    with serving(other):
        kind = "wordpress" if second is WordPress else "discourse"
        with pytest.raises(BadInput, match="a database of its own"):
            poll(sqlite_store, Site(kind, other.url), HERE)
        assert other.asked == []
        moved = poll(sqlite_store, Site(kind, other.url), HERE, same_site=True)
        assert moved.problem is None
        assert poll(sqlite_store, Site(kind, other.url), HERE) == Polled(), "it is said once"


@pytest.mark.parametrize(
    ("kind", "folder", "refused"),
    [
        ("wordpress", "", False),
        ("wordpress", "/", False),
        ("wordpress", "/second", True),
        ("discourse", "/forum", True),
        ("discourse", "", True),
        ("feed", "/latest.json", False),
    ],
)
def test_a_second_site_of_the_same_host_is_one_as_well(
    sqlite_store: Store, blog: WordPress, kind: str, folder: str, refused: bool
) -> None:
    """Such as WordPress keeps in folders, each with a comment 1 under a post 1."""
    blog.add(1, "The ferry.")
    look(sqlite_store, blog)
    asked = len(blog.asked)
    site = Site(kind, f"{blog.url}{folder}")
    if refused:
        with pytest.raises(BadInput, match="a database of its own"):
            poll(sqlite_store, site, HERE)
    else:
        poll(sqlite_store, site, HERE)
    assert (len(blog.asked) == asked) == refused


def articles(store: Store) -> list[tuple[str, str]]:
    """The kept id of its article and its own of each comment, in the order of storing."""
    query = sql(
        "SELECT a.platform_id, c.platform_id FROM comment c "
        "JOIN article a ON a.id = c.article_id ORDER BY c.id"
    )
    with store.read() as session:
        return [(row[0], row[1]) for row in session.execute(query)]


def test_a_site_that_moved_goes_on_in_its_own_threads(store: Store, blog: WordPress) -> None:
    blog.add(1, "The ferry.", link=f"{blog.url}/ferry/#comment-1")
    look(store, blog)
    first = WordPress()
    with serving(first):
        for number in (1, 2):
            text = "The ferry." if number == 1 else "Which one?"
            first.add(number, text, minute=number, link=f"{first.url}/ferry/#comment-{number}")
        assert poll(store, Site("wordpress", first.url), HERE, same_site=True) == Polled(new=1)
    second = WordPress()
    with serving(second):
        for number in (2, 3):
            second.add(number, "Both.", minute=number, link=f"{second.url}/ferry/#comment-{number}")
        moved = poll(store, Site("wordpress", second.url), HERE, same_site=True)
        assert moved == Polled(new=1, revised=1)
        second.add(4, "No.", minute=4, link=f"{second.url}/ferry/#comment-4")
        assert look(store, second) == Polled(new=1), "it is said once"
    assert articles(store) == [("7", "1"), ("7", "2"), ("7", "3"), ("7", "4")]


@pytest.mark.parametrize(
    ("words", "when"),
    [("+1", "2026-11-04T09:41:00Z"), ("Another.", None), ("+1, too", "2026-11-01T12:00:00Z")],
    ids=["the same words at another time", "other words", "other words at the same time"],
)
def test_two_feeds_with_the_same_ids_lose_no_comment(
    store: Store, words: str, when: str | None
) -> None:
    ferry, match = Feed(), Feed()
    of = {"id": "1", "article_id": "a"}
    at_ferry = {"article_url": "https://ferry.example/a", "created_at": "2026-11-01T12:00:00Z"}
    at_match = {"article_url": "https://match.example/a", "created_at": when}
    ferry.comments.append({**of, "text": "+1", **at_ferry})
    match.comments.append({**of, "text": words, **at_match})
    with serving(ferry), serving(match):
        assert [look(store, ferry), look(store, match)] == [Polled(new=1)] * 2
        looks = events(store)
        assert [look(store, ferry), look(store, match)] == [Polled()] * 2
    assert articles(store) == [("a", "1"), ("match.example:a", "1")]
    assert events(store) == looks, "what is known leaves no event"


def test_sites_whose_ids_are_their_own_may_share_a_database(
    sqlite_store: Store, blog: WordPress
) -> None:
    fill(blog, range(1, 2))
    look(sqlite_store, blog)
    site = Coral()
    site.add(1, "The tram.")
    with serving(site):
        assert look(sqlite_store, site) == Polled(new=1)


def test_a_site_that_never_gets_anywhere_is_left_alone(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter(range(10))

    def same(site: Site, place: Place, ask: Ask) -> Page:
        assert next(looks, None) is not None
        return Page((), {"after": 7}, more=True)

    monkeypatch.setitem(cast(dict[str, Adapter], polling.ADAPTERS), "feed", same)
    polled = poll(sqlite_store, Site("feed", "https://blog.example"), HERE)
    assert "same page" in str(polled.problem)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120.0), (" 120 ", 120.0), ("0", 0.0), ("9" * 30, 100_000.0),
        ("Sun, 01 Nov 2026 12:02:00 GMT", 120.0), ("Sun, 01 Nov 2026 11:00:00 GMT", 0.0),
        ("Sun, 01 Nov 2026 13:02:00 +0100", 120.0), ("Mon, 01 Nov 2027 12:00:00 GMT", 100_000.0),
        ("", 0.0), ("soon", 0.0), ("-5", 0.0), ("1.5", 0.0),
    ],
)  # fmt: skip
def test_a_site_is_left_alone_as_long_as_it_asks(
    monkeypatch: pytest.MonkeyPatch, asked: str, seconds: float
) -> None:
    monkeypatch.setattr(base, "now", lambda: datetime(2026, 11, 1, 12, tzinfo=UTC))
    with pytest.raises(NotReadable) as refusal:
        SiteAnswer(429, {"retry-after": asked}, b"").json()
    assert refusal.value.wait == seconds


def test_pauses_grow_to_an_hour_and_heed_what_the_site_asks() -> None:
    assert [pause_after(n, 30) for n in (0, 1, 2, 3, 400)] == [30, 60, 120, 240, 3600]
    assert pause_after(1, 30, asked=7200) == 7200
    assert pause_after(5, 86_400) == 86_400


def test_the_place_is_json_without_a_text(sqlite_store: Store, blog: WordPress) -> None:
    fill(blog, range(1, 3))
    look(sqlite_store, blog)
    with sqlite_store.read() as session:
        query = sql("SELECT value FROM site_setting WHERE key LIKE 'polled %'")
        (place,) = session.execute(query).scalars()
    place = json.loads(place) if isinstance(place, str) else place
    assert place == {"after": "2026-11-01T12:00:00", "newest": "2026-11-01T14:00:00"}


def test_a_comment_of_the_future_hides_none_that_follow(
    sqlite_store: Store, blog: WordPress
) -> None:
    fill(blog, range(1, 3))
    blog.add(3, "Its clock was wrong.", minute=60 * 24 * 365 * 90)
    assert look(sqlite_store, blog).new == 3
    fill(blog, range(4, 6))
    assert look(sqlite_store, blog) == Polled(new=2)


def test_coral_s_clock_in_the_future_hides_none_that_follow(sqlite_store: Store) -> None:
    site = Coral()
    site.add(1, "Its clock was wrong.", minute=60 * 24 * 365 * 90)
    with serving(site):
        look(sqlite_store, site)
        fill(site, range(2, 12))
        assert look(sqlite_store, site) == Polled(new=10)


def test_a_forum_s_place_stays_while_only_private_posts_are_newest(sqlite_store: Store) -> None:
    forum = Discourse()
    forum.add(900, "The ferry.")
    with serving(forum):
        look(sqlite_store, forum)
        for _ in range(6):  # the newest fifty numbers are nobody's to see
            forum.before[len(forum.asked) + 1] = lambda: (200, {}, b'{"latest_posts": []}')
            assert look(sqlite_store, forum) == Polled()
        asked = len(forum.asked)
        forum.add(903, "The next.")
        assert look(sqlite_store, forum) == Polled(new=1)
    assert len(forum.asked) - asked <= 6


@EVERY_KIND
def test_all_is_read_again_when_asked_so_that_what_is_older_than_the_overlap_is_found(
    sqlite_store: Store, stand_in: Any
) -> None:
    fill(stand_in, range(1, 7) if not isinstance(stand_in, Discourse) else range(1, 1_000, 300))
    late = stand_in.comments.pop(0)
    look(sqlite_store, stand_in)
    stand_in.comments.append(late)  # approved long after it was written
    kind = next(name for name, made in KINDS.items() if type(stand_in) is made)
    missed = look(sqlite_store, stand_in)
    assert missed.new == (1 if kind == "feed" else 0)
    site = Site(kind, stand_in.url, "token" if kind == "coral" else "")
    stand_in.before[len(stand_in.asked) + 1] = BREAKS["status 500"]
    assert poll(sqlite_store, site, HERE, again=True).problem is not None
    assert look(sqlite_store, stand_in) == Polled(new=1 - missed.new), "it goes on with all"
    assert look(sqlite_store, stand_in) == Polled()
