"""Words of the writer that can be underlined: those outside of the quotes of a comment."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.domain.span import Span, merge_spans
from analysis.services.moderation.disjoint_spans import DisjointSpans
from analysis.services.moderation.passage_words import telling_words
from analysis.text.evidence_spans import longest_outside


class OwnWords:
    """A text and the quotes in it, asked which words of a range can be underlined."""

    def __init__(self, text: str, quotes: Iterable[Span]) -> None:
        self._text = text
        self._spans = merge_spans(span for span in quotes if len(span))
        self._places = DisjointSpans(self._spans)

    def telling_words(self, span: Span) -> Span | None:
        """What says something of ``span`` outside of quotes: where one lies in it, of its longest
        part; ``None`` where nothing does."""
        for _ in range(2):  # growing to whole words and clauses can reach into a quote again
            part = self._longest_outside(span)
            words = telling_words(self._text, part) if part is not None else None
            if words is None or not self._places.overlapping(words):
                return words
            span = words
        return None

    def _longest_outside(self, span: Span) -> Span | None:
        met = (self._spans[number] for number in self._places.overlapping(span))
        return longest_outside(self._text, span, met)
