"""The words that an element of a page shows, and the name that an author's element shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from analysis.ingest.html_tree import Node

_TAG = re.compile(r"<[^>]{0,2000}>")
_LONGEST = 200
_NAME = re.compile(r"^fn\Z|(?:^|[-_])author[-_]name\Z")
_SAYS = re.compile(r"(?:^|[-_])(?:says|said)\Z")
_HIDDEN = frozenset({"screen-reader-text", "sr-only", "visually-hidden"})
_SAYS_IN_ENGLISH = re.compile(r"\s+(?:says|said|wrote)\s*:?\Z", re.IGNORECASE)


def shown_words(node: Node, text: str) -> str | None:
    """What an element shows, else what its ``content`` states; ``None`` where there is neither."""
    inner = next((n for n in node.walk() if "name" in n.words("itemprop")), node)
    plain = _SAYS_IN_ENGLISH.sub("", _words(text[inner.start : inner.end]))
    return plain[:_LONGEST] or node.attributes.get("content") or None


def shown_name(node: Node, text: str) -> str | None:
    """The name alone: of the innermost element for it, without what stands there for "says".

    Themes put that word, in any language, into an element of its own.
    """
    for holder in (*_holders(node), node):
        words = _words(_without(holder, text))
        if name := _SAYS_IN_ENGLISH.sub("", words):
            return name[:_LONGEST]
    return shown_words(node, text)


def is_says(node: Node) -> bool:
    """Whether an element is the word "says" behind a name, in whatever language."""
    return any(_SAYS.search(word) for word in node.words("class"))


def _holders(node: Node) -> Iterator[Node]:
    inside = list(node.walk())
    yield from (n for n in inside if "name" in n.words("itemprop"))
    yield from (n for n in inside if any(map(_NAME.search, n.words("class"))))


def _without(node: Node, text: str) -> str:
    """An element's source without what is not the name's."""
    pieces, at = [], node.start
    for inner in node.walk():
        if inner.start >= at and (is_says(inner) or _HIDDEN & set(inner.words("class"))):
            pieces.append(text[at : inner.start])
            at = inner.end
    return " ".join([*pieces, text[at : node.end]])


def _words(source: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", source)).split())
