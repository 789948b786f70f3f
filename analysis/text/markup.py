"""What of a body is markup and not words: HTML, BBCode and Markdown, decided by evidence.

A body is taken for HTML only where real tags say so: a name that HTML knows, alone, closed, or
with attributes. ``a<b``, ``<3``, ``List<String>`` and code in backticks stay as they are. Tags may
be escaped, also twice (``&lt;p&gt;``, ``&amp;lt;p&amp;gt;``), as many exports write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.domain.span import Span

_LT = r"(?:<|&(?:amp;){0,3}(?:lt|LT|#0{0,4}60|#[xX]0{0,4}3[cC]);)"
_GT = r"(?:>|&(?:amp;){0,3}(?:gt|GT|#0{0,4}62|#[xX]0{0,4}3[eE]);)"
_TAG = re.compile(
    rf"{_LT}(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{{0,14}})"
    rf"(?P<rest>\s?/?|\s[^<>]{{0,1500}}?){_GT}"
)
_NOTE = re.compile(rf"{_LT}!--.{{0,1000}}?--{_GT}|{_LT}!(?i:doctype)\s[^<>]{{0,200}}?{_GT}", re.S)
_ATTRIBUTES = re.compile(r"\s*(?:[a-zA-Z][\w:.-]{0,40}\s+){0,3}[a-zA-Z@:][\w:.-]{0,40}\s*=")
_ALT = re.compile(r"\balt\s*=\s*(?:\"|'|&quot;|&#34;)([^\"'&<>]{1,12})")
_CODE = re.compile(r"```[^`]{1,20000}```|`[^`\n]{1,500}`")

_PARAGRAPH_NAMES = """
p blockquote h1 h2 h3 h4 h5 h6 ul ol dl pre table hr section article aside figure details form
fieldset center
"""
_LINE_NAMES = "br div li tr dt dd header footer main nav figcaption summary caption address"
_CELL_NAMES = "td th option button label"
_INLINE_NAMES = """
a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd mark nobr q rp rt
ruby s samp select small span strike strong sub sup tbody tfoot thead time tt u var wbr colgroup
col body html picture source audio video
"""
_UNREAD_NAMES = "script style template iframe object svg noscript head title"
_ALONE_NAMES = "br p hr li img td th tr dt dd wbr"
_PARAGRAPHS = frozenset(_PARAGRAPH_NAMES.split())
_LINES = frozenset(_LINE_NAMES.split())
_CELLS = frozenset(_CELL_NAMES.split())
_UNREAD = frozenset(_UNREAD_NAMES.split())
"""Elements whose content is no part of what a reader sees as the comment."""
_KNOWN = _PARAGRAPHS | _LINES | _CELLS | _UNREAD | frozenset(_INLINE_NAMES.split())
_ALONE = frozenset(_ALONE_NAMES.split())
"""Tags that HTML lets stand without an end tag."""

_BB = re.compile(
    r"\[(?P<close>/?)(?P<name>b|i|u|s|url|img|colou?r|size|font|quote|list|code|center|left|right|"
    r"spoiler|youtube|video|media|email|attach|user|highlight|h[1-6]|li|ul|ol)"
    r"(?P<rest>[=\s][^\]\n]{0,300})?\]",
    re.IGNORECASE,
)
_BB_ITEM = re.compile(r"\[\*\]")
_BB_UNREAD = frozenset(("img", "youtube", "video", "media", "attach"))
_BB_LINES = frozenset(("quote", "list", "center", "li", "ul", "ol"))

_MD_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>[^\[\]\n]{0,500})\]"
    r"(?P<to>\((?:https?:|www\.|mailto:|/|#|<|\w[\w.-]{0,60}\.[a-z]{2,6}(?=[/)\s]))[^\s()]{0,1500}"
    r"(?:\([^\s()]{0,200}\)[^\s()]{0,300})?(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\))"
)
_MD_BOLD = re.compile(r"(?<![\w*\\])(\*\*\*?)(?=[^\s*])([^*\n]{1,300})(?<=\S)\1(?!\*)")

_QUOTING = {"q": ("“", "”")}


@dataclass(frozen=True, slots=True)
class Edit:
    """The range ``[start, end)`` of a text and what is read in its place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Markup:
    """Edits in order and disjoint; ``quotes`` are the outermost quoted blocks with their tags."""

    edits: tuple[Edit, ...]
    quotes: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """One tag: its range, its name in small letters, and whether it ends an element."""

    span: Span
    name: str
    closes: bool
    rest: str


def markup_of(text: str) -> Markup:
    """What ``text`` holds of markup, in characters of ``text``; linear in its length."""
    edits: list[Edit] = []
    quotes: list[Span] = []
    if "<" in text or "&" in text:
        marks = _tags(text)
        quotes += _outermost(marks, "blockquote")
        edits += _html_edits(text, marks)
    if "[" in text:
        marks = _bb_marks(text)
        quotes += _outermost(marks, "quote")
        edits += _bb_edits(text, marks)
        edits += _links(text)
    if "**" in text:
        edits += _bold(text)
    return Markup(_apart(edits), tuple(_disjoint(quotes)))


