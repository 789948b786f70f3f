"""Links replies to the posts that they name by number, once both are stored.

A forum hands a long topic out in pages, so that a reply and its post may come in two files, in
either order, and in imports that lie days apart.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.domain.post_number import FIELD, PREFIX, by_number
from analysis.storage.comment_additions import change_comments
from analysis.storage.comments import chunks
from analysis.storage.raw_records import newest_records
from analysis.storage.tables import CommentTable


@dataclass(frozen=True, slots=True)
class Linked:
    """The numbers of the replies that were linked; how many wait for a post that is not here, and
    how many name a number that several posts have."""

    comments: tuple[int, ...] = ()
    waiting: int = 0
    unclear: int = 0


def link_replies(session: Session, articles: Collection[int]) -> Linked:
    """Give the replies of these articles the ids of the posts that they name by number."""
    linked: dict[int, str] = {}
    waiting = unclear = 0
    for article, replies in _waiting(session, articles).items():
        posts = _by_number(session, article)
        for reply, (own, parent) in replies.items():
            named = posts.get(parent, set()) - {own}
            if len(named) == 1:
                linked[reply] = named.pop()
            elif named:
                unclear += 1
            else:
                waiting += 1
    facts = {reply: {"parent_platform_id": post} for reply, post in linked.items()}
    change_comments(session, facts, list(linked))
    return Linked(tuple(linked), waiting, unclear)


def _waiting(session: Session, articles: Collection[int]) -> dict[int, dict[int, tuple[str, str]]]:
    """By article, the replies that name their post by number: their own ids and their parents."""
    table = CommentTable
    replies: dict[int, dict[int, tuple[str, str]]] = {}
    for some in chunks(sorted(articles)):
        rows = session.execute(
            select(table.article_id, table.id, table.platform_id, table.parent_platform_id)
            .where(table.article_id.in_(some), table.withdrawn.is_(False))
            .where(table.parent_platform_id.startswith(PREFIX, autoescape=True))
        )
        for article, number, own, parent in rows:
            replies.setdefault(article, {})[number] = (own, str(parent))
    return replies


def _by_number(session: Session, article: int) -> dict[str, set[str]]:
    """The ids of an article's posts, by the parent that a reply to their number has."""
    table = CommentTable
    rows = session.execute(
        select(table.id, table.platform_id).where(
            table.article_id == article, table.withdrawn.is_(False)
        )
    )
    id_of = {row.id: row.platform_id for row in rows}
    posts: dict[str, set[str]] = {}
    for number, record in newest_records(session, id_of).items():
        if FIELD in record:
            posts.setdefault(by_number(record[FIELD]), set()).add(id_of[number])
    return posts
