"""Places in a text as the service counts them: UTF-16 code units, end exclusive."""

from __future__ import annotations

from bisect import bisect_left

from analysis.domain.span import Span

_LAST_OF_ONE_UNIT = 0xFFFF


class Utf16:
    """Turns code points of one text into code units and back."""

    def __init__(self, text: str) -> None:
        # Places of characters that need two units; most texts have none.
        self._wide = [place for place, char in enumerate(text) if ord(char) > _LAST_OF_ONE_UNIT]
        self._length = len(text)

    @property
    def length(self) -> int:
        """Code units of the whole text."""
        return self._length + len(self._wide)

    def unit(self, place: int) -> int:
        """The code unit at which the code point ``place`` begins."""
        return place + bisect_left(self._wide, place)

    def begin_end(self, span: Span) -> tuple[int, int]:
        """A span of code points as a pair of code units."""
        return self.unit(span.start), self.unit(span.end)

    def span(self, begin: int, end: int) -> Span:
        """A pair of code units as a span; ``ValueError`` where it is none of this text.

        A unit inside a character stands for the character as a whole.
        """
        if not 0 <= begin <= end <= self.length:
            raise ValueError(f"not a span of {self.length} units: {begin} to {end}")
        start = self._place(begin)
        stop = self._place(end)
        return Span(start, stop + (self.unit(stop) < end))

    def _place(self, unit: int) -> int:
        low, high = max(0, unit - len(self._wide)), min(unit, self._length)
        while low < high:  # the last code point that begins at or before the unit
            middle = (low + high + 1) // 2
            if self.unit(middle) <= unit:
                low = middle
            else:
                high = middle - 1
        return low
