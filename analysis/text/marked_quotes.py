"""Passages that a comment itself marks as quoted: ``>`` lines, blocks, quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.domain.span import Span

_QUOTED_LINE = re.compile(r"[^\S\n]*(?:>[^\S\n]*)+(?=[^\W_]|[\"“‘'«„(\[¿¡.…])")
_FIGURE = re.compile(r"[^\S\n]*>[^\S\n]*[\d.,]+\s*[%\w]?\s")
"""``> 50% of them`` at a line's start compares; it does not quote."""
_BLOCKS = (
    (
        re.compile(r"\[quote(?:[=\s][^\]\n]{0,200})?\]", re.IGNORECASE),
        re.compile(r"\[/quote\]", re.IGNORECASE),
    ),
    (
        re.compile(r"\(In reply to:\s"),
        re.compile(r"--\s?[^()\n]{1,60}\)"),
    ),
    (
        re.compile(r"<blockquote(?:\s[^>\n]{0,200})?>", re.IGNORECASE),
        re.compile("</blockquote>", re.IGNORECASE),
    ),
)
_PAIRS = {"“": "”", "«": "»", "„": "“”", "‘": "’", "「": "」", '"': '"', "”": "”"}
_LONGEST = 4_000
"""Characters between two quotation marks; further apart they are no pair."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked passage: ``outer`` with its marks, ``inner`` the words alone.

    ``block`` says that the mark can mean nothing but a quote.
    """

    outer: Span
    inner: Span
    block: bool


def blocks(text: str) -> list[Marked]:
    """Runs of ``>`` lines, ``[quote]`` and ``<blockquote>`` blocks, in order and disjoint."""
    found: list[Marked] = []
    for opening, closing in _BLOCKS:
        at = 0
        while match := opening.search(text, at):
            end = closing.search(text, match.end())
            if end is None:
                break
            outer = Span(match.start(), end.end())
            found.append(Marked(outer, Span(match.end(), end.start()), block=True))
            at = outer.end
    found.extend(_line_runs(text))
    found.sort(key=lambda marked: (marked.outer.start, -marked.outer.end))
    apart: list[Marked] = []
    for marked in found:
        if not apart or marked.outer.start >= apart[-1].outer.end:
            apart.append(marked)
    return apart


def _line_runs(text: str) -> list[Marked]:
    found: list[Marked] = []
    start = 0
    begin: tuple[int, int] | None = None
    last = 0
    for line in text.split("\n"):
        match = _QUOTED_LINE.match(line)
        if match and not _FIGURE.match(line):
            if begin is None:
                begin = (start, start + match.end())
            last = start + len(line.rstrip())
        elif begin is not None:
            found.append(Marked(Span(begin[0], last), Span(begin[1], last), block=True))
            begin = None
        start += len(line) + 1
    if begin is not None:
        found.append(Marked(Span(begin[0], last), Span(begin[1], last), block=True))
    return found


def quotation_marks(text: str) -> list[Marked]:
    """Passages between quotation marks, in order and disjoint; marks pair within a paragraph."""
    found: list[Marked] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char in _PAIRS and _opens(text, at):
            end = _closing(text, at, _PAIRS[char])
            if end is not None:
                found.append(Marked(Span(at, end + 1), Span(at + 1, end), block=False))
                at = end
        at += 1
    return found


def _opens(text: str, at: int) -> bool:
    """An opening mark stands before a word and not behind one."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if text[at] in "“«„「":
        return True
    return not before.isalnum() and not after.isspace()


def _closing(text: str, at: int, closers: str) -> int | None:
    paragraph_end = text.find("\n", at)
    limit = min(len(text) if paragraph_end < 0 else paragraph_end, at + _LONGEST)
    for place in range(at + 1, limit):
        if text[place] not in closers:
            continue
        after = text[place + 1] if place + 1 < len(text) else " "
        if text[at] in '‘"' and (after.isalnum() or text[place - 1].isspace()):
            continue
        return place
    return None
