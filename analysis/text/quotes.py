"""Whose words: the passages of a comment that stand in the article or an earlier comment."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from analysis.domain.span import Span, merge_spans
from analysis.text.approval import approves_of_quote
from analysis.text.bounds import ends_sentence, starts_sentence
from analysis.text.marked_passage import Marked
from analysis.text.marked_quotes import blocks
from analysis.text.mentions import mentions
from analysis.text.quotation_marks import quotation_marks
from analysis.text.reported_speech import Speaker, speaker_of
from analysis.text.sources import Budget, Match, Sources, closest
from analysis.text.unmarked_quotes import QuoteMatch, copied, word_mask
from analysis.text.words import SHINGLE, Words, words_of

MARKED_WORDS = 4
"""Words in quotation marks below which they name or mock a thing rather than quote a text."""
UNKNOWN_WORDS = 5
"""Words in quotation marks that count as a quote though no source is known."""
_FEW_WORDS = 3
"""Own words beside a copied comment that are no answer to it where they go on with it."""
_SENTENCE_ENDS = ".!?…"
_GIVEN_BACK = re.compile(
    r"\W*(?:this|same|ditto|yes|yep|yeah|facts|based|word|you\s+too|yourself|right\s+back)\W*\Z",
    re.I,
)

_MARKED_SHARE = 0.75
"""Share of a passage in quotation marks that a source must hold."""
_ALTERED = 0.86
"""Similarity from which an altered passage in marks is taken for a source's."""
_FUZZY_WORDS = 60
_FUZZY_PASSAGES = 10
_FUZZY_COMMENTS = 30
"""Bounds for the slow comparison of altered passages: words, passages, latest comments."""


def find_quotes(
    text: str, sources: Sources, *, author: str | None = None, marked: Sequence[Span] = ()
) -> tuple[QuoteMatch, ...]:
    """The quotes in ``text``, in order and disjoint; ``marked`` are those that its markup names.

    What ``author`` repeats of an own earlier comment without marking it stays the author's words.

    A comment that is nothing but another comment over again, or nothing but a passage that no
    source holds, is taken for its writer's own words: somebody has to answer for it.
    """
    marked_blocks, in_marks, named = blocks(text, marked), quotation_marks(text), mentions(text)
    if not (sources or marked_blocks or in_marks or named):
        return ()
    words = words_of(text)
    budget = Budget.of(words)
    matches = [_block(words, block, sources, budget) for block in marked_blocks]
    taken = [quote.span for quote in matches]
    copies = copied(text, words, sources, taken, author=author, budget=budget)
    if taken or not _says_it_again(text, words, copies):
        matches += copies
    matches += _in_marks(text, in_marks, words, sources, [q.span for q in matches], budget)
    matches += [
        QuoteMatch(span, "unknown", None, 0.0)
        for span in _outside(named, [quote.span for quote in matches])
    ]
    matches.sort(key=lambda quote: quote.span)
    joined = _joined(text, matches)
    if _has_own_words(words, joined):
        return tuple(joined)
    return tuple(quote for quote in joined if quote.source == "article")


def _says_it_again(text: str, words: Words, copies: Sequence[QuoteMatch]) -> bool:
    """Whether another comment's words, copied without marks, are given back or agreed with, by a
    word or two before them ("No. You are …"), in their sentence ("… too") or behind ("Exactly!").
    """
    spans = [quote.span for quote in copies]
    if not spans or any(quote.source != "comment" for quote in copies):
        return False
    own = len(words) - sum(word_mask(words, spans))
    before, behind = text[: spans[0].start].rstrip(), text[spans[-1].end :]
    if not 0 < own <= _FEW_WORDS or before.endswith(":"):
        return False
    if not any(map(str.isalnum, behind)) or _GIVEN_BACK.match(behind):
        return True
    end = spans[-1].end
    ended = text[end - 1] in _SENTENCE_ENDS or ends_sentence(text, end)
    return not ended or approves_of_quote(text, spans[0].start, end)


def _block(words: Words, marked: Marked, sources: Sources, budget: Budget) -> QuoteMatch:
    """A block is a quote whatever it holds; its source is the one that holds most of it."""
    match = _best_inside(words, marked.inner, sources, budget, share=0.5)
    if match is None:
        return QuoteMatch(marked.outer, "unknown", None, 0.0)
    return QuoteMatch.of(marked.outer, match, words)


