"""Comments that stand in elements of their own, by schema.org's microdata or by usual classes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from analysis.ingest.html_blocks import IDS, parents_by_place
from analysis.ingest.html_lines import ancestors
from analysis.ingest.html_names import shown_name, shown_words
from analysis.ingest.html_tree import Node
from analysis.ingest.pings import is_ping_comment, is_ping_element

_COMMENT_ID = re.compile(r"(?:li-|div-)?comment[-_]?([\w-]*\d[\w-]*)\Z")
_COMMENT_CLASS = frozenset({"comment", "comment-item", "comment_item", "comment-wrapper",
                            "comment-container", "commentitem", "comment-node"})  # fmt: skip
IS_PING = "is a pingback"
"""Where a comment's values say so, until it is left out."""

_BODY = re.compile(r"(?:^|[-_])(?:comment)?(?:content|body|text|message)$")
_AUTHOR = re.compile(r"(?:^|[-_])(?:author|fn|username|user[-_]?name|commenter|byline|name)$")
_TIME = re.compile(r"(?:^|[-_])(?:date|time|timestamp|metadata|ago|published)$")

_Parts = Callable[[Node, list[Node], str], dict[str, Any]]
"""Author, time and text of a comment's element, from the elements inside it."""


def by_microdata(root: Node, text: str) -> list[dict[str, Any]]:
    """The elements that schema.org's microdata call a comment."""
    nodes = [
        n for n in root.walk()
        if re.search(r"schema\.org/(?:User)?Comments?$", n.attributes.get("itemtype", ""))
    ]  # fmt: skip
    return _nested(nodes, text, _microdata_parts)


def _microdata_parts(node: Node, inside: list[Node], text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for part in inside:
        for prop in part.words("itemprop"):
            if prop in ("text", "commenttext"):
                values.setdefault("text", text[part.start : part.end].strip())
            elif prop in ("author", "creator", "name"):
                values.setdefault("author", shown_name(part, text))
            elif prop in ("datecreated", "datepublished", "commenttime"):
                values.setdefault("time", _time_of(part, text))
    return values


def by_usual_markup(root: Node, text: str) -> list[dict[str, Any]]:
    """The elements that have an id or a class as most software gives comments."""
    marked = [
        n for n in root.walk()
        if n.tag in ("li", "div", "article", "section", "tr", "details")
        and (_COMMENT_ID.match(n.attributes.get("id", "")) or "data-comment-id" in n.attributes
             or _COMMENT_CLASS & set(n.words("class")))
    ]  # fmt: skip
    # <li id=comment-1><article class=comment>…: the inner one is the same comment.
    known = {id(node) for node in marked}
    inside = Counter(id(node.parent) for node in marked)
    outer = [
        n for n in marked
        if not (id(n.parent) in known and n.parent is not None
                and ((inside[id(n.parent)] == 1 and not _replies_within(n.parent))
                     or _has_id_of(n, n.parent)))
    ]  # fmt: skip
    comments = [v for v in _nested(outer, text, _markup_parts) if v.get("text") or v[IS_PING]]
    return comments + [{IS_PING: True} for _ in _unmarked_pings(root, known)]


def _unmarked_pings(root: Node, marked: set[int]) -> Iterator[Node]:
    """Elements for pingbacks that some themes show in the list without a comment's id or class."""
    for node in root.walk():
        if node.tag == "li" and is_ping_element(node):
            around = any(id(above) in marked for above in ancestors(node))
            if not around and not any(id(inner) in marked for inner in node.walk()):
                yield node


def _has_id_of(inner: Node, outer: Node) -> bool:
    """Whether an element has the id of the one around it: ``div-comment-3`` in ``comment-3``."""
    return _own_id(inner, 0) == _own_id(outer, -1)


def _replies_within(node: Node) -> bool:
    return any(
        "children" in child.words("class") or child.tag in ("ol", "ul") for child in node.children
    )


def _markup_parts(node: Node, inside: list[Node], text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for part in inside:
        words = [*part.words("class"), *part.words("data-role")]
        if part.tag == "time" or any(_TIME.search(word) for word in words):
            if "time" not in values and (when := _time_of(part, text)):
                values["time"] = when
        elif any(_AUTHOR.search(word) for word in words) and "author" not in values:
            if name := shown_name(part, text):
                values["author"] = name
        elif any(_BODY.search(word) for word in words) and part.end > part.start:
            known = values.get("text")
            inner = text[part.start : part.end].strip()
            if inner and (known is None or (inner in known and len(inner) > 0)):
                values["text"] = inner
    return values


def _nested(nodes: list[Node], text: str, parts: _Parts) -> list[dict[str, Any]]:
    """One record per comment's element; what is inside another comment belongs to that one."""
    ids = {id(node): _own_id(node, number) for number, node in enumerate(nodes, start=1)}
    comments = []
    for node in nodes:
        inside: list[Node] = []
        waiting = list(reversed(node.children))
        while waiting:
            child = waiting.pop()
            if id(child) not in ids:
                inside.append(child)
                waiting.extend(reversed(child.children))
        above = node.parent
        while above is not None and id(above) not in ids:
            above = above.parent
        values = parts(node, inside, text)
        values[IS_PING] = is_ping_comment(node, values.get("author"), values.get("text"))
        values["id"] = ids[id(node)]
        values["parent"] = ids[id(above)] if above is not None else None
        comments.append(values)
    if nodes and not any(values["parent"] for values in comments):
        for values, place in zip(comments, parents_by_place(nodes), strict=True):
            values["parent"] = None if place is None else comments[place]["id"]
    return comments


def _own_id(node: Node, number: int) -> str:
    for name in IDS:
        if given := node.attributes.get(name):
            marked = _COMMENT_ID.match(given)
            return marked[1] if marked else given
    return f"comment-{number}"


def _time_of(node: Node, text: str) -> str | None:
    for candidate in (node, *node.walk()):
        for name in ("datetime", "content", "data-time", "title"):
            if candidate.attributes.get(name):
                return candidate.attributes[name]
    return shown_words(node, text)
