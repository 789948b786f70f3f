"""Passages that a comment itself marks as quoted: ``>`` lines, blocks, quotation marks.

Blocks of HTML and BBCode are known from the markup (see ``analysis.text.markup``).
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.domain.span import Span
from analysis.text.marked_passage import Marked
from analysis.text.quote_headers import quotes_under_headers
from analysis.text.quoted_lines import quoted_lines


def blocks(text: str, marked: Sequence[Span] = ()) -> list[Marked]:
    """Quoted lines, blocks, and what a header says is quoted, in order and disjoint.

    ``marked`` are the ranges of ``text`` that its markup says are quoted.
    """
    quoted = [Marked(span, _stripped(text, span), block=True) for span in marked]
    quoted.extend(quotes_under_headers(text))
    quoted.extend(quoted_lines(text))
    quoted.sort(key=lambda marked: (marked.outer.start, -marked.outer.end))
    apart: list[Marked] = []
    for quote in quoted:
        if not apart or quote.outer.start >= apart[-1].outer.end:
            apart.append(quote)
    return apart


def _stripped(text: str, span: Span) -> Span:
    """``span`` without the space at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))
