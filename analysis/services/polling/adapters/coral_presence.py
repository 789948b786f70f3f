"""Coral: which comments it still shows, twenty-five in one question.

Gone is what was rejected there, or whose text was taken away. A comment of which Coral says nothing
may only be one that this token does not let us see, so it counts as neither.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.services.polling.adapters.base import Ask, CommentKey, Presence, Site
from analysis.services.polling.adapters.coral import NODE, answered, comment_in

AT_ONCE = 25


def presence(site: Site, keys: Sequence[CommentKey], ask: Ask) -> Presence:
    """Which comments are there, and which were rejected or emptied."""
    names = [f"$c{number}: ID!" for number in range(len(keys))]
    fields = [f"c{n}: comment(id: $c{n}) {{ status {NODE} }}" for n in range(len(keys))]
    query = f"query Presence({', '.join(names)}) {{ {' '.join(fields)} }}"
    data = answered(site, query, {f"c{n}": key[1] for n, key in enumerate(keys)}, ask)
    there: set[CommentKey] = set()
    gone: set[CommentKey] = set()
    comments = []
    for number, key in enumerate(keys):
        node = data.get(f"c{number}")
        if isinstance(node, dict) and node.get("id") == key[1] and "body" in node:
            removed = node.get("status") == "REJECTED" or not node["body"]
            (gone if removed else there).add(key)
            comments.append(comment_in(node))
    read = tuple(comment for comment in comments if comment is not None)
    return Presence(frozenset(there), frozenset(gone), read)
