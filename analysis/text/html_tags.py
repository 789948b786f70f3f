"""The tags of HTML in a text, told from comparisons and words between angle brackets.

A tag is well formed all through: a name that HTML knows, then attributes and nothing else. Any
other word makes text of it (``a<b and you fool>``). Tags may be escaped, also twice (``&lt;p&gt;``,
``&amp;lt;p&amp;gt;``), as many exports write them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.domain.span import Span
from analysis.text.prose import is_prose
from analysis.text.quote_elements import begins_unclosed_quote
from analysis.text.vocabulary import english

LT = r"(?:<|&(?:amp;){0,3}(?:lt|LT|#60|#0{1,4}60|#[xX]0{0,4}3[cC]);)"
GT = r"(?:>|&(?:amp;){0,3}(?:gt|GT|#62|#0{1,4}62|#[xX]0{0,4}3[eE]);)"
_OPENED = re.compile(
    rf"{LT}(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{{0,14}})"
    rf"(?:(?P<end>\s{{0,20}}/?{GT})|(?=[\s/]))"
)
_CLOSED = re.compile(rf"[\s/]{{0,50}}{GT}")
_QUOTE = r"\\[\"']|&(?:amp;){0,3}(?:quot|apos|#0{0,4}34|#0{0,4}39|#[xX]0{0,4}2[27]);"
_ATTRIBUTE = re.compile(
    r"[\s/]{0,50}(?P<key>[a-zA-Z@:_][\w:.@-]{0,60})(?:\s{0,20}=\s{0,20}(?P<value>"
    rf"\"[^\"<]{{0,1500}}\"|'[^'<]{{0,1500}}'"
    rf"|(?P<quote>{_QUOTE})(?:(?!(?P=quote))[^<]){{0,1500}}(?P=quote)"
    rf"|(?!{_QUOTE})(?:[^\s<>\"'&]|&(?!(?:amp;){{0,3}}(?:[lg][tT]|[LG]T|#0*6[02]|#[xX]0*3[cCeE]);))"
    r"{0,1500}))?"
)
"""A value may stand in quotation marks that are escaped as well."""
_WORD = re.compile(r"[^\W\d_]{2}")
_LONGEST = 3_000
"""Characters of a tag."""
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
PARAGRAPHS = frozenset(_PARAGRAPH_NAMES.split())
LINES = frozenset(_LINE_NAMES.split())
CELLS = frozenset(_CELL_NAMES.split())
UNREAD = frozenset(_UNREAD_NAMES.split())
"""Elements whose content a browser does not show as the comment's words."""
_KNOWN = PARAGRAPHS | LINES | CELLS | UNREAD | frozenset(_INLINE_NAMES.split())
_ALONE = frozenset(_ALONE_NAMES.split())
"""Tags that HTML lets stand without an end tag."""
_ATTRIBUTE_NAMES = """
abbr accept accept-charset accesskey action align alink allow allowfullscreen alt autocomplete
axis background bgcolor border bordercolor cellpadding cellspacing char charset checked cite class
classid clear code codebase codetype color cols colspan content contenteditable controls coords
crossorigin d data datetime decoding dir draggable enctype face fetchpriority fill for form
frameborder headers height href hreflang hspace http-equiv id inputmode integrity is itemid
itemprop itemref itemtype kind label lang language link list loading longdesc loop marginheight
marginwidth max maxlength media method min minlength name pattern ping placeholder points poster
preload property referrerpolicy rel resource rev role rows rowspan rules sandbox scheme scope
scrolling shape size sizes slot span spellcheck src srcdoc srclang srcset start step stroke
stroke-width style summary tabindex target text title transform translate type typeof usemap
valign value valuetype version viewbox vlink vspace width wmode wrap xmlns
"""
_ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
_FLAG_NAMES = """
allowfullscreen async autofocus autoplay checked compact controls declare default defer disabled
download formnovalidate hidden inert ismap itemscope loop multiple muted nohref nomodule noresize
noshade novalidate nowrap open playsinline readonly required reversed selected
"""
_FLAGS = frozenset(_FLAG_NAMES.split())
"""Attributes that stand without a value."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One tag: its range, its name in small letters, whether it ends an element, and what stands
    behind its name (``rest``, from ``rest_at`` on)."""

    span: Span
    name: str
    closes: bool
    rest: str
    rest_at: int


def html_marks(text: str) -> list[Mark]:
    """The tags of ``text`` in order: alone, closed, or with attributes; none inside code."""
    code = [Span(*match.span()) for match in _CODE.finditer(text)] if "`" in text else []
    marks: list[Mark] = []
    number = 0
    for match in _OPENED.finditer(text):
        while number < len(code) and code[number].end <= match.start():
            number += 1
        in_code = number < len(code) and code[number].start <= match.start()
        if not in_code and match["name"].lower() in _KNOWN:
            mark = _mark(text, match)
            if mark is not None and (not marks or marks[-1].span.end <= mark.span.start):
                marks.append(mark)
    opened = {mark.name for mark in marks if not mark.closes}
    closed = {mark.name for mark in marks if mark.closes}
    return [
        mark
        for mark in marks
        if mark.name in _ALONE
        or (mark.name in opened and mark.name in closed)
        or (not mark.closes and "=" in mark.rest)
        or (mark.closes and len(opened & closed) > 0)
        or begins_unclosed_quote(text, mark, "blockquote", closed)
    ]


def _mark(text: str, match: re.Match[str]) -> Mark | None:
    """The tag that begins with ``match``; ``None`` where it is not well formed."""
    name, closes = match["name"].lower(), bool(match["close"])
    behind = match.end("name")
    if match["end"] is not None:
        return Mark(Span(match.start(), match.end()), name, closes, "", behind)
    at, last = behind, match.start() + _LONGEST
    while not closes and (attribute := _ATTRIBUTE.match(text, at, last)):
        if not _is_attribute(attribute):
            return None
        at = attribute.end()
    end = _CLOSED.match(text, at)
    if end is None:
        return None
    return Mark(Span(match.start(), end.end()), name, closes, text[behind:at], behind)


def _is_attribute(match: re.Match[str]) -> bool:
    """Whether HTML knows it, or it is a site's own: a value but no words."""
    key = match["key"].lower()
    value = match["value"]
    if value is None:
        return key in _FLAGS
    if key in _ATTRIBUTES or key in _FLAGS or key.startswith(("data-", "aria-")):
        return True
    if key.startswith("on") and key not in english():  # a script's: "onclick"
        return True
    if any(word in english() for word in re.split(r"[\W_]+", key)):
        return _WORD.search(value) is None
    return not is_prose(value)
