"""A short way to tell English: by what is remembered of the pieces of a text, none in doubt."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.text.english import Kind, kind_of
from analysis.text.piece_counts import PieceCount, counts_in, counts_of

ASCII_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|[A-Za-z0-9]*[0-9][A-Za-z0-9]*")
"""A word of a text without other characters; twice as quick as an expression for any."""

_Tallied = tuple[int, int, int, int, int]
"""Of a piece's words: how many are known to be English to some degree, not at all included, how
English these are together (in thousandths), how many are hardly English or may be names, how many
other languages share, how many are of all other kinds."""


@lru_cache(maxsize=8)  # each of the counts is asked for in turn
def _tallied(piece: str) -> _Tallied:
    number = thousandths = hardly = shared = other = 0
    for word in ASCII_WORD.findall(piece):
        kind = kind_of(word, first=False)  # as the longer way asks, so that it is remembered once
        if kind is Kind.NEUTRAL:
            hardly += word[0].isupper()
        elif kind.value < 0.0:
            other += 1
        else:
            number += 1
            thousandths += round(1_000 * kind.value)
            hardly += kind is Kind.UNKNOWN
            shared += kind is Kind.SHARED
    return number, thousandths, hardly, shared, other


_NUMBER = PieceCount(lambda piece: _tallied(piece)[0])
_THOUSANDTHS = PieceCount(lambda piece: _tallied(piece)[1])
_HARDLY = PieceCount(lambda piece: _tallied(piece)[2])
_SHARED = PieceCount(lambda piece: _tallied(piece)[3])
_OTHER = PieceCount(lambda piece: _tallied(piece)[4])
_PLAINLY = 730
"""Thousandths from which a text is English without asking further, and some more."""
_LONGEST = 4_000
"""Characters; of as many the language's reader looks at each word."""


def plainly_english(text: str) -> float | None:
    """How English (0 to 1) a text is in which one word at most is not, as in most texts.

    ``None`` where that is not so, or the text so long that not all of its words may be looked at.
    """
    if not text.isascii() or len(text) > _LONGEST or "@" in text or "/" in text:
        return None
    counts = counts_of(text)
    hardly = _HARDLY.of(counts)
    if hardly > 1 or (hardly and _SHARED.of(counts)) or _OTHER.of(counts):
        return None
    number, thousandths = _NUMBER.of(counts), _THOUSANDTHS.of(counts)
    first = ASCII_WORD.search(text)
    if first is None:
        return None
    # It is no name because it begins the text.
    inside, at_first = kind_of(first[0], first=False), kind_of(first[0], first=True)
    if inside is not at_first:
        if inside is not Kind.NEUTRAL or at_first.value < 0.0:
            return None
        number, thousandths = number + 1, thousandths + round(1_000 * at_first.value)
    if not number or thousandths <= _PLAINLY * number:
        return None
    return min(1.0, thousandths / (1_000 * number))


_ENOUGH = 360
"""Thousandths of its words that keep a sentence from being a passage in another language, and
some more."""


def surely_no_passage(sentence: str) -> bool:
    """Whether so many of the words are English that the sentence is none in another language,
    whatever the others are."""
    if not sentence.isascii() or len(sentence) > _LONGEST:
        return False
    counts = counts_in(sentence)
    others = _OTHER.of(counts) + 1  # its first word may be one, which is a name elsewhere
    return _THOUSANDTHS.of(counts) - others >= _ENOUGH * (_NUMBER.of(counts) + others)