def _in_marks(
    text: str,
    passages: Sequence[Marked],
    words: Words,
    sources: Sources,
    taken: Sequence[Span],
    budget: Budget,
) -> list[QuoteMatch]:
    """Passages in quotation marks: of a source, or of somebody whose text is not here."""
    matches: list[QuoteMatch] = []
    slow = 0
    free = set(_outside([marked.outer for marked in passages], taken))
    for marked in passages:
        if marked.outer not in free:
            continue
        first, last = _inside(words, marked.inner)
        if last - first < MARKED_WORDS:
            continue
        match = _best_inside(
            words,
            marked.inner,
            sources,
            budget,
            share=_MARKED_SHARE,
            fuzzy=slow < _FUZZY_PASSAGES,
        )
        slow += 1
        if match is not None:
            matches.append(QuoteMatch.of(marked.outer, match, words))
        elif last - first >= UNKNOWN_WORDS and _is_reported(text, marked):
            matches.append(QuoteMatch(marked.outer, "unknown", None, 0.0))
    return matches


def _outside(spans: Sequence[Span], taken: Sequence[Span]) -> Iterator[Span]:
    """Those of ``spans`` (in order) that overlap none of ``taken``."""
    ordered = merge_spans(taken)
    number = 0
    for span in spans:
        while number < len(ordered) and ordered[number].end <= span.start:
            number += 1
        if number == len(ordered) or not ordered[number].overlaps(span):
            yield span


def _is_reported(text: str, marked: Marked) -> bool:
    """Words that the text around says are somebody else's, or a sentence that begins with them,
    unless the writer approves of them: "my boss says "…" and I couldn't agree more"."""
    if approves_of_quote(text, marked.outer.start, marked.outer.end):
        return False
    speaker = speaker_of(text, marked.outer)
    if speaker is Speaker.UNTOLD:
        return starts_sentence(text, marked.outer.start)
    return speaker is Speaker.SOMEBODY_ELSE


def _best_inside(
    words: Words,
    inner: Span,
    sources: Sources,
    budget: Budget,
    *,
    share: float,
    fuzzy: bool = True,
) -> Match | None:
    """The match that holds at least ``share`` of the words inside ``inner``."""
    first, last = _inside(words, inner)
    best: Match | None = None
    at = first
    while at + SHINGLE <= last:
        match = sources.longest(words, at, lowest=first, budget=budget)
        if match is not None and (best is None or match.equal > best.equal):
            best = match
        at = max(at + 1, match.end - SHINGLE if match else 0)
    if best is not None and min(best.end, last) - best.start >= share * (last - first):
        return best
    if fuzzy and MARKED_WORDS < last - first <= _FUZZY_WORDS:
        return closest(words, first, last, sources.recent(_FUZZY_COMMENTS), _ALTERED)
    return None


def _joined(text: str, quotes: Sequence[QuoteMatch]) -> list[QuoteMatch]:
    """Neighbouring passages of one source with nothing but space or dots between are one."""
    joined: list[QuoteMatch] = []
    for quote in quotes:
        last = joined[-1] if joined else None
        if last and quote.span.start < last.span.end:
            rest = Span(last.span.end, max(last.span.end, quote.span.end))
            if not rest.of(text).strip():
                continue
            quote = QuoteMatch(rest, quote.source, quote.comment_id, quote.similarity)
        if last and (last.source, last.comment_id) == (quote.source, quote.comment_id):
            between = text[last.span.end : quote.span.start]
            if not any(char.isalnum() for char in between) and len(between) < 12:
                alike = min(last.similarity, quote.similarity)
                span = Span(last.span.start, quote.span.end)
                joined[-1] = QuoteMatch(span, quote.source, quote.comment_id, alike)
                continue
        joined.append(quote)
    return joined


def _has_own_words(words: Words, quotes: Sequence[QuoteMatch]) -> bool:
    return not all(word_mask(words, [quote.span for quote in quotes]))


def _inside(words: Words, span: Span) -> tuple[int, int]:
    """The numbers of the words that begin inside ``span``, as a half-open range."""
    return bisect_left(words.starts, span.start), bisect_left(words.starts, span.end)
