"""Comments of a page without any markup that is known: blocks of name, time and text by repetition.

The lines of the page are looked at as those of a copied page; what answers what is told by the
elements: one inside the other, a level in their classes, or how deep they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.ingest.html_lines import ShownLine, ancestors, common, pages_own, shown_lines
from analysis.ingest.html_tree import Node, Piece
from analysis.ingest.page_heads import date_of
from analysis.ingest.page_lines import OWN
from analysis.ingest.page_structure import Block, Structure, structure_of

IDS = ("data-comment-id", "data-fullname", "data-cid", "data-id", "id")
"""Attributes that hold a comment's id, the surest first."""

_COMMENTISH = re.compile(
    r"comment|repl(?:y|ies)|respons|discuss|forum|message|kommentar|leserbrief|reactie|opinion|"
    r"comentario|reazion|diskussion|debatt|feedback"
)
_ANSWERING = re.compile(
    r"repl|respond|respons|antwort|répon|rispond|reager|beantwoord|svar|odpow|ответ|返信|回复|"
    r"report|melden|signaler|denunciar|segnala|quote|upvote|like|recommend|flag"
)
_LEVEL = re.compile(r"(?:depth|level|indent|nest(?:ed|ing)?|tier|lvl)[-_]{0,2}(\d{1,2})\Z")
_LEVELS = ("data-depth", "data-level", "aria-level", "data-indent", "indent")
_MARGIN = re.compile(r"(?:margin|padding)-left:\s*(\d+)")
_OWN_ID = re.compile(
    r"(?:li-|div-)?(?:comment|post|reply|message|entry|c|p)?[-_]?([\w-]*\d[\w-]*)\Z|"
    r"(?:\w+-)?comment[-_]([\w-]+)\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d")

Token = tuple[str, str]


def by_blocks(pieces: Sequence[Piece], source: str) -> list[dict[str, Any]]:
    """The comments of a page's repeated blocks; empty where there are none that look like it.

    A block counts only where something around it speaks of comments or of answering, so that a
    list of articles is none.
    """
    lines = shown_lines(pieces, source)
    own = dict.fromkeys(pages_own(lines), OWN)
    structure = structure_of([shown.line for shown in lines], own)
    if structure is None:
        return []
    blocks = [block for block in structure.blocks if block.first < block.last]
    heads = [_node(lines[block.head.name_line]) for block in blocks]
    units = _units(heads)
    if not _speaks_of_comments(units, structure):
        return []
    parents = parents_by_place(units)
    ids = _ids(units)
    if len(units) > 1:  # behind the last comment the page goes on
        holder = common(units)
        blocks = [_within(block, lines, holder) for block in blocks]
    return [
        {
            "id": ids[place],
            "parent": None if (above := parents[place]) is None else ids[above],
            "text": _text(block, lines, source),
            "author": block.head.name,
            "time": date_of(block.head.time),
        }
        for place, block in enumerate(blocks)
    ]


def _within(block: Block, lines: Sequence[ShownLine], holder: Node) -> Block:
    """A block without the lines below it that stand outside of what holds all comments."""
    last = block.last
    while last > block.first + 1 and lines[last - 1].line.start >= holder.end:
        last -= 1
    return replace(block, last=last)


def _node(shown: ShownLine) -> Node:
    if shown.node is None:  # only empty lines have none
        raise ValueError("an empty line has no element")
    return shown.node


def _units(heads: Sequence[Node]) -> list[Node]:
    """The element of each comment: those of one kind around the names, as wide as they differ."""
    paths = [_by_token(head) for head in heads]
    shared = set(paths[0]).intersection(*map(set, paths[1:]))
    kinds = [[path[token] for path in paths] for token in sorted(shared)]
    apart = [units for units in kinds if len({id(unit) for unit in units}) == len(units)]
    if not apart:
        return list(heads)
    steady = [u for u in apart if all(a.start >= b.start for a, b in zip(u[1:], u, strict=False))]
    return max(
        steady or apart,
        key=lambda units: (_nested(units), _alike(units), sum(u.end - u.start for u in units)),
    )


def _alike(units: Sequence[Node]) -> bool:
    """Whether the elements share a class or hang in one element: no list taken for its first."""
    words = set(units[0].words("class")).intersection(*(unit.words("class") for unit in units))
    return bool(words) or len({id(unit.parent) for unit in units}) == 1


