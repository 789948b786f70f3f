"""The sentences of a text as it is read, as spans of the text as it was written."""

from __future__ import annotations

from analysis.domain.span import Span
from analysis.text.clean import clean_copy
from analysis.text.sentences import sentences


def sentence_spans(text: str, *, most: int) -> list[Span]:
    """Up to ``most`` sentences in order, in code points of ``text``; what is behind has none."""
    clean = clean_copy(text)
    spans = [clean.to_original(span.start, span.end) for span in sentences(clean.text)[:most]]
    return [span for span in spans if span.of(text).strip()]
