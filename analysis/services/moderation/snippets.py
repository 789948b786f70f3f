"""A comment in two lines of a list: its beginning, or the part that a search found, hits marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.domain.span import Span
from analysis.storage.queue_index.lines import EXCERPT_CHARACTERS

CHARACTERS = EXCERPT_CHARACTERS
"""Characters of a snippet: about two lines on screen."""

BEFORE_HIT = 60
"""Characters shown before the first hit where that is too far from the beginning."""

CUT = "…"
_SHORTEST = 0.7  # of a snippet: no earlier word ends it, or one long word would leave nothing


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of the original with a sign where it was cut; ``hits`` are places in ``text``."""

    text: str
    hits: tuple[Span, ...] = ()


def snippet(original: str, hits: Sequence[Span] = (), *, limit: int = CHARACTERS) -> Snippet:
    """The beginning of ``original``, or the part around its first hit, of ``limit`` characters.

    It is cut between words, and ends (and, in the middle, begins) with an ellipsis where it is.
    """
    start = 0
    if hits and hits[0].end > limit:
        start = _word_start(original, max(0, hits[0].start - BEFORE_HIT))
    end = _word_end(original, start, limit)
    before = CUT if start else ""
    after = CUT if end < len(original) else ""
    shift = len(before) - start
    shown = tuple(
        Span(max(hit.start, start) + shift, min(hit.end, end) + shift)
        for hit in hits
        if hit.start < end and hit.end > start
    )
    return Snippet(before + original[start:end] + after, shown)


def _word_start(text: str, near: int) -> int:
    """The beginning of the word behind ``near``, or ``near`` in the middle of a long one."""
    behind = range(near, min(near + BEFORE_HIT, len(text)))
    space = next((n for n in behind if text[n].isspace()), None)
    return near if near == 0 or space is None else space + 1


def _word_end(text: str, start: int, limit: int) -> int:
    end = start + limit
    if end >= len(text):
        return len(text)
    floor = start + int(limit * _SHORTEST)
    last = next((n for n in range(end, floor, -1) if text[n].isspace()), None)
    return end if last is None else start + len(text[start:last].rstrip())
