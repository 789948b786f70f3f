"""What of a body is markup and not words: HTML, BBCode and Markdown, decided by evidence.

A body is taken for HTML only where real tags say so (:mod:`analysis.text.html_tags`). ``a<b``,
``<3``, ``List<String>`` and code in backticks stay as they are, and so does whatever has a word
among its attributes. Of scripts, notes and pictures the words are read and the rest is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.domain.span import Span
from analysis.text.bbcode import bb_edits, bb_marks
from analysis.text.edits import Edit, apart
from analysis.text.html_tags import CELLS, LINES, PARAGRAPHS, UNREAD, Mark, html_marks
from analysis.text.markdown import bold_edits, link_edits
from analysis.text.prose import is_prose
from analysis.text.quote_elements import quoted_by_class, unclosed_quotes
from analysis.text.unread import code_edits, note_edits

_ALT = re.compile(
    r"\balt\s{0,9}=\s{0,9}(?P<mark>\"|'|&quot;|&#34;)(?P<alt>(?:(?!(?P=mark)).){1,1500})", re.DOTALL
)
_EMOJI_LENGTH = 12
_QUOTING = {"q": ("“", "”")}


@dataclass(frozen=True, slots=True)
class Markup:
    """Edits in order and disjoint; ``quotes`` are the outermost quoted blocks with their tags."""

    edits: tuple[Edit, ...]
    quotes: tuple[Span, ...]


def markup_of(text: str) -> Markup:
    """What ``text`` holds of markup, in characters of ``text``; linear in its length."""
    edits: list[Edit] = []
    quotes: list[Span] = []
    if "<" in text or "&" in text:
        marks = html_marks(text)
        quotes += _outermost(marks, "blockquote")
        quotes += unclosed_quotes(text, marks, "blockquote")
        quotes += quoted_by_class(marks)
        if "!" in text:
            edits += note_edits(text)
        edits += _html_edits(text, marks)
    if "[" in text:
        marks = bb_marks(text)
        quotes += _outermost(marks, "quote")
        quotes += unclosed_quotes(text, marks, "quote")
        edits += bb_edits(text, marks)
        edits += link_edits(text)
    if "**" in text or "'''" in text:
        edits += bold_edits(text)
    return Markup(apart(edits), tuple(_disjoint(quotes)))


def _html_edits(text: str, marks: list[Mark]) -> Iterator[Edit]:
    last_close = {mark.name: mark.span.start for mark in marks if mark.closes}
    looked_at = number = 0
    while number < len(marks):
        mark = marks[number]
        in_reach = last_close.get(mark.name, -1) > mark.span.start
        if number >= looked_at and mark.name in UNREAD and not mark.closes and in_reach:
            close = number + 1
            while not (marks[close].closes and marks[close].name == mark.name):
                close += 1
            looked_at = close + 1
            edits = list(code_edits(text, marks[number : close + 1]))
            if edits:
                yield from edits
                number = looked_at
                continue
        yield from _shown(mark)
        number += 1


def _shown(mark: Mark) -> Iterator[Edit]:
    """What is read instead of a tag."""
    alt = _ALT.search(mark.rest) if mark.name == "img" else None
    if alt is not None and is_prose(alt["alt"]):
        yield Edit(mark.span.start, mark.rest_at + alt.start("alt"), " ")
        yield Edit(mark.rest_at + alt.end("alt"), mark.span.end, " ")
        return
    yield Edit(mark.span.start, mark.span.end, _read_as(mark, alt["alt"] if alt else ""))


def _read_as(mark: Mark, alt: str) -> str:
    if mark.name in PARAGRAPHS:
        return "\n\n"
    if mark.name in LINES:
        return "\n"
    if mark.name in CELLS or mark.name in UNREAD:
        return " "
    if mark.name in _QUOTING:
        return _QUOTING[mark.name][mark.closes]
    is_emoji = len(alt) <= _EMOJI_LENGTH and not any(c.isascii() or c.isalpha() for c in alt)
    return alt if is_emoji else ""


def _outermost(marks: list[Mark], name: str) -> list[Span]:
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


def _disjoint(spans: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if last is None or span.start >= last.end:
            last = span
            yield span
