"""Rows added in bulk are what SQLAlchemy's own insert writes, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from analysis.storage.bulk_insert import WORTH_COPYING, insert_rows, insert_values, update_values
from analysis.storage.count_rows import add_values
from analysis.storage.database import Store
from analysis.storage.tables import ArticleTable, CommentTable, QueueToneTable

WHEN = datetime(2026, 3, 1, 12, 30, tzinfo=timezone(timedelta(hours=5)))
TITLES = ["plain", "", "nul \0 and half \ud83d", "\ue000 escapes", "🚋 trams"]


def _article(platform_id: str, title: str) -> dict[str, Any]:
    return {
        "platform_id": platform_id,
        "title": title,
        "url": None,
        "published_at": WHEN,
        "paragraphs": [title, {"deep": [1, None, "ü"]}],
    }


@pytest.mark.parametrize("times", [1, WORTH_COPYING])
def test_every_type_of_value_is_written_as_sqlalchemy_writes_it(store: Store, times: int) -> None:
    titles = TITLES * times
    columns = [c for c in ArticleTable.__table__.columns if c.name not in ("id", "platform_id")]
    with store.write() as session:
        for number, title in enumerate(titles):
            session.execute(insert(ArticleTable), [_article(f"slow {number}", title)])
        insert_rows(session, ArticleTable, [_article(f"fast {n}", t) for n, t in enumerate(titles)])
    with store.read() as session:
        rows = {
            platform_id: values
            for platform_id, *values in session.execute(select(ArticleTable.platform_id, *columns))
        }
    for number, title in enumerate(titles):
        assert rows[f"fast {number}"] == rows[f"slow {number}"]
        assert rows[f"fast {number}"][0] == title
        assert WHEN.astimezone(UTC) in rows[f"fast {number}"]


def test_a_constant_default_is_filled_in_and_no_rows_are_nothing(store: Store) -> None:
    with store.write() as session:
        insert_rows(session, ArticleTable, [_article("a", "Trams")])
        article = session.scalars(select(ArticleTable.id)).one()
        insert_rows(session, CommentTable, [])
        insert_rows(
            session,
            CommentTable,
            [{"article_id": article, "platform_id": f"c{n}", "position": n} for n in range(3)],
        )
        assert session.scalars(select(CommentTable.withdrawn)).all() == [False] * 3


def test_a_row_that_is_refused_among_many_says_so_without_what_it_holds(store: Store) -> None:
    rows = [_article("same", f"secret {n}") for n in range(WORTH_COPYING)]
    with pytest.raises(IntegrityError) as refused, store.write() as session:
        insert_rows(session, ArticleTable, rows)
    assert "secret" not in str(refused.value)
    with store.read() as session:
        assert session.scalars(select(ArticleTable.id)).all() == []


def test_many_rows_get_their_own_values_by_their_keys(store: Store) -> None:
    names = ("id", "platform_id", "title", "published_at", "paragraphs")
    rows = [(n, f"a{n}", "before", WHEN, []) for n in range(1, 30)]
    with store.write() as session:
        insert_values(session, ArticleTable, names, rows)
        changed = [(TITLES[n % 5], None if n % 2 else WHEN, n) for n in range(2, 30)]
        update_values(session, ArticleTable, "id", ("title", "published_at"), changed)
    with store.read() as session:
        stored = session.execute(
            select(ArticleTable.title, ArticleTable.published_at, ArticleTable.id)
        ).all()
    assert {tuple(row) for row in stored} == {("before", WHEN, 1), *changed}


def test_counts_are_added_to_appear_and_go_when_nothing_is_left(store: Store) -> None:
    keys = ("article_id", "day", "measure")
    counted = select(QueueToneTable.article_id, QueueToneTable.day, QueueToneTable.comments)
    with store.write() as session:
        insert_rows(session, ArticleTable, [_article("a", "Trams")])
        here = session.scalars(select(ArticleTable.id)).one()
        add_values(session, QueueToneTable, keys, "comments", [])
        add_values(
            session,
            QueueToneTable,
            keys,
            "comments",
            [(here, f"2026-03-{day:02}", "n", day) for day in range(1, 5)],
        )
        add_values(
            session,
            QueueToneTable,
            keys,
            "comments",
            [(here, "", "n", 7), (here, "2026-03-01", "n", -1), (here, "2026-03-04", "n", -1)],
        )
        rows = session.execute(counted.order_by(QueueToneTable.day)).all()
    assert [tuple(row) for row in rows] == [
        (here, "", 7),
        (here, "2026-03-02", 2),
        (here, "2026-03-03", 3),
        (here, "2026-03-04", 3),
    ]


def test_a_default_that_is_worked_out_must_be_named(sqlite_store: Store) -> None:
    row = _article("a", "Trams")
    del row["paragraphs"]
    with sqlite_store.write() as session, pytest.raises(ValueError, match="article: name every"):
        insert_rows(session, ArticleTable, [row])
