"""A short way to tell English: by what is remembered of the pieces of a text, none in doubt."""

from __future__ import annotations

import re

from analysis.text.english import Kind, kind_of
from analysis.text.piece_counts import PieceCount, counts_in, counts_of

ASCII_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|[A-Za-z0-9]*[0-9][A-Za-z0-9]*")
"""A word of a text without other characters; twice as quick as an expression for any."""

_COUNTED = frozenset(kind for kind in Kind if kind.value >= 0.0)
"""Kinds of words that are known to be English to some degree, not at all included."""


def _kinds(piece: str) -> list[Kind]:
    return [kind_of(word) for word in ASCII_WORD.findall(piece)]


def _hardly(piece: str) -> int:
    """Words that are hardly English or may be names."""
    words = ASCII_WORD.findall(piece)
    return sum(
        kind is Kind.UNKNOWN or (kind is Kind.NEUTRAL and word[0].isupper())
        for word, kind in zip(words, _kinds(piece), strict=True)
    )


_NUMBER = PieceCount(lambda piece: sum(kind in _COUNTED for kind in _kinds(piece)))
_THOUSANDTHS = PieceCount(
    lambda piece: sum(round(1_000 * kind.value) for kind in _kinds(piece) if kind in _COUNTED)
)
_HARDLY = PieceCount(_hardly)
_SHARED = PieceCount(lambda piece: _kinds(piece).count(Kind.SHARED))
_OTHER = PieceCount(
    lambda piece: sum(kind not in (*_COUNTED, Kind.NEUTRAL) for kind in _kinds(piece))
)
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
    inside, at_first = kind_of(first[0]), kind_of(first[0], first=True)
    if inside is not at_first:
        if inside is not Kind.NEUTRAL or at_first not in _COUNTED:
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
