"""From a scorer's range of own words to the passage of the original that is marked for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import takewhile

from analysis.domain.span import Span
from analysis.text.prepared import PreparedComment
from analysis.text.whole_signs import whole_signs


def evidence_span(prepared: PreparedComment, span: Span) -> Span:
    """The passage of the original that ``span`` of ``prepared.own`` came from, in whole signs.

    Own words stand together where a quote was taken out between them. Of a range that reaches over
    one the longest part is marked, so that nothing of somebody else's is.
    """
    original = prepared.own.original(span)
    text = prepared.comment.text
    if prepared.quotes:
        first = bisect_right(prepared.quotes, original.start, key=lambda quote: quote.span.end)
        behind = (quote.span for quote in prepared.quotes[first:])
        met = takewhile(lambda quote: quote.start < original.end, behind)
        original = longest_outside(text, original, met) or original
    return whole_signs(text, original)


def longest_outside(text: str, span: Span, quotes: Iterable[Span]) -> Span | None:
    """The longest part of ``span`` outside of ``quotes``, each of which it meets, in order and
    disjoint; without space at its ends where it was cut."""
    edges = [span.start]
    for quote in quotes:
        edges += (quote.start, quote.end)
    if len(edges) == 1:
        return span
    edges.append(span.end)
    parts = [_stripped(text, *ends) for ends in zip(edges[::2], edges[1::2], strict=True)]
    longest = max(parts, key=len)
    return longest if len(longest) else None


def _stripped(text: str, start: int, end: int) -> Span:
    """The range without space at its ends; an empty one where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, max(start, end))
