"""Cut an original into pieces that are drawn alike; nothing is changed, lost or reordered."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.domain.span import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the original between two neighbouring borders.

    ``marks`` and ``quotes`` are positions in the lists given to :func:`pieces`: all that cover it.
    """

    text: str
    marks: tuple[int, ...] = ()
    quotes: tuple[int, ...] = ()


def pieces(text: str, marks: Sequence[Span], quotes: Sequence[Span] = ()) -> tuple[Piece, ...]:
    """The pieces of ``text`` in order; their texts joined are exactly ``text``.

    A span that reaches beyond the text is shown as far as the text goes.
    """
    borders = {0, len(text)}
    for span in (*marks, *quotes):
        borders.add(min(span.start, len(text)))
        borders.add(min(span.end, len(text)))
    edges = sorted(borders)
    inner = zip(_covering(marks, edges), _covering(quotes, edges), strict=True)
    return tuple(
        Piece(text=text[start:end], marks=marked, quotes=quoted)
        for (start, end), (marked, quoted) in zip(itertools.pairwise(edges), inner, strict=True)
    )


def _covering(spans: Sequence[Span], edges: Sequence[int]) -> list[tuple[int, ...]]:
    """Per piece between two edges the numbers of the spans over it; one walk over all spans."""
    begin: dict[int, list[int]] = defaultdict(list)
    end: dict[int, list[int]] = defaultdict(list)
    for number, span in enumerate(spans):
        if span.start < min(span.end, edges[-1]):
            begin[span.start].append(number)
            end[min(span.end, edges[-1])].append(number)
    covering: list[tuple[int, ...]] = []
    here: list[int] = []
    for edge in edges[:-1]:
        ended = set(end[edge])
        here = sorted([number for number in here if number not in ended] + begin[edge])
        covering.append(tuple(here))
    return covering
