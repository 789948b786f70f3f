"""Which elements of HTML and BBCode hold quotes beside ``<blockquote>`` and ``[quote]`` that close.

Platforms say it in a class (``<div class="bbcode_quote">``); a start tag that is never closed
quotes to the end of its line or paragraph, and only where it stands first on a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from analysis.domain.span import Span

_CLASS = re.compile(r"\bclass\s*=\s*(?:&quot;|&#3[49];|[\"'])?([\w\s.:-]{1,120})", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_QUOTING_WORDS = """
quote quoted quotes quotebox quotetext quotecontent quotebody quotemain quoteblock blockquote
bbcodequote
"""
_QUOTING = frozenset(_QUOTING_WORDS.split())
_BESIDE_WORDS = """
link button btn reply author title head header icon toggle count action actions source name user
un no not
"""
_BESIDE_A_QUOTE = frozenset(_BESIDE_WORDS.split())
"""With these words a class names something beside a quote."""
_LINE_BREAKS = frozenset(("br", "p", "div", "li", "hr", "tr", "section", "article"))


class Tag(Protocol):
    """One tag: its range, its name in small letters, what follows the name, whether it closes."""

    @property
    def span(self) -> Span: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def rest(self) -> str: ...  # noqa: D102
    @property
    def closes(self) -> bool: ...  # noqa: D102


def quoted_by_class(tags: Sequence[Tag]) -> Iterator[Span]:
    """Elements, with their tags, whose class says that they hold a quote."""
    if not any("quote" in tag.rest.lower() for tag in tags):
        return
    opened: dict[str, list[tuple[int, bool]]] = {}
    for tag in tags:
        waiting = opened.setdefault(tag.name, [])
        ends = tag.closes or tag.name == "p"  # a paragraph also ends where the next begins
        if ends and waiting:
            start, quotes = waiting.pop()
            if quotes:
                yield Span(start, tag.span.end if tag.closes else tag.span.start)
        if not tag.closes:
            waiting.append((tag.span.start, _names_a_quote(tag.rest)))


def _names_a_quote(attributes: str) -> bool:
    in_class = _CLASS.search(attributes)
    for name in in_class[1].split() if in_class else ():
        words = {word.lower() for word in _WORD.findall(name)}
        if words & _QUOTING and not words & _BESIDE_A_QUOTE:
            return True
    return False


def begins_unclosed_quote(text: str, tag: Tag, name: str, closed: set[str]) -> bool:
    """Whether a tag called ``name``, of which none in ``text`` closes, quotes all the same."""
    if tag.name != name or name in closed:
        return False
    before = text[max(0, tag.span.start - 20) : tag.span.start].rstrip(" \t")
    return not before or before.endswith(("\n", ">", "&gt;", "]"))


def unclosed_quotes(text: str, tags: Sequence[Tag], name: str) -> Iterator[Span]:
    """What tags called ``name`` quote where none of them is closed: to the end of the line."""
    if any(tag.closes for tag in tags if tag.name == name):
        return
    end = 0
    for number, tag in enumerate(tags):
        if tag.name == name and tag.span.start >= end:
            end = _end_of_line(text, tags, number)
            yield Span(tag.span.start, end)


def _end_of_line(text: str, tags: Sequence[Tag], number: int) -> int:
    """Where the first line with words behind a tag ends."""
    at = tags[number].span.end
    for tag in tags[number + 1 :]:
        words = text[at : tag.span.start]
        if (end := _line_end(words)) is not None:
            return at + end
        if words.strip() and (tag.name in _LINE_BREAKS or tag.name == tags[number].name):
            return tag.span.start
        at = tag.span.end
    end = _line_end(text[at:])
    return len(text) if end is None else at + end


def _line_end(words: str) -> int | None:
    begin = len(words) - len(words.lstrip())
    end = words.find("\n", begin)
    return None if end < 0 else end