def _by_token(head: Node) -> dict[Token, Node]:
    """The innermost element around a name for each tag and class."""
    nodes: dict[Token, Node] = {}
    for node in ancestors(head):
        nodes.setdefault((node.tag, ""), node)
        for word in node.words("class"):
            if not _NUMBERED.search(word):
                nodes.setdefault((node.tag, word), node)
    return nodes


def _nested(units: Sequence[Node]) -> int:
    known = {id(unit) for unit in units}
    return sum(any(id(above) in known for above in list(ancestors(u))[1:]) for u in units)


def parents_by_place(units: Sequence[Node]) -> list[int | None]:
    """By place, the place of the comment that each one answers."""
    place_of = {id(unit): place for place, unit in enumerate(units)}
    if _nested(units):
        return [
            next((place_of[id(a)] for a in list(ancestors(u))[1:] if id(a) in place_of), None)
            for u in units
        ]
    levels = _stated_levels(units) or _standing_levels(units)
    waiting: list[tuple[int, int]] = []
    parents: list[int | None] = []
    for place, level in enumerate(levels):
        while waiting and waiting[-1][0] >= level:
            waiting.pop()
        parents.append(waiting[-1][1] if waiting else None)
        waiting.append((level, place))
    return parents


def _stated_levels(units: Sequence[Node]) -> list[int]:
    """The levels that classes, attributes or margins state; empty where they state none."""
    top = common(units) if len(units) > 1 else units[0]
    levels = [max(_levels_of(unit, top), default=0) for unit in units]
    return levels if len(set(levels)) > 1 and levels[0] == min(levels) else []


def _levels_of(unit: Node, top: Node) -> Iterator[int]:
    outside = []
    for above in ancestors(unit):
        if above is top:
            break
        outside.append(above)
    for node in (*outside, *unit.walk()):
        yield from (int(m[1]) for word in node.words("class") if (m := _LEVEL.search(word)))
        for name in _LEVELS:
            if (given := node.attributes.get(name, "")).isdigit() and len(given) < 4:
                yield int(given)
    for node in outside:
        if margin := _MARGIN.search(node.attributes.get("style", "")):
            yield int(margin[1])


def _standing_levels(units: Sequence[Node]) -> list[int]:
    """How deep the elements stand, where the first one stands highest; else all alike."""
    depths = [sum(1 for _ in ancestors(unit)) for unit in units]
    return depths if depths[0] == min(depths) else [0] * len(depths)


def _ids(units: Sequence[Node]) -> list[str]:
    for inside in (False, True):
        for name in IDS:
            given = [_id_in(unit, name, inside=inside) for unit in units]
            if all(given) and len(set(given)) == len(given):
                return [str(own) for own in given]
    return [f"block-{place}" for place in range(1, len(units) + 1)]


def _id_in(unit: Node, name: str, *, inside: bool) -> str | None:
    """The id of an element, or of the first thing inside it that has one, without ``comment-``."""
    for node in unit.walk() if inside else (unit,):
        given = node.attributes.get(name, "")
        if marked := _OWN_ID.match(given):
            return marked[1] or marked[2]
    return None


def _speaks_of_comments(units: Sequence[Node], structure: Structure) -> bool:
    words = {
        value.casefold()
        for unit in units
        for node in (*ancestors(unit), *unit.walk())
        for value in (node.attributes.get("class", ""), node.attributes.get("id", ""))
        if node.tag not in ("html", "body")
    }
    return any(map(_COMMENTISH.search, words)) or any(map(_ANSWERING.search, structure.furniture))


def _text(block: Block, lines: Sequence[ShownLine], source: str) -> str:
    """The source of a comment's words: all that their element holds, where it holds no others."""
    own = [lines[n] for n in range(block.first, block.last) if lines[n].node is not None]
    holder = common([_node(shown) for shown in own])
    start, end = own[0].line.start, own[-1].line.end
    first = bisect_left(lines, holder.start, key=_start)
    last = bisect_left(lines, holder.end, key=_start)
    others = (*range(first, block.first), *range(block.last, last))
    if all(lines[number].node is None for number in others):
        start, end = holder.start, holder.end
    return source[start:end].strip()


def _start(shown: ShownLine) -> int:
    return shown.line.start


def texts_only(comments: Sequence[Mapping[str, Any]]) -> bool:
    """Whether comments have neither an author nor a time."""
    return not any(comment.get("author") or comment.get("time") for comment in comments)
