"""What markup keeps from a browser's page (scripts, styles, notes): code is left out, words are
read. Whoever writes on a site that shows tags as they are could hide an insult there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from analysis.domain.span import Span
from analysis.text.edits import Edit
from analysis.text.html_tags import GT, LT, Mark
from analysis.text.prose import words_in_code

_NOTE = re.compile(rf"(?P<open>{LT}!--)(?P<inside>.{{0,1000}}?)--{GT}", re.DOTALL)
_DOCTYPE = re.compile(
    rf"{LT}!(?i:doctype)\s+(?i:html|svg|math|xml)(?:\s+(?i:public|system))?"
    rf"(?:\s+[\"'](?:-//|https?:|about:)[^<>\"']{{0,120}}[\"']){{0,2}}\s*/?{GT}"
)


def note_edits(text: str) -> Iterator[Edit]:
    """What is read of notes (``<!-- … -->``) and of the line that names HTML as the format."""
    for match in _DOCTYPE.finditer(text):
        yield Edit(match.start(), match.end(), "")
    for match in _NOTE.finditer(text):
        inside = Span(*match.span("inside"))
        if len(inside.of(text).split()) < 2:
            yield Edit(match.start(), match.end(), "")
            continue
        words = words_in_code(text, [inside])
        read = [inside] if words is None else list(words)
        yield from _gaps(Span(*match.span()), read, " " if read else "")


def code_edits(text: str, marks: list[Mark]) -> Iterator[Edit]:
    """What is read of an element (its tags are the first and the last of ``marks``) whose content
    may be code; nothing is said of elements that hold more words than code."""
    inner = [
        Span(mark.span.end, following.span.start)
        for mark, following in pairwise(marks)
        if mark.span.end < following.span.start
    ]
    words = words_in_code(text, inner)
    if words is not None:
        yield from _gaps(Span(marks[0].span.start, marks[-1].span.end), words, " ")


def _gaps(whole: Span, words: Iterable[Span], blank: str) -> Iterator[Edit]:
    """All of ``whole`` but ``words`` read as ``blank``."""
    at = whole.start
    for span in words:
        yield Edit(at, span.start, blank)
        at = span.end
    yield Edit(at, whole.end, blank)
