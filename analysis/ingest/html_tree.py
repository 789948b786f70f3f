"""A saved page as a tree of elements that know where in the source their content stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

DEEPEST = 400
"""Elements inside each other that are kept apart; deeper ones count as their ancestor's."""

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"}
    | {"track", "wbr"}
)
_CLOSED_BY_NEXT = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "option"})


@dataclass(slots=True, eq=False)
class Node:
    """An element: ``start`` and ``end`` bound its content in the source."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None
    start: int
    end: int
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Every element inside, in the page's order."""
        waiting = list(reversed(self.children))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def words(self, name: str) -> list[str]:
        """The words of an attribute such as ``class``."""
        return self.attributes.get(name, "").casefold().split()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in the source and the element that it stands in."""

    node: Node
    start: int
    end: int


def page_of(html: str) -> tuple[Node, list[Piece]]:
    """The page's elements under a root that holds all of ``html``, and its runs of text."""
    parser = _Tree(html)
    parser.feed(html)
    parser.close()
    return parser.finish(), parser.pieces


class _Tree(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._html = html
        self._lines = [0]
        at = html.find("\n")
        while at >= 0:
            self._lines.append(at + 1)
            at = html.find("\n", at + 1)
        self._root = Node("", {}, None, 0, len(html))
        self._open = [self._root]
        self._text: tuple[Node, int] | None = None
        self.pieces: list[Piece] = []

    def handle_data(self, data: str) -> None:
        if self._text is None and data:
            self._text = (self._open[-1], self._here())

    def handle_comment(self, data: str) -> None:
        self._end_text(self._here())

    def handle_decl(self, decl: str) -> None:
        self._end_text(self._here())

    def handle_pi(self, data: str) -> None:
        self._end_text(self._here())

    def unknown_decl(self, data: str) -> None:
        self._end_text(self._here())

    def _end_text(self, here: int) -> None:
        if self._text is not None:
            node, start = self._text
            self.pieces.append(Piece(node, start, here))
            self._text = None

    def parse_html_declaration(self, i: int) -> int:
        """As the standard library does, but ``<![`` with nonsense behind it ends at its ``>``.

        Some versions of the library end the whole page there, with an ``AssertionError``.
        """
        place = self.lineno, self.offset
        try:
            return super().parse_html_declaration(i)
        except AssertionError:
            self.lineno, self.offset = place  # which it may have moved on
            return self.parse_bogus_comment(i)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = self._here()
        self._end_text(here)
        if tag in _CLOSED_BY_NEXT and self._open[-1].tag == tag:
            self._close(here)
        text = self.get_starttag_text() or ""
        parent = self._open[-1]
        start = here + len(text)
        node = Node(tag, {k: v or "" for k, v in reversed(attrs)}, parent, start, start)
        parent.children.append(node)
        if tag not in _VOID and len(self._open) < DEEPEST:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._open[-1].tag == tag and tag not in _VOID:
            self._close(self._here())

    def handle_endtag(self, tag: str) -> None:
        here = self._here()
        self._end_text(here)
        if any(node.tag == tag for node in self._open[1:]):
            while self._open[-1].tag != tag:
                self._close(here)
            self._close(here)

    def _close(self, here: int) -> None:
        self._open.pop().end = here

    def finish(self) -> Node:
        """Close what the page left open."""
        self._end_text(len(self._html))
        while len(self._open) > 1:
            self._close(len(self._html))
        return self._root
