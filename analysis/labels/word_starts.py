"""Where in a text those words stand that some rule's expression begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_REMEMBERED = 50_000
"""Pieces between blanks whose words are remembered; they repeat."""
_LONGEST_REMEMBERED = 60
_RUN = re.compile(r"\w+")

WordStart = tuple[str, int]
"""A run of letters and digits with none beside it, and where it begins."""


def note_words(words: Iterable[str]) -> None:
    """Have these words found from now on."""
    _noted.update(words)
    _of_pieces.clear()


def word_starts(text: str) -> list[WordStart]:
    """The places of the noted words in ``text``, in order."""
    starts: list[WordStart] = []
    at = 0
    for piece in text.split(" "):
        for word, inside in _of_pieces[piece]:
            starts.append((word, at + inside))
        at += len(piece) + 1
    return starts


class _OfPieces(dict[str, tuple[WordStart, ...]]):
    """The noted words of a piece between two blanks; worked out when first asked."""

    def __missing__(self, piece: str) -> tuple[WordStart, ...]:
        starts = tuple(
            (match[0], match.start()) for match in _RUN.finditer(piece) if match[0] in _noted
        )
        if len(piece) <= _LONGEST_REMEMBERED and len(self) < MOST_REMEMBERED:
            self[piece] = starts
        return starts


_noted: set[str] = set()
_of_pieces = _OfPieces()
