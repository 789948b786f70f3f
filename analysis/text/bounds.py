"""Where a passage stands in a text: at a line's or a sentence's edge, and its punctuation."""

from __future__ import annotations

import re

from analysis.domain.span import Span

_OPENING = "\"“”«„‘'‹「『《([…."
_CLOSING = "\"”“»’'›」』》)]"
_BRACKETS = "\"“”«»„‘’'‹›「」『』《》″`\\()[] \t"
_SENTENCE_END = ".!?…:。！？"
_PLAIN_MARKS = str.maketrans("“”„‘’´`", "\"\"\"''''")
_CLOSED = re.compile(r"[.,;!?…]{0,3}[\"”“»’'›」』》)\]]+")
_CUT_SHORT = re.compile(r"…|\.{3,6}|\s?(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\))")
_LONGEST_TAIL = 8


def starts_line(text: str, start: int) -> bool:
    """Whether nothing but marks stands before ``start`` on its line."""
    while start > 0 and text[start - 1] in _OPENING + " \t":
        start -= 1
    return start == 0 or text[start - 1] == "\n"


def ends_line(text: str, end: int) -> bool:
    """Whether nothing but marks stands behind ``end`` on its line."""
    while end < len(text) and not text[end].isalnum() and text[end] != "\n":
        end += 1
    return end == len(text) or text[end] == "\n"


def starts_sentence(text: str, start: int) -> bool:
    """Whether a line or a sentence begins at ``start``."""
    while start > 0 and text[start - 1] in _BRACKETS:
        start -= 1
    return start == 0 or text[start - 1] == "\n" or text[start - 1] in _SENTENCE_END


def ends_sentence(text: str, end: int) -> bool:
    """Whether a line or a sentence ends at ``end``."""
    after = text[end : end + 3].lstrip(_CLOSING)[:1]
    return not after or after in _SENTENCE_END + "\n"


def widened(text: str, span: Span, theirs: str, at: int) -> Span:
    """``span`` with the marks and end punctuation that belong to the quote.

    The quoted words end at ``at`` of their source's text ``theirs``: punctuation that follows in
    both is the source's, any other is the quoter's.
    """
    start, end = span.start, span.end
    while end < len(text) and at < len(theirs) and _same_mark(text[end], theirs[at]):
        end += 1
        at += 1
    if text[end : end + 1] == "." and not text[end + 1 : end + 2].strip():
        end += 1
    opened = start > 0 and text[start - 1] in _OPENING
    while start > 0 and text[start - 1] in _OPENING:
        start -= 1
    closed = _CLOSED.match(text, end, end + _LONGEST_TAIL) if opened else None
    end = closed.end() if closed else end
    cut = _CUT_SHORT.match(text, end, end + _LONGEST_TAIL)
    return Span(start, cut.end() if cut else end)


def _same_mark(ours: str, theirs: str) -> bool:
    if ours.isalnum() or ours.isspace():
        return False
    return ours.translate(_PLAIN_MARKS) == theirs.translate(_PLAIN_MARKS)
