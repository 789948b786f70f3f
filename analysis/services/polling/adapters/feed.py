"""Any address that gives its latest comments in the shape of `POST /v1/comments`.

A list, or ``{"comments": [...]}``; the whole of it is read each time, and what is known already
adds nothing, so it should hold more than comes in between two looks. The credentials are a
bearer token, or nothing.
"""

from __future__ import annotations

from typing import Any

from analysis.services.data.incoming import Incoming
from analysis.services.polling.adapters.base import (
    Ask,
    Page,
    Place,
    Site,
    SiteQuestion,
    comment_of,
    records_in,
)


def read_page(site: Site, place: Place, ask: Ask) -> Page:
    """All comments that the address gives now; its place says nothing."""
    headers = {"Authorization": f"Bearer {site.credentials}"} if site.credentials else {}
    content = ask(SiteQuestion(site.url, headers)).json()
    records = records_in(content) if isinstance(content, list) else records_in(content, "comments")
    comments = [_comment(record) for record in records]
    read = tuple(comment for comment in comments if comment is not None)
    return Page(read, {}, more=False, unreadable=len(records) - len(read))


def _comment(record: Any) -> Incoming | None:
    if not isinstance(record, dict):
        return None
    return comment_of(
        id=record.get("id"),
        article_id=record.get("article_id"),
        text=record.get("text"),
        parent_id=record.get("parent_id"),
        author=record.get("author"),
        created_at=record.get("created_at"),
        title=record.get("article_title"),
        url=record.get("article_url"),
    )
