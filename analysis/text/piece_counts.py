"""What the pieces of a text between blanks have, counted in one pass and remembered piece by piece.

Words repeat, so most pieces of a comment have been met before. Whoever reads the text asks first
whether anything stands in it that an expression or a longer look could see.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

MOST_REMEMBERED = 50_000
"""Pieces whose counts are remembered: more than the vocabulary of a newspaper's readers."""
_LONGEST_REMEMBERED = 60
_BITS = 32
"""Room for one count: of what a piece has a thousand of, and of a text of 100,000 characters."""

_counted: list[Callable[[str], int]] = []


class PieceCount:
    """How often the pieces of a text have something: ``count`` says how often one has, at most a
    thousand times for each of its characters."""

    def __init__(self, count: Callable[[str], int]) -> None:
        self._shift = _BITS * len(_counted)
        _counted.append(count)
        _known.clear()
        counts_of.cache_clear()

    def of(self, counts: int) -> int:
        """This count, of what :func:`counts_of` gave."""
        return counts >> self._shift & (1 << _BITS) - 1

    def stands_in(self, text: str) -> bool:
        """Whether any piece has it; ``True`` where that is not known, of other characters than
        ASCII's, which may count as these where case is ignored ("ſ" as "s")."""
        return not text.isascii() or self.of(counts_of(text)) > 0


class _Known(dict[str, int]):
    """The counts of a piece, one behind the other in one number; worked out when first asked."""

    def __missing__(self, piece: str) -> int:
        counts = 0
        for number, count in enumerate(_counted):
            counts |= count(piece) << _BITS * number
        if len(piece) <= _LONGEST_REMEMBERED and len(self) < MOST_REMEMBERED:
            self[piece] = counts
        return counts


_known = _Known()


def counts_in(text: str) -> int:
    """The sums over all pieces of ``text``."""
    return sum(map(_known.__getitem__, text.split()))


@lru_cache(maxsize=16)
def counts_of(text: str) -> int:
    """The same, remembered for a while: several ask about the same text in turn."""
    return counts_in(text)
