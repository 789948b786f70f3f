"""Words that can be underlined: whole ones, and enough of them to say something.

A scorer's range may begin inside a word, cut an accent from its letter or hold nothing but "of
the"; a person who reads that doubts every other mark. All ranges are code points of the original.
"""

from __future__ import annotations

import re
import unicodedata

from analysis.domain.span import Span
from analysis.scorers.embedded_marks import tells
from analysis.scorers.embedded_spelling import WORD
from analysis.text.whole_signs import extends_sign, is_inside_sign

LONGEST_CLAUSE = 12
"""Words that a mark of function words alone may grow to; a longer clause shows nothing closely."""

LONGEST_WORD = 60
"""Characters that a range is grown by at either end; a longer run has no words to speak of."""

_JOINERS = frozenset("'’-@*$#\u00ad\u200c\u200d\ufe0e\ufe0f")
_MISREAD_MARK = re.compile("â€(?![™˜]\\w).")
"""A dash, dots or a quotation mark in UTF-8 read as Windows-1252: its ``â`` is no letter."""
_CLAUSE_END = re.compile(r"[.,;:!?…()\n]")
_ENDINGS = (re.compile(r"n['’]t$", re.IGNORECASE), re.compile(r"['’]\w+$"))
_SENTENCE_END = re.compile(r"[.!?…\n]")


def telling_words(text: str, span: Span) -> Span | None:
    """``span`` as whole words without space and punctuation at its ends.

    Function words alone grow to their clause, or to their sentence where that says no more;
    ``None`` where that is too long, or nothing is left that says something.
    """
    words = _trimmed(text, whole_words(text, span))
    if words is None or says_something(words.of(text)):
        return words
    for ends in (_CLAUSE_END, _SENTENCE_END):
        around = _trimmed(text, _between(text, words, ends))
        if around is not None and says_something(around.of(text)):
            return around if len(WORD.findall(around.of(text))) <= LONGEST_CLAUSE else None
    return None


def whole_words(text: str, span: Span) -> Span:
    """``span``, cut to the text, grown so that it begins and ends between words."""
    start, end = min(span.start, len(text)), min(span.end, len(text))
    if start == end:
        return Span(start, end)
    first, last = start, end
    while first > 0 and start - first < LONGEST_WORD and _joined(text, first):
        first -= 1
    while last < len(text) and last - end < LONGEST_WORD and _joined(text, last):
        last += 1
    return Span(first, last)


def says_something(words: str) -> bool:
    """Whether there is more in it than function words and punctuation."""
    return any(_tells(word) for word in WORD.findall(words))


def _tells(word: str) -> bool:
    """Whether a word is no function word, also where two have grown together (``don't``)."""
    return all(tells(form) for form in (word, *(ending.sub("", word) for ending in _ENDINGS)))


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and at ``at`` belong to one word or one sign."""
    before, here = text[at - 1], text[at]
    if is_inside_sign(text, at) or before == "\u200d":
        return True
    if _MISREAD_MARK.match(text, at) or _MISREAD_MARK.match(text, max(0, at - 3)):
        return False
    if _in_word(before) and _in_word(here):
        return True
    if here in _JOINERS:
        return _in_word(before) and at + 1 < len(text) and _in_word(text[at + 1])
    if before in _JOINERS:
        return _in_word(here) and at > 1 and _in_word(text[at - 2])
    return False


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_" or extends_sign(character)


def _trimmed(text: str, span: Span) -> Span | None:
    """Without space and punctuation at the ends, but for a sign that a word needs (``$5``)."""
    words = [match.span() for match in WORD.finditer(text, span.start, span.end)]
    while words and _is_mark(text[words[0][0] : words[0][1]]):
        del words[0]
    while words and _is_mark(text[words[-1][0] : words[-1][1]]):
        del words[-1]
    if not words:
        return None
    return whole_words(text, Span(words[0][0], words[-1][1]))


def _is_mark(word: str) -> bool:
    return all(unicodedata.category(c)[0] in "PZC" or c in "`^~|" for c in word)


def _between(text: str, span: Span, ends: re.Pattern[str]) -> Span:
    """The stretch around ``span`` up to the nearest end on either side."""
    before = [match.end() for match in ends.finditer(text, 0, span.start)]
    after = ends.search(text, span.end)
    return Span(before[-1] if before else 0, after.start() if after else len(text))
