"""New comments are sealed and queued from memory: the same as from what the database holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from sqlalchemy import select

from analysis.domain.comment import GONE_FROM_SITE, Article, Comment, Discussion, Votes
from analysis.services.admin.integrity import check
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.articles import put_article, put_articles
from analysis.storage.audit import now
from analysis.storage.chain_content import Kind, canonical, range_content
from analysis.storage.comment_additions import Additions
from analysis.storage.comments import read_article
from analysis.storage.database import Store
from analysis.storage.queue_index import index
from analysis.storage.queue_index.new_entries import add_new
from analysis.storage.tables import ArticleTable, ChainLinkTable, CommentTable

ELSEWHERE = timezone(timedelta(hours=5, minutes=30))
WHEN = datetime(2026, 3, 1, 2, 30, 0, 1, tzinfo=ELSEWHERE)
"""Still the day before in UTC."""

COMMENTS = (
    Comment("plain", "t", 1, "The ferry is late.", raw={"text": "The ferry is late."}),
    Comment("full", "t", 2, "Again!", "plain", "Jürgen", WHEN, Votes(3, 1), "approved", {"n": 1}),
    Comment("no zone", "t", 3, "At night", created_at=datetime(2026, 3, 1)),  # noqa: DTZ001
    Comment("odd", "t", 4, "nul \0 half \ud83d mark \ue000", author="\ue000 and \ud83d"),
    Comment("gone", "t", 5, "[deleted]", raw=MappingProxyType({"body": "[deleted]"})),
    Comment("marks", "t", 6, "\0" * 40 + "[deleted]"),
    Comment("long blank", "t", 7, " " * 100),
    Comment("not shown", "t", 8, "Taken away.", platform_status=GONE_FROM_SITE),
)


def _discussions(*comments: Comment) -> list[Discussion]:
    return [Discussion(Article("t", "Trams"), comments)]


def _add(store: Store, discussions: list[Discussion]) -> None:
    with store.write() as session:
        additions = Additions(session, discussions, read_at=now())
        for each in discussions:
            additions.add(each)
        additions.write()
        add_new(session, additions.new_comments)
        index.refresh(session, additions.changed, profile_in(session))


def test_a_link_of_new_comments_is_over_what_the_database_holds(store: Store) -> None:
    _add(store, _discussions(*COMMENTS))
    with store.read() as session:
        links = session.execute(
            select(ChainLinkTable.kind, ChainLinkTable.first_id, ChainLinkTable.last_id,
                   ChainLinkTable.content_sha256)
            .where(ChainLinkTable.kind.in_([Kind.TEXT.value, Kind.RECORD.value]))
            .order_by(ChainLinkTable.position)
        ).all()  # fmt: skip
        assert [link.kind for link in links] == [Kind.TEXT.value, Kind.RECORD.value]
        for kind, first, last, content in links:
            assert content == range_content(session, Kind(kind), first, last)


def test_the_queue_entries_are_those_that_a_rebuild_makes(store: Store) -> None:
    _add(store, _discussions(*COMMENTS))
    assert check(store, note=False).faults == ()


def test_a_second_text_of_a_new_comment_is_sealed_and_queued_as_stored(store: Store) -> None:
    first = COMMENTS[0]
    second = replace(first, text="The ferry is early.", position=9, author="Jürgen")
    _add(store, _discussions(first, second, *COMMENTS[1:]))
    assert check(store, note=False).faults == ()


def test_pieces_of_one_thread_in_one_transaction_know_each_other(store: Store) -> None:
    pieces = _discussions(*COMMENTS[:3]) + _discussions(
        COMMENTS[0], replace(COMMENTS[1], text="Edited"), *COMMENTS[3:]
    )
    _add(store, pieces)
    with store.read() as session:
        assert session.scalars(
            select(CommentTable.platform_id).order_by(CommentTable.id)
        ).all() == [comment.id for comment in COMMENTS]
    assert check(store, note=False).faults == ()
    _add(store, _discussions(*COMMENTS))
    assert check(store, note=False).faults == ()


def test_articles_are_numbered_in_order_and_filled_in_once_known(store: Store) -> None:
    with store.write() as session:
        old = put_article(session, Article("old"))
        numbers, new = put_articles(
            session,
            [
                Article("b"),
                Article("old", "A title that came later"),
                Article("a", "Trams", ("One.",)),
                Article("b", url="https://example.org/b"),
                Article("a", "Another title is not taken"),
            ],
        )
        assert numbers == {"old": old, "b": old + 1, "a": old + 2}
        assert new == {old + 1, old + 2}
    with store.read() as session:
        assert read_article(session, old).title == "A title that came later"
        assert read_article(session, numbers["b"]).url == "https://example.org/b"
        assert read_article(session, numbers["a"]) == Article("a", "Trams", ("One.",))
        assert len(session.scalars(select(ArticleTable.id)).all()) == 3


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (7, "7"),
        (0.1, "0.1"),
        ('é "q" \0 \ud83d', r'"\u00e9 \"q\" \u0000 \ud83d"'),
        (Kind.TEXT, '"comment_text"'),
        (datetime(2026, 1, 2, tzinfo=UTC), '"2026-01-02T00:00:00.000000+00:00"'),
        (datetime(2026, 1, 2), '"2026-01-02T00:00:00.000000+00:00"'),  # noqa: DTZ001
        (WHEN, '"2026-02-28T21:00:00.000001+00:00"'),
        ({"b": 1, "a": [WHEN]}, '{"a":["2026-03-01 02:30:00.000001+05:30"],"b":1}'),
        ([1, {"b": None, "a": ()}], '[1,{"a":[],"b":null}]'),
        (b"", '"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"'),
        (memoryview(b""), '"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"'),
    ],
)
def test_the_form_of_a_link_never_changes(value: object, written: str) -> None:
    assert canonical([1, value]) == f"[1,{written}]".encode()
