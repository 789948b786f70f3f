"""A short way to tell English: by what is remembered of the pieces of a text, none in doubt."""

from __future__ import annotations

import re

from analysis.text.english import Kind, kind_of
from analysis.text.piece_counts import PieceCount, counts_of

ASCII_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|[A-Za-z0-9]*[0-9][A-Za-z0-9]*")
"""A word of a text without other characters; twice as quick as an expression for any."""

_COUNTED = (
    Kind.ONLY_ENGLISH, Kind.ENGLISH, Kind.RARE_ENGLISH, Kind.EVERYDAY_SHARED, Kind.MISSPELLED,
)  # fmt: skip
"""Kinds of words that leave no doubt of a passage in another language."""


def _thousandths(piece: str) -> int:
    """How English the words of these kinds are together, in thousandths of a word."""
    kinds = [kind_of(word, first=False) for word in ASCII_WORD.findall(piece)]
    return sum(round(1_000 * kind.value) for kind in kinds if kind in _COUNTED)


def _words_counted(piece: str) -> int:
    return sum(kind_of(word) in _COUNTED for word in ASCII_WORD.findall(piece))


def _names(piece: str) -> int:
    """Words that may be names."""
    words = ASCII_WORD.findall(piece)
    return sum(kind_of(word) is Kind.NEUTRAL and word[0].isupper() for word in words)


def _doubtful(piece: str) -> int:
    """Words of all other kinds."""
    kinds = [kind_of(word) for word in ASCII_WORD.findall(piece)]
    return sum(kind not in (*_COUNTED, Kind.NEUTRAL) for kind in kinds)


_THOUSANDTHS, _NUMBER = PieceCount(_thousandths), PieceCount(_words_counted)
_NAMES, _DOUBTFUL = PieceCount(_names), PieceCount(_doubtful)
_PLAINLY = 730
"""Thousandths from which a text is English without asking further, and some more."""
_LONGEST = 4_000
"""Characters; of as many the language's reader looks at each word."""


def plainly_english(text: str) -> float | None:
    """How English (0 to 1) a text is whose words are all English or neutral, as most texts are.

    ``None`` where that is not so, or the text so long that not all of its words may be looked at.
    """
    if not text.isascii() or len(text) > _LONGEST or "@" in text or "/" in text:
        return None
    counts = counts_of(text)
    if _DOUBTFUL.of(counts) or _NAMES.of(counts) > 1:
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
