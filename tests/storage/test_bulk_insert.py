"""Rows added in bulk are what SQLAlchemy's own insert writes, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import insert, select

from analysis.storage.bulk_insert import insert_rows
from analysis.storage.database import Store
from analysis.storage.tables import ArticleTable, CommentTable

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


def test_every_type_of_value_is_written_as_sqlalchemy_writes_it(store: Store) -> None:
    columns = [c for c in ArticleTable.__table__.columns if c.name not in ("id", "platform_id")]
    with store.write() as session:
        for number, title in enumerate(TITLES):
            session.execute(insert(ArticleTable), [_article(f"slow {number}", title)])
        insert_rows(session, ArticleTable, [_article(f"fast {n}", t) for n, t in enumerate(TITLES)])
    with store.read() as session:
        rows = {
            platform_id: values
            for platform_id, *values in session.execute(select(ArticleTable.platform_id, *columns))
        }
    for number, title in enumerate(TITLES):
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


def test_a_default_that_is_worked_out_must_be_named(sqlite_store: Store) -> None:
    row = _article("a", "Trams")
    del row["paragraphs"]
    with sqlite_store.write() as session, pytest.raises(ValueError, match="article: name every"):
        insert_rows(session, ArticleTable, [row])
