"""Cut an original into pieces that are drawn alike; nothing is changed, lost or reordered."""

from __future__ import annotations

import itertools
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
    return tuple(
        Piece(
            text=text[start:end],
            marks=_covering(marks, start, end),
            quotes=_covering(quotes, start, end),
        )
        for start, end in itertools.pairwise(edges)
    )


def _covering(spans: Sequence[Span], start: int, end: int) -> tuple[int, ...]:
    return tuple(n for n, span in enumerate(spans) if span.start <= start and end <= span.end)
