"""The lines that a saved page shows, each with the element that holds it, as a copy would have."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.ingest.dates import looks_like_time
from analysis.ingest.html_names import is_says
from analysis.ingest.html_tree import Node, Piece
from analysis.ingest.page_parts import Line

_HIDDEN = frozenset(
    {"script", "style", "template", "head", "svg", "select", "textarea", "noscript", "nav", "title"}
)
_INLINE = frozenset(
    {"", "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i",
     "img", "ins", "kbd", "label", "mark", "q", "s", "small", "span", "strike", "strong", "sub",
     "sup", "tt", "u", "var", "wbr"}
)  # fmt: skip
_TAG = re.compile(r"</?([A-Za-z][\w-]*)")
_OF_A_PERSON = re.compile(r"author|user|commenter|nick|byline|(?:^|[-_])(?:fn|who|name|poster)$")
_OF_A_TIME = re.compile(r"(?:^|[-_])(?:date|time|timestamp|ago|age|when|posted|published)$")
_OF_THE_PAGE = re.compile(
    r"(?:^|[-_])(?:repl(?:y|ies)|vot(?:e|es|ing)|actions?|toolbar|tools|shar(?:e|ing)|controls|buttons?|"
    r"permalink|menu|likes?|flag|report|badge|rank|avatar|profile|postdetails)(?:$|[-_](?:link|button|bar))"
)
_LEVELS_AROUND = 3
"""Levels above a line at which a class says that it is the page's own."""

_MOMENTS = ("datetime", "title", "data-time", "data-timestamp", "content")
_APART = 2
"""Levels above both of two lines at which what holds both shows a gap between them."""

_LONGEST = 2_000
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line and the innermost element that holds all of it; an empty line has none."""

    line: Line
    node: Node | None


def shown_lines(pieces: Sequence[Piece], source: str) -> list[ShownLine]:
    """The lines of a page, with an empty one where its elements part them.

    A line that is a time has the words of ``datetime`` or ``title`` where these are a date.
    """
    lines: list[ShownLine] = []
    for group in _grouped(pieces, source):
        node = common([piece.node for piece in group])
        start, end = group[0].start, group[-1].end
        words = " ".join(html.unescape(source[piece.start : piece.end]) for piece in group)
        text = _moment_of(group[0].node) or " ".join(words[:_LONGEST].split())
        if lines and (above := lines[-1].node) is not None and _are_apart(above, node):
            lines.append(ShownLine(Line(start, start, ""), None))
        lines.append(ShownLine(Line(start, end, text), node))
    return lines


def pages_own(lines: Sequence[ShownLine]) -> list[int]:
    """The places of lines that are buttons, or in what is called after answering and voting."""
    return [place for place, shown in enumerate(lines) if shown.node and _is_pages_own(shown)]


def _is_pages_own(shown: ShownLine) -> bool:
    if looks_like_time(shown.line.text) or len(shown.line.text) > _LONGEST_LABEL:
        return False
    above = list(ancestors(shown.node))[:_LEVELS_AROUND] if shown.node else []
    if any(_OF_A_PERSON.search(word) for node in above for word in node.words("class")):
        return False
    return any(
        node.tag == "button" or any(map(_OF_THE_PAGE.search, node.words("class"))) for node in above
    )


def ancestors(node: Node) -> Iterator[Node]:
    """The element itself and all that hold it, the root last."""
    at: Node | None = node
    while at is not None:
        yield at
        at = at.parent


def common(nodes: Sequence[Node]) -> Node:
    """The innermost element that holds all of these."""
    known = list(ancestors(nodes[0]))
    for node in nodes[1:]:
        holders = {id(above) for above in ancestors(node)}
        known = [above for above in known if id(above) in holders]
    return known[0]


def _grouped(pieces: Sequence[Piece], source: str) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    owner: Node | None = None
    for piece in pieces:
        if not source[piece.start : piece.end].strip():
            continue
        if any(above.tag in _HIDDEN or is_says(above) for above in ancestors(piece.node)):
            continue
        own = _owner(piece.node)
        if group and (own is not owner or _breaks(source[group[-1].end : piece.start])):
            yield group
            group = []
        owner = own
        group.append(piece)
    if group:
        yield group


def _owner(node: Node) -> Node:
    """The element whose line this is: a block, or what holds a name or a time by itself."""
    for above in ancestors(node):
        words = above.words("class")
        if above.tag not in _INLINE or any(
            _OF_A_PERSON.search(word) or _OF_A_TIME.search(word) for word in words
        ):
            return above
    return node


def _breaks(between: str) -> bool:
    return any(tag.casefold() not in _INLINE for tag in _TAG.findall(between))


def _are_apart(above: Node, below: Node) -> bool:
    levels = min(_level(above), _level(below))
    return _level(common([above, below])) <= levels - _APART


def _level(node: Node) -> int:
    return sum(1 for _ in ancestors(node))


def _moment_of(node: Node) -> str | None:
    """The date that a time's element states, where what it shows may be ``3 days ago``."""
    for above in (node, *([node.parent] if node.parent is not None else [])):
        timed = above.tag == "time" or any(map(_OF_A_TIME.search, above.words("class")))
        for name in _MOMENTS if timed else ():
            given = " ".join(above.attributes.get(name, "").split())
            if given and looks_like_time(given):
                return given
    return None
