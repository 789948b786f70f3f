"""Passages that a comment itself marks as quoted: ``>`` lines, blocks, quotation marks.

Blocks of HTML and BBCode are known from the markup (see ``analysis.text.markup``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.domain.span import Span
from analysis.text.marked_passage import Marked
from analysis.text.quote_headers import quotes_under_headers
from analysis.text.quoted_lines import quoted_lines

_PAIRS = {"“": "”", "«": "»", "„": "“”", "»": "«", "‘": "’", "「": "」", '"': '"', "”": "”"}
_MARK = re.compile("[" + "".join(_PAIRS) + "]")
_LONGEST = 4_000
"""Characters between two quotation marks; further apart they are no pair."""


def blocks(text: str, marked: Sequence[Span] = ()) -> list[Marked]:
    """Quoted lines, blocks, and what a header says is quoted, in order and disjoint.

    ``marked`` are the ranges of ``text`` that its markup says are quoted.
    """
    quoted = [Marked(span, _stripped(text, span), block=True) for span in marked]
    quoted.extend(quotes_under_headers(text))
    quoted.extend(quoted_lines(text))
    quoted.sort(key=lambda marked: (marked.outer.start, -marked.outer.end))
    apart: list[Marked] = []
    for quote in quoted:
        if not apart or quote.outer.start >= apart[-1].outer.end:
            apart.append(quote)
    return apart


def _stripped(text: str, span: Span) -> Span:
    """``span`` without the space at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def quotation_marks(text: str) -> list[Marked]:
    """Passages between quotation marks, in order and disjoint; marks pair within a paragraph.

    Linear in the length of ``text``: what closes is looked for once for each kind of mark.
    """
    passages: list[Marked] = []
    reached: dict[str, int] = {}
    at = 0
    while (mark := _MARK.search(text, at)) is not None:
        at = mark.start()
        if _opens(text, at):
            end = _closing(text, at, reached)
            if end is not None:
                passages.append(Marked(Span(at, end + 1), Span(at + 1, end), block=False))
                at = end
        at += 1
    return passages


def _opens(text: str, at: int) -> bool:
    """An opening mark stands before a word and not behind one."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if text[at] == "»":
        return not before.isalnum() and after.isalnum()
    if text[at] in "“«„「":
        return True
    return not before.isalnum() and not after.isspace()


def _closing(text: str, at: int, reached: dict[str, int]) -> int | None:
    """Where the mark at ``at`` is closed; ``reached`` holds, for each opening mark, the place of
    the first closing mark or line end known not to lie before it."""
    mark = text[at]
    place = reached.get(mark, 0)
    if place <= at:
        place = at + 1
        while place < len(text) and text[place] != "\n" and not _closes(text, place, mark):
            place += 1
        reached[mark] = place
    if place >= len(text) or text[place] == "\n" or place >= at + _LONGEST:
        return None
    return place


def _closes(text: str, place: int, mark: str) -> bool:
    if text[place] not in _PAIRS[mark]:
        return False
    after = text[place + 1] if place + 1 < len(text) else " "
    return not (mark in '‘"' and (after.isalnum() or text[place - 1].isspace()))
