"""Replies that stand inside the comment they answer: each becomes a record with its parent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

REPLY_LISTS = ("replies", "children", "comments", "responses", "answers", "kids", "child_comments")
"""Names under which exports keep the answers to a comment."""

PARENT, DEEPEST = "parent_id", 5_000
"""The column a nested reply gets, and how deep replies are followed."""

_IDS = ("id", "_id", "comment_id", "commentId", "cid", "uuid")
_INNER = ("comment", "post", "data", "attributes", "object", "item", "record")
"""Objects inside an entry that hold the comment itself: ``{"comment": …, "replies": […]}``."""


def reply_list(value: Mapping[str, Any]) -> str | None:
    """The name under which ``value`` holds a list of objects like itself; ``None`` without."""
    for name in REPLY_LISTS:
        inner = value.get(name)
        if isinstance(inner, dict):  # Reddit's listing: {"data": {"children": [...]}}
            inner = next((v for v in inner.values() if isinstance(v, list)), None)
        if not isinstance(inner, list) or not inner:
            continue
        alike = all(isinstance(entry, dict) for entry in inner)
        if alike and set(bare_node(inner[0])) & set(value) - {name}:
            return name
    return None


def bare_node(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The object itself where GraphQL writes ``{"node": …}`` around it."""
    inner = value.get("node")
    return inner if isinstance(inner, dict) and len(value) <= 2 else value


def with_replies(position: str, value: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """``value`` and the replies inside it, in reading order, each without its own list.

    A reply without a parent's id gets the one that it stands in; without ids, one made of places.
    """
    waiting: list[tuple[str, dict[str, Any], str | None]] = [(position, value, None)]
    while waiting:
        place, comment, parent = waiting.pop()
        name = reply_list(comment)
        plain = {key: inner for key, inner in comment.items() if key != name}
        if parent is not None and not _names_parent(plain):
            plain[PARENT] = parent
        if name is None and parent is None:
            yield place, plain
            continue
        own = _own_id(plain)
        if own is None:
            own = plain["id"] = place.replace(" ", "-")
        if name is None:
            yield place, plain
            continue
        yield place, plain
        inner = comment[name]
        if isinstance(inner, dict):
            inner = next(v for v in inner.values() if isinstance(v, list))
        for number, reply in reversed(list(enumerate(inner, start=1))):
            waiting.append((f"{place}.{number}", dict(bare_node(reply)), str(own)))


def unfolded(position: str, values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A row of a table and the replies that one of its cells holds as a list or as JSON."""
    yield from with_replies(position, parsed_lists(values))


def parsed_lists(values: Mapping[str, Any]) -> dict[str, Any]:
    """A row with the lists of objects that its cells hold as JSON."""
    row = dict(values)
    for name in REPLY_LISTS:
        cell = row.get(name)
        if isinstance(cell, str) and cell.lstrip().startswith("[{"):
            try:
                row[name] = json.loads(cell)
            except (ValueError, RecursionError):
                continue
    return row


def _own_id(comment: Mapping[str, Any]) -> Any | None:
    """The id of an entry or of the comment inside it."""
    inner = (comment[key] for key in _INNER if isinstance(comment.get(key), dict))
    for part in (comment, *inner):
        for key in _IDS if part is comment else ("uri", *_IDS):
            if part.get(key) not in (None, "") and not isinstance(part[key], dict | list):
                return part[key]
    return None


def _names_parent(comment: Mapping[str, Any]) -> bool:
    """Whether an entry says by itself which comment it answers."""
    if any(comment.get(name) for name in (PARENT, "parentId", "parent")):
        return True
    for key in _INNER:
        inner = comment.get(key)
        if isinstance(inner, dict) and any(inner.get(n) for n in (PARENT, "parentId", "pid")):
            return True
    return False
