"""The tags of BBCode in a text: well formed, with values where values stand and no words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.text.edits import Edit
from analysis.text.html_tags import Mark
from analysis.text.prose import is_value, says_something
from analysis.text.quote_elements import begins_unclosed_quote

_TAG = re.compile(
    r"\[(?P<close>/?)(?P<name>b|i|u|s|url|img|colou?r|size|font|quote|list|code|center|left|right|"
    r"spoiler|youtube|video|media|email|attach|user|highlight|h[1-6]|li|ul|ol)"
    r"(?:(?<=quote):\w{1,20})?(?P<rest>[=\s][^\]\n]{0,300})?\]",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\[\*\]")
_UNREAD = frozenset(("img", "youtube", "video", "media", "attach"))
"""Tags between which an address or an id stands."""
_LONGEST_VALUE = 2_000
_LINES = frozenset(("quote", "list", "center", "li", "ul", "ol"))
_ATTRIBUTES = re.compile(
    r"(?:\s+[a-zA-Z][\w-]{0,20}\s?=\s?(?:\"[^\"]*\"|'[^']*'|&quot;.*?&quot;|[^\s\"'=]+(?:=[^\s\"'=]*)*"
    r"(?:[ ][^\s\"'=]+){0,4}(?=\s|\Z)))+\s*\Z"
)
"""Of values without quotation marks some may be names of several words (``author=Ann Lee``)."""
_KEY = re.compile(r"\s[a-zA-Z][\w-]{0,20}\s?=\s?")
_COLOUR = re.compile(r"#?[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20}|(?:rgb|hsl)a?\([\d.,%\s]{5,40}\)")
_SIZE = re.compile(
    r"[+-]?\d{1,3}(?:\.\d{1,2})?\s?(?:p[xt]|r?em|%)?|(?:xx?-)?(?:small|large)(?:er)?|medium|normal|"
    r"big|huge|tiny"
)
_NAMES = frozenset(("quote", "font", "spoiler", "user", "list", "code", "highlight", "attach"))
"""Tags whose value may be a name of several words."""


def bb_marks(text: str) -> list[Mark]:
    """The tags of ``text`` in order; each is opened and closed somewhere, or begins a quote."""
    marks = [
        Mark(Span(*m.span()), m["name"].lower(), bool(m["close"]), m["rest"] or "", m.end("name"))
        for m in _TAG.finditer(text)
        if _is_well_formed(m["name"].lower(), m["rest"] or "", closes=bool(m["close"]))
    ]
    opened = {mark.name for mark in marks if not mark.closes}
    closed = {mark.name for mark in marks if mark.closes}
    return [
        mark
        for mark in marks
        if (mark.name in opened and mark.name in closed)
        or begins_unclosed_quote(text, mark, "quote", closed)
    ]


def _is_well_formed(name: str, rest: str, *, closes: bool) -> bool:
    """Whether behind the name stands nothing, a value of the tag's kind, or attributes."""
    if not rest.strip():
        return True
    if closes:
        return False
    if rest[0] != "=":
        values = _KEY.sub(" ", rest)
        return _ATTRIBUTES.match(rest) is not None and not says_something(values)
    value = rest[1:].strip().removeprefix("&quot;").removesuffix("&quot;").strip("\"'“”")
    if name in ("color", "colour"):
        return _COLOUR.fullmatch(value) is not None
    if name == "size":
        return _SIZE.fullmatch(value.lower()) is not None
    if name in _NAMES:
        return not says_something(_KEY.sub(" ", value).replace("_", ""))
    first, _, attributes = value.partition(" ")
    return is_value(first) and _is_well_formed(name, f" {attributes}", closes=False)


def bb_edits(text: str, marks: list[Mark]) -> Iterator[Edit]:
    """What is read instead of the tags: nothing, or a line's end; nor what stands between tags of
    pictures and films where it is an address or an id."""
    closings: dict[str, list[int]] = {}
    for mark in reversed(marks):
        if mark.closes:
            closings.setdefault(mark.name, []).append(mark.span.start)
    behind = 0
    for mark in marks:
        if mark.span.start < behind:
            continue
        close = _close(mark, closings) if mark.name in _UNREAD and not mark.closes else None
        if close is not None and is_value(text[mark.span.end : close]):
            behind = text.index("]", close) + 1
            yield Edit(mark.span.start, behind, " ")
            continue
        blank = "\n" if mark.name in _LINES else " " if mark.name in _UNREAD else ""
        yield Edit(mark.span.start, mark.span.end, blank)
    if "list" in closings:
        for match in _ITEM.finditer(text):
            yield Edit(match.start(), match.end(), "\n")


def _close(mark: Mark, closings: dict[str, list[int]]) -> int | None:
    """Where the next end tag of that name begins, near enough for an address between the two."""
    ends = closings.get(mark.name, [])
    while ends and ends[-1] < mark.span.end:
        ends.pop()
    return ends[-1] if ends and ends[-1] - mark.span.end <= _LONGEST_VALUE else None
