"""Passages copied from the article or an earlier comment, marked as quotes or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.domain.span import Span, merge_spans
from analysis.text.bounds import (
    ends_line,
    ends_sentence,
    starts_line,
    starts_sentence,
    widened,
)
from analysis.text.sources import Budget, Match, Sources, similarity
from analysis.text.words import SHINGLE, Words

LINE_WORDS = 5
"""A whole line with so many words of the article, copied, is a quote ..."""
LINE_WORDS_COMMENT = 6
"""... and of another comment; people do say the same short things."""
SENTENCE_WORDS = 7
"""Copied words from a sentence's start to a sentence's end that make an unmarked quote."""
RUN_WORDS = 12
"""Copied words anywhere that make an unmarked quote."""

_ALIKE = 0.8
"""Similarity to its source below which a passage is a retelling."""
_CONTINUED_WORDS = 3
_CONTINUED_WITHIN = 300
"""A shortened quote goes on with so many equal words, so many words further down at most."""

_CHANCE_WORDS = 3
_NEXT_SENTENCE = re.compile(r"[.!?…][\"”’)]*\s|\n")


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """A quote as a range of the text searched, with where it comes from."""

    span: Span
    source: str
    comment_id: str | None
    similarity: float

    @classmethod
    def of(cls, span: Span, match: Match, words: Words) -> QuoteMatch:
        """The quote at ``span`` whose words, or most of them, ``match`` found in a source."""
        source = match.source
        return cls(span, source.kind, source.comment_id, similarity(words, match))


def copied(
    text: str,
    words: Words,
    sources: Sources,
    taken: Sequence[Span],
    *,
    budget: Budget,
    author: str | None = None,
) -> list[QuoteMatch]:
    """Copied passages outside of ``taken``, in order; not those of ``author``'s own comments."""
    matches: list[QuoteMatch] = []
    if not sources:
        return matches
    blocked = word_mask(words, taken)
    at = lowest = 0
    previous: Match | None = None
    while at + _CONTINUED_WORDS <= len(words):
        if blocked[at]:
            at += 1
            lowest = at
            continue
        match = _continued(text, words, previous, at) if previous and at == previous.end else None
        if match is None and at + SHINGLE <= len(words) and sources.may_hold(words.rows[at]):
            match = sources.longest(words, at, lowest=lowest, budget=budget)
            if match is not None:
                match = _trimmed(text, words, match)
                budget.left -= len(match)
                if not _is_others(match, author) or not _is_quote(text, words, match):
                    match = None
        if match is None or any(blocked[match.start : match.end]):
            at += 1
            continue
        bare = Span(words.starts[match.start], words.ends[match.end - 1])
        theirs = match.source.words.ends[match.until - 1]
        matches.append(QuoteMatch.of(widened(text, bare, match.source.text, theirs), match, words))
        at = lowest = match.end
        previous = match
    return matches


def word_mask(words: Words, spans: Sequence[Span]) -> list[bool]:
    """For each word, whether it begins inside one of ``spans``."""
    mask = [False] * len(words)
    ordered = iter(merge_spans(spans))
    span = next(ordered, None)
    for number, start in enumerate(words.starts):
        while span is not None and span.end <= start:
            span = next(ordered, None)
        if span is None:
            break
        mask[number] = span.start <= start
    return mask


def _continued(text: str, words: Words, previous: Match, at: int) -> Match | None:
    """The same quote taken up again after ``...`` or ``[...]``, further down in its source."""
    between = text[words.ends[at - 1] : words.starts[at]]
    if not re.search(r"…|\.\.\.|\n", between):
        return None
    keys = previous.source.words.keys
    head = words.keys[at : at + _CONTINUED_WORDS]
    last = min(previous.until + _CONTINUED_WITHIN, len(keys) - _CONTINUED_WORDS + 1)
    for place in range(previous.until, last):
        if keys[place : place + _CONTINUED_WORDS] == head:
            end, until = at, place
            while end < len(words) and until < len(keys) and words.keys[end] == keys[until]:
                end += 1
                until += 1
            match = Match(previous.source, at, end, place, until, end - at)
            if _ends(text, words, match) and starts_sentence(text, words.starts[at]):
                return match
    return None


def _is_others(match: Match, author: str | None) -> bool:
    return author is None or match.source.author != author


def _is_quote(text: str, words: Words, match: Match) -> bool:
    length = len(match)
    if similarity(words, match) < _ALIKE:
        return False
    if length >= RUN_WORDS:
        return True
    start, end = words.starts[match.start], words.ends[match.end - 1]
    whole_line = starts_line(text, start) and ends_line(text, end)
    needed = LINE_WORDS if match.source.kind == "article" else LINE_WORDS_COMMENT
    if whole_line and length >= needed:
        return True
    return length >= SENTENCE_WORDS and starts_sentence(text, start) and _ends(text, words, match)


def _trimmed(text: str, words: Words, match: Match) -> Match:
    """The match without a last word or two that merely happen to begin the next sentence too."""
    if ends_sentence(text, words.ends[match.end - 1]):
        return match
    for extra in range(1, min(_CHANCE_WORDS, len(match) - 1) + 1):
        end = match.end - extra
        if _NEXT_SENTENCE.search(text, words.ends[end - 1], words.starts[end]):
            return replace(match, end=end, until=match.until - extra, equal=match.equal - extra)
    return match


def _ends(text: str, words: Words, match: Match) -> bool:
    """Whether the passage ends where a sentence does, in the comment or in its source."""
    theirs = match.source.words.ends[match.until - 1]
    return ends_sentence(text, words.ends[match.end - 1]) or ends_sentence(
        match.source.text, theirs
    )
