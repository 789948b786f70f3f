"""Discourse: its posts by their numbers, upwards; the address is the forum's.

``/posts.json?before=N`` gives the public posts of the fifty numbers up to N. Asked for upwards,
what was read can be stored and the place kept page by page; downwards, as the forum lists them,
a poll that is killed would begin anew. The credentials are ``USER:API-KEY``, or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

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

AT_ONCE = 50
"""Numbers of one page; the forum's own."""
OVERLAP = 200
"""How many numbers are read again: posts that were edited, approved or recovered."""
_REGULAR = 1


def read_page(site: Site, place: Place, ask: Ask) -> Page:
    """The posts of the fifty numbers behind ``place["after"]``."""
    after = int(place.get("after", 0))
    newest = int(place.get("newest", 0))
    if not newest:
        latest = _posts(site, ask, {})
        newest = max([after, *(post["id"] for post in latest if _numbered(post))])
    if newest <= after:
        return Page((), {"after": after}, more=False)  # the newest may all be private
    last = min(after + AT_ONCE, newest)
    posts = [p for p in _posts(site, ask, {"before": last}) if not _is_notice(p)]
    here = [p for p in posts if not _numbered(p) or after < p["id"] <= last]
    numbers = {
        (post.get("topic_id"), post.get("post_number")): post["id"]
        for post in posts
        if _numbered(post)
    }
    comments = [_comment(site, post, numbers) for post in sorted(here, key=_number)]
    read = tuple(comment for comment in comments if comment is not None)
    more = last < newest
    return Page(
        comments=read,
        place={"after": last, "newest": newest} if more else {"after": max(0, last - OVERLAP)},
        more=more,
        unreadable=len(here) - len(read),
    )


def _posts(site: Site, ask: Ask, query: dict[str, int]) -> list[Any]:
    return records_in(ask(question(site, "posts.json", query)).json(), "latest_posts")


def question(site: Site, path: str, query: Mapping[str, Any]) -> SiteQuestion:
    """A request to the forum, as whoever the credentials are."""
    headers = {}
    if site.credentials:
        user, _, key = site.credentials.partition(":")
        headers = {"Api-Username": user, "Api-Key": key}
    asked = f"?{urlencode(query, doseq=True)}" if query else ""
    return SiteQuestion(f"{site.url.rstrip('/')}/{path}{asked}", headers)


def _numbered(post: Any) -> bool:
    number = post.get("id") if isinstance(post, dict) else None
    return isinstance(number, int) and not isinstance(number, bool)


def _number(post: Any) -> int:
    return int(post["id"]) if _numbered(post) else 0


def _is_notice(post: Any) -> bool:
    """Whether it is no text of a member's: a notice of the forum's, or deleted by its author."""
    if not isinstance(post, dict):
        return False
    return post.get("post_type", _REGULAR) != _REGULAR or bool(post.get("user_deleted"))


def _comment(site: Site, post: Any, numbers: dict[tuple[Any, Any], int]) -> Incoming | None:
    if not _numbered(post):
        return None
    topic = post.get("topic_id")
    raw = post.get("raw")
    return comment_of(
        id=post["id"],
        article_id=topic,
        text=raw if isinstance(raw, str) else post.get("cooked"),
        parent_id=numbers.get((topic, post.get("reply_to_post_number"))),
        author=post.get("username"),
        created_at=post.get("created_at"),
        title=post.get("topic_title"),
        url=f"{site.url.rstrip('/')}/t/{topic}",
    )
