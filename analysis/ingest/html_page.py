"""A saved page: comments by schema.org's words (JSON-LD, microdata) or by usual markup."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.html_blocks import IDS, by_blocks, parents_by_place, texts_only
from analysis.ingest.html_lines import ancestors
from analysis.ingest.html_names import shown_name, shown_words
from analysis.ingest.html_tree import Node, Piece, page_of
from analysis.ingest.options import ReadOptions
from analysis.ingest.page_text import whole_page
from analysis.ingest.pings import PING_RULE, is_ping_comment, is_ping_element
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.ingest.source import Source

_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parent", "author": "author", "created_at": "time",
    "title": "title", "url": "url", "up": "upvotes",
}  # fmt: skip
_COMMENT_ID = re.compile(r"(?:li-|div-)?comment[-_]?([\w-]*\d[\w-]*)\Z")
_COMMENT_CLASS = frozenset({"comment", "comment-item", "comment_item", "comment-wrapper",
                            "comment-container", "commentitem", "comment-node"})  # fmt: skip
_IS_PING = "is a pingback"
"""Where a comment's values say so, until it is left out."""

_BODY = re.compile(r"(?:^|[-_])(?:comment)?(?:content|body|text|message)$")
_AUTHOR = re.compile(r"(?:^|[-_])(?:author|fn|username|user[-_]?name|commenter|byline|name)$")
_TIME = re.compile(r"(?:^|[-_])(?:date|time|timestamp|metadata|ago|published)$")


def read_html(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read the comments of a saved page; ``BadInput`` where its markup shows none."""
    if options.mapping:
        raise BadInput("A page has no columns; leave the column mapping out.")
    text = whole_page(source, log, options)
    root, pieces = page_of(text)
    page = {"title": _title(root, text), "url": _address(root)}
    comments = _marked(root, pieces, text, log)
    if not comments:
        raise BadInput(
            f"No comments were found in the markup of {source.name} (schema.org, usual comment "
            "classes, repeated blocks of name, time and text); copy the page's text into a .txt "
            "file, or export the comments."
        )

    def records(_: ReadLog) -> Iterator[Record]:
        for number, values in enumerate(comments, start=1):
            yield Record(f"comment {number}", {**page, **values})

    yield from discussions(records, source.stem, log, options, fixed=_COLUMNS, markup="html")


def _marked(root: Node, pieces: Sequence[Piece], text: str, log: ReadLog) -> list[dict[str, Any]]:
    """The comments by the surest way that finds any; how, goes to ``log``."""
    for way, everything in (
        ("JSON-LD of schema.org", _by_json_ld(root, text)),
        ("microdata of schema.org", _by_microdata(root, text)),
        ("usual comment markup", _by_markup(root, text)),
    ):
        comments = [values for values in everything if not values.pop(_IS_PING, False)]
        pings = len(everything) - len(comments)
        if comments and not texts_only(comments):
            return _reported(way, comments, pings, log)
        if comments:
            break
    blocks = by_blocks(pieces, text)
    if len(blocks) >= len(comments):
        if blocks:
            log.assume("Comments were found as repeated blocks of a name, a time and a text.")
        return blocks
    return _reported(way, comments, pings, log)


def _reported(
    way: str, comments: list[dict[str, Any]], pings: int, log: ReadLog
) -> list[dict[str, Any]]:
    log.note(f"Comments were found by {way}.")
    for _ in range(pings):
        log.skip(PING_RULE)
    return comments


def _by_json_ld(root: Node, text: str) -> list[dict[str, Any]]:
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


_COMMENT_TYPES = frozenset(("Comment", "Answer", "UserComments"))


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


def _by_microdata(root: Node, text: str) -> list[dict[str, Any]]:
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


def _by_markup(root: Node, text: str) -> list[dict[str, Any]]:
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
    comments = [v for v in _nested(outer, text, _markup_parts) if v.get("text") or v[_IS_PING]]
    return comments + [{_IS_PING: True} for _ in _unmarked_pings(root, known)]


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


def _nested(nodes: list[Node], text: str, parts: Any) -> list[dict[str, Any]]:
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
        values[_IS_PING] = is_ping_comment(node, values.get("author"), values.get("text"))
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


def _title(root: Node, text: str) -> str | None:
    for tag in ("h1", "title"):
        node = next((n for n in root.walk() if n.tag == tag), None)
        if node is not None and (words := shown_words(node, text)):
            return words
    return None


def _address(root: Node) -> str | None:
    for node in root.walk():
        if node.tag == "link" and "canonical" in node.words("rel"):
            return node.attributes.get("href") or None
    return None