def _tags(text: str) -> list[_Mark]:
    code = [Span(*match.span()) for match in _CODE.finditer(text)] if "`" in text else []
    marks: list[_Mark] = []
    number = 0
    for match in _TAG.finditer(text):
        name = match["name"].lower()
        while number < len(code) and code[number].end <= match.start():
            number += 1
        in_code = number < len(code) and code[number].start <= match.start()
        if name in _KNOWN and not in_code and _is_tag(match["rest"]):
            marks.append(_Mark(_whole(text, match), name, bool(match["close"]), match["rest"]))
    opened = {mark.name for mark in marks if not mark.closes}
    closed = {mark.name for mark in marks if mark.closes}
    return [
        mark
        for mark in marks
        if mark.name in _ALONE
        or (mark.name in opened and mark.name in closed)
        or (not mark.closes and "=" in mark.rest)
        or (mark.closes and len(opened & closed) > 0)
    ]


def _is_tag(rest: str) -> bool:
    return rest.strip() in ("", "/") or _ATTRIBUTES.match(rest) is not None


def _whole(text: str, match: re.Match[str]) -> Span:
    """The tag's range; an end mark inside an attribute's quotes does not end it."""
    end = match.end()
    if match["rest"].count('"') % 2:
        behind = text.find('">', end, end + 500)
        if behind >= 0 and "<" not in text[end:behind]:
            end = behind + 2
    return Span(match.start(), end)


def _html_edits(text: str, marks: list[_Mark]) -> Iterable[Edit]:
    for match in _NOTE.finditer(text) if "!" in text else ():
        yield Edit(match.start(), match.end(), "")
    last_close = {mark.name: mark.span.start for mark in marks if mark.closes}
    unread: tuple[str, int] | None = None
    for mark in marks:
        if unread is not None:
            if mark.closes and mark.name == unread[0]:
                yield Edit(unread[1], mark.span.end, " ")
                unread = None
            continue
        in_reach = last_close.get(mark.name, -1) > mark.span.start
        if mark.name in _UNREAD and not mark.closes and in_reach:
            unread = (mark.name, mark.span.start)
            continue
        yield Edit(mark.span.start, mark.span.end, _read_as(mark))


def _read_as(mark: _Mark) -> str:
    if mark.name in _PARAGRAPHS:
        return "\n\n"
    if mark.name in _LINES:
        return "\n"
    if mark.name in _CELLS:
        return " "
    if mark.name in _QUOTING:
        return _QUOTING[mark.name][mark.closes]
    if mark.name == "img":
        alt = _ALT.search(mark.rest)
        shown = alt[1] if alt else ""
        return (
            shown if shown and not any(char.isascii() or char.isalpha() for char in shown) else ""
        )
    return ""


def _bb_marks(text: str) -> list[_Mark]:
    marks = [
        _Mark(Span(*m.span()), m["name"].lower(), bool(m["close"]), m["rest"] or "")
        for m in _BB.finditer(text)
    ]
    opened = {mark.name for mark in marks if not mark.closes}
    closed = {mark.name for mark in marks if mark.closes}
    return [mark for mark in marks if mark.name in opened and mark.name in closed]


def _bb_edits(text: str, marks: list[_Mark]) -> Iterable[Edit]:
    last_close = {mark.name: mark.span.start for mark in marks if mark.closes}
    unread: tuple[str, int] | None = None
    for mark in marks:
        if unread is not None:
            if mark.closes and mark.name == unread[0]:
                yield Edit(unread[1], mark.span.end, " ")
                unread = None
            continue
        in_reach = last_close.get(mark.name, -1) > mark.span.start
        if mark.name in _BB_UNREAD and not mark.closes and in_reach:
            unread = (mark.name, mark.span.start)
            continue
        yield Edit(mark.span.start, mark.span.end, "\n" if mark.name in _BB_LINES else "")
    if "list" in last_close:
        for match in _BB_ITEM.finditer(text):
            yield Edit(match.start(), match.end(), "\n")


def _links(text: str) -> Iterable[Edit]:
    if "](" not in text:
        return
    for match in _MD_LINK.finditer(text):
        if match["image"]:
            yield Edit(match.start(), match.end(), "")
            continue
        yield Edit(match.start(), match.start("text"), "")
        yield Edit(match.end("text"), match.end(), "")


def _bold(text: str) -> Iterable[Edit]:
    for match in _MD_BOLD.finditer(text):
        yield Edit(match.start(1), match.end(1), "")
        yield Edit(match.end(2), match.end(), "")


def _outermost(marks: list[_Mark], name: str) -> list[Span]:
    """Elements called ``name`` that are closed and lie in no other one of that name."""
    outermost: list[Span] = []
    openings: list[Span] = []
    for mark in marks:
        if mark.name != name:
            continue
        if not mark.closes:
            openings.append(mark.span)
        elif openings:
            start = openings.pop().start
            while outermost and outermost[-1].start > start:
                outermost.pop()
            outermost.append(Span(start, mark.span.end))
    return outermost


def _apart(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    apart: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if not apart or edit.start >= apart[-1].end:
            apart.append(edit)
    return tuple(apart)


def _disjoint(spans: Iterable[Span]) -> Iterable[Span]:
    last: Span | None = None
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if last is None or span.start >= last.end:
            last = span
            yield span
