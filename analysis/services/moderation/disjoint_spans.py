"""Spans of which none overlaps another, asked for those that meet a span without walking all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from analysis.domain.span import Span


class DisjointSpans:
    """Spans that share no code point, each with a number; asking takes logarithmic time."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._numbers: list[int] = []
        for number, span in enumerate(spans):
            self.add(span, number)

    def add(self, span: Span, number: int) -> None:
        """Add a span that overlaps none that is here."""
        place = bisect_left(self._starts, span.start)
        self._starts.insert(place, span.start)
        self._ends.insert(place, span.end)
        self._numbers.insert(place, number)

    def overlapping(self, span: Span) -> Sequence[int]:
        """The numbers of the spans that share a code point with ``span``, in the text's order."""
        return self._numbers[slice(*self._range(span))]

    def near(self, span: Span) -> Sequence[int]:
        """As :func:`overlapping`, with the next span on either side."""
        first, last = self._range(span)
        return self._numbers[max(0, first - 1) : last + 1]

    def _range(self, span: Span) -> tuple[int, int]:
        return bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
