"""Coral: its comments by GraphQL, newest first; the address is the installation's.

The credentials are an access token of somebody who may moderate. Not every version can be asked
for the oldest first. A cursor is the time of a comment, so nothing that comes or goes meanwhile
moves a page. A pass that was broken off goes on downwards from where it was.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from analysis.domain.errors import BadInput
from analysis.services.data.incoming import Incoming
from analysis.services.polling.adapters.base import (
    Ask,
    NotReadable,
    Page,
    Place,
    Site,
    SiteQuestion,
    comment_of,
    moment_of,
    records_in,
)
from analysis.storage.audit import now

AT_ONCE = 50
"""The most that Coral gives at once."""
OVERLAP = timedelta(minutes=30)
"""How far behind the newest comment is read again; its authors may edit for some minutes."""
_LEAST = timedelta(milliseconds=1)
"""Coral's times have no smaller part."""

NODE = "id body createdAt author { username } parent { id } story { id url metadata { title } }"
"""What is asked for of each comment."""

_QUERY = (
    "query Comments($first: Int!, $after: Cursor) "
    "{ comments(first: $first, after: $after) { "
    f"edges {{ node {{ {NODE} }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
)


def read_page(site: Site, place: Place, ask: Ask) -> Page:
    """One page of comments before ``place["after"]``, and not before ``place["until"]``."""
    if not site.credentials:
        raise BadInput("Coral lets nobody read without a token; set MODERATO_POLL_CREDENTIALS.")
    after, until = place.get("after"), moment_of(place.get("until"))
    edges, info = _asked(site, ask, after)
    times = [time for edge in edges if (time := moment_of(_node(edge).get("createdAt")))]
    past = [time for time in times if time <= now()]  # others would hide what follows
    newest = max(filter(None, [moment_of(place.get("newest")), *past]), default=None)
    # Oldest first within a page, as they stand under their article.
    comments = [comment_in(_node(edge)) for edge in reversed(edges)]
    read = tuple(comment for comment in comments if comment is not None)
    last = _cursor(info.get("endCursor"), after)
    more = bool(info.get("hasNextPage")) and last != after
    if until is not None and times and min(times) < until:
        more = False
    following = {"after": last, "until": place.get("until"), "newest": _written(newest)}
    if not more:
        following = {"until": _written(newest - OVERLAP if newest else until)}
    return Page(
        comments=read,
        place={name: value for name, value in following.items() if value},
        more=more,
        unreadable=len(edges) - len(read) - sum(map(_is_empty, edges)),
    )


def _asked(site: Site, ask: Ask, after: str | None) -> tuple[list[Any], dict[str, Any]]:
    content = answered(site, _QUERY, {"first": AT_ONCE, "after": after}, ask)
    edges = records_in(content, "comments", "edges")
    info = content["comments"].get("pageInfo")
    if not isinstance(info, dict):
        raise NotReadable("Coral's answer has no pageInfo")
    return edges, info


def answered(site: Site, query: str, variables: dict[str, Any], ask: Ask) -> dict[str, Any]:
    """The data that Coral gives for a query; ``NotReadable`` where it refuses."""
    headers = {
        "Authorization": f"Bearer {site.credentials}", "Content-Type": "application/json",
    }  # fmt: skip
    body = json.dumps({"query": query, "variables": variables}).encode("ascii")
    content = ask(SiteQuestion(f"{site.url.rstrip('/')}/api/graphql", headers, body)).json()
    if not isinstance(content, dict) or content.get("errors"):
        raise NotReadable("Coral's GraphQL refused the question")
    data = content.get("data")
    return data if isinstance(data, dict) else {}


def _cursor(end: Any, before: str | None) -> str | None:
    """Where to go on: at the last comment's own time, of which the next page may hold more."""
    moment = moment_of(end)
    again = _written(moment + _LEAST) if moment else None
    if again is not None and again != before:
        return again
    return end if isinstance(end, str) else None


def _written(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _node(edge: Any) -> dict[str, Any]:
    return _inner(edge, "node") if isinstance(edge, dict) else {}


def _is_empty(edge: Any) -> bool:
    """Whether it is a comment whose text is gone at the site."""
    return "id" in _node(edge) and not _node(edge).get("body")


def comment_in(node: dict[str, Any]) -> Incoming | None:
    """The comment that a node of Coral's is; ``None`` where it is none."""
    story = _inner(node, "story")
    return comment_of(
        id=node.get("id"),
        article_id=story.get("id"),
        text=node.get("body"),
        parent_id=_inner(node, "parent").get("id"),
        author=_inner(node, "author").get("username"),
        created_at=node.get("createdAt"),
        title=_inner(story, "metadata").get("title"),
        url=story.get("url"),
    )


def _inner(of: dict[str, Any], name: str) -> dict[str, Any]:
    value = of.get(name)
    return value if isinstance(value, dict) else {}
