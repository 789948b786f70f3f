"""Articles as they come in: each once, filled in where a later reading knows more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from analysis.domain.comment import Article
from analysis.storage.bulk_insert import insert_rows
from analysis.storage.comments import chunks
from analysis.storage.row_numbers import following_numbers
from analysis.storage.tables import ArticleTable

_FILLED_IN = ("title", "url", "section", "published_at", "paragraphs")
"""What a later reading may add, never change."""


def put_article(session: Session, article: Article) -> int:
    """The article's number; a new one is added, an old one filled in where it was empty."""
    article_row = session.execute(
        select(ArticleTable).where(ArticleTable.platform_id == article.id)
    ).scalar_one_or_none()
    if article_row is None:
        article_row = ArticleTable(platform_id=article.id, **_values(article))
        session.add(article_row)
        session.flush()
        return article_row.id
    for name, value in _values(article).items():
        if value and not getattr(article_row, name):
            setattr(article_row, name, value)
    session.flush()
    return article_row.id


def put_articles(session: Session, articles: Iterable[Article]) -> tuple[dict[str, int], set[int]]:
    """The numbers of articles by their platform's ids, and which of them are new.

    As :func:`put_article` for each, in their order; those with nothing to fill in cost little.
    """
    given = list(articles)
    named = list(dict.fromkeys(article.id for article in given))
    stored = {row.platform_id: row for some in chunks(named) for row in _rows(session, some)}
    first: dict[str, Article] = {}
    for article in given:
        if article.id not in stored:
            first.setdefault(article.id, article)
    added = following_numbers(session, ArticleTable, len(first))
    new = dict(zip(first, added, strict=True))
    rows = [
        {"id": new[article.id], "platform_id": article.id, **_values(article)}
        for article in first.values()
    ]
    insert_rows(session, ArticleTable, rows)
    numbers = {name: row.id for name, row in stored.items()} | new
    for article in given:
        before = stored.get(article.id)
        more = article != first[article.id] if before is None else _knows_more(article, before)
        if more:
            put_article(session, article)
    return numbers, set(added)


def _rows(session: Session, platform_ids: Iterable[str]) -> Iterable[Row[Any]]:
    table = ArticleTable
    columns = (getattr(table, name) for name in _FILLED_IN)
    where = table.platform_id.in_(list(platform_ids))
    return session.execute(select(table.id, table.platform_id, *columns).where(where))


def _knows_more(article: Article, stored: Row[Any]) -> bool:
    return any(value and not getattr(stored, name) for name, value in _values(article).items())


def _values(article: Article) -> Mapping[str, Any]:
    values = {name: getattr(article, name) for name in _FILLED_IN}
    return {**values, "paragraphs": list(article.paragraphs)}
