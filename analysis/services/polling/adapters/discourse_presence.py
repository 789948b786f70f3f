"""Discourse: which posts it still shows, by topic; what is missing there is asked for by itself.

A post may have moved to another topic. One that its author deleted keeps its place with other
words. What only a sign-in would show is neither there nor gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.services.polling.adapters.base import (
    BUSY,
    Ask,
    CommentKey,
    Presence,
    Site,
    records_in,
)
from analysis.services.polling.adapters.discourse import question

AT_ONCE = 20
"""Posts of one look: at worst each is of another topic and missing there, so forty requests."""

_NOT_THERE = (404, 410)
_NOT_FOR_US = 403


def presence(site: Site, keys: Sequence[CommentKey], ask: Ask) -> Presence:
    """Which posts are there, and which were deleted."""
    there: set[CommentKey] = set()
    gone: set[CommentKey] = set()
    topics: dict[str, list[str]] = {}
    for topic, number in keys:
        if topic.isdecimal() and number.isdecimal():
            topics.setdefault(topic, []).append(number)
    for topic, numbers in topics.items():
        posts = _of_topic(site, topic, numbers, ask)
        for number in numbers:
            post = posts.get(number) or _by_itself(site, number, ask)
            if post is not None:
                (gone if _is_deleted(post) else there).add((topic, number))
    return Presence(frozenset(there), frozenset(gone))


def _of_topic(site: Site, topic: str, numbers: list[str], ask: Ask) -> dict[str, dict[str, Any]]:
    answer = ask(question(site, f"t/{topic}/posts.json", {"post_ids[]": numbers}))
    if answer.status in (*_NOT_THERE, _NOT_FOR_US):
        return {}
    posts = records_in(answer.json(), "post_stream", "posts")
    return {str(post.get("id")): post for post in posts if isinstance(post, dict)}


def _by_itself(site: Site, number: str, ask: Ask) -> dict[str, Any] | None:
    """The post; ``{"deleted_at": …}`` where there is none, ``None`` where it isn't told."""
    answer = ask(question(site, f"posts/{number}.json", {}))
    if answer.status in _NOT_THERE:
        # The forum's own words are JSON; a proxy's page says nothing about a post.
        return None if answer.refusal() is None else {"deleted_at": "some time"}
    if answer.status != 200 and answer.status not in BUSY:
        return None
    post = answer.json()
    return post if isinstance(post, dict) else None


def _is_deleted(post: dict[str, Any]) -> bool:
    return bool(post.get("deleted_at") or post.get("user_deleted"))
