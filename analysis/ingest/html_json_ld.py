"""Comments that a page states in JSON-LD, by schema.org's words."""

from __future__ import annotations

import json
from typing import Any

from analysis.ingest.html_tree import Node

_COMMENT_TYPES = frozenset(("Comment", "Answer", "UserComments"))


def by_json_ld(root: Node, text: str) -> list[dict[str, Any]]:
    """The comments of all of a page's JSON-LD; one inside another answers it."""
    comments: list[dict[str, Any]] = []
    for node in root.walk():
        if node.tag != "script" or "ld+json" not in node.attributes.get("type", ""):
            continue
        try:
            document = json.loads(text[node.start : node.end])
        except (ValueError, RecursionError):
            continue
        waiting: list[tuple[Any, str | None]] = [(document, None)]
        while waiting:
            value, parent = waiting.pop()
            if isinstance(value, list):
                waiting.extend((inner, parent) for inner in reversed(value))
            elif isinstance(value, dict):
                own = parent
                if _COMMENT_TYPES & set(_types(value)):
                    own = str(
                        value.get("@id") or value.get("identifier") or f"ld-{len(comments) + 1}"
                    )
                    comments.append(_from_ld(value, own, parent))
                inner = [v for k, v in value.items() if isinstance(v, dict | list) and k != "author"
                         and k != "parentItem"]  # fmt: skip
                waiting.extend((v, own) for v in reversed(inner))
    return comments


def _types(item: dict[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [str(k) for k in kinds] if isinstance(kinds, list) else [str(kinds)]


def _from_ld(comment: dict[str, Any], own: str, parent: str | None) -> dict[str, Any]:
    author = comment.get("author") or comment.get("creator")
    if isinstance(author, list):
        author = author[0] if author else None
    above = comment.get("parentItem")
    if isinstance(above, dict) and _COMMENT_TYPES & set(_types(above)):
        parent = str(above.get("@id") or parent or "") or None
    return {
        "id": own,
        "text": comment.get("text") or comment.get("commentText") or comment.get("description"),
        "author": author.get("name") if isinstance(author, dict) else author,
        "time": comment.get("dateCreated") or comment.get("datePublished"),
        "parent": parent,
        "upvotes": comment.get("upvoteCount"),
    }
