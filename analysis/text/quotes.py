"""Whose words: the passages of a comment that stand in the article or an earlier comment."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.domain.span import Span, merge_spans
from analysis.text.marks import Marked, blocks, quotation_marks
from analysis.text.sources import SHINGLE, Match, Sources, closest, similarity
from analysis.text.words import Words, words_of

LINE_WORDS = 5
"""A whole line with so many words of the article, copied, is a quote ..."""
LINE_WORDS_COMMENT = 6
"""... and of another comment; people do say the same short things."""
SENTENCE_WORDS = 7
"""Copied words from a sentence's start to a sentence's end that make an unmarked quote."""
RUN_WORDS = 12
"""Copied words anywhere that make an unmarked quote."""
MARKED_WORDS = 4
"""Words in quotation marks below which they name or mock a thing rather than quote a text."""
UNKNOWN_WORDS = 5
"""Words in quotation marks that count as a quote though no source is known."""

_ALIKE = 0.8
_MARKED_SHARE = 0.75
"""Share of a passage in quotation marks that a source must hold."""
_ALTERED = 0.86
"""Similarity from which an altered passage in marks is taken for a source's."""
_FUZZY_WORDS = 400
_FUZZY_PASSAGES = 20
_FUZZY_COMMENTS = 30
"""Bounds for the slow comparison of altered passages: words, passages, latest comments."""

_OPENING = "\"“”«„‘'「([…."
_CLOSING = "\"”“»’'」)]…"
_BRACKETS = "\"“”«»„‘’'「」()[] \t"
_SENTENCE_END = ".!?…:。！？"
_SAYS = re.compile(
    r"(?:\b(?:you|he|she|they|who|people|everyone|somebody|someone|author|article|writer|"
    r"[A-Z][\w.\-]+)(?:'?(?:s|re|ve|d))?\s+(?:\w+\s+){0,2}?"
    r"(?:say|says|said|saying|write|writes|wrote|claim|claims|claimed|ask|asks|asked|argue|argues|"
    r"argued|mention|mentions|mentioned|call|calls|called|put|post|posted|state|states|stated)|"
    r"\b(?:your|his|her|their|the|that|this)\s+(?:\w+\s+)?"
    r"(?:line|quote|statement|sentence|comment|claim|words|phrase|remark))\b"
    r"[^.!?\n]{0,30}\Z"
)
_SAYS_READ = 120


@dataclass(frozen=True, slots=True)
class Found:
    """A quote as a range of the text searched, with where it comes from."""

    span: Span
    source: str
    comment_id: str | None
    similarity: float


def find_quotes(text: str, sources: Sources) -> tuple[Found, ...]:
    """The quotes in ``text``, in order and disjoint.

    A comment that is nothing but another comment over again, or nothing but a passage that no
    source holds, is taken for its writer's own words: somebody has to answer for it.
    """
    words = words_of(text)
    found = [_block(text, words, marked, sources) for marked in blocks(text)]
    found += _copied(text, words, sources, [quote.span for quote in found])
    found += _in_marks(text, words, sources, [quote.span for quote in found])
    found.sort(key=lambda quote: quote.span)
    joined = _joined(text, found)
    if _has_own_words(words, joined):
        return tuple(joined)
    marked = [quote for quote in joined if quote.source != "unknown"]
    return tuple(quote for quote in marked if quote.source == "article")


def _copied(text: str, words: Words, sources: Sources, taken: Sequence[Span]) -> list[Found]:
    """Passages copied without a mark (or with one), found word by word."""
    found: list[Found] = []
    blocked = _word_mask(words, taken)
    at = lowest = 0
    previous: Match | None = None
    while at + 3 <= len(words):
        if blocked[at]:
            at += 1
            lowest = at
            continue
        match = _continued(text, words, previous, at) if previous and at == previous.end else None
        if match is None and at + SHINGLE <= len(words):
            match = sources.longest(words, at, lowest=lowest)
            if match is not None and not _is_quote(text, words, match):
                match = None
        if match is None or any(blocked[match.start : match.end]):
            at += 1
            continue
        found.append(_found(text, words, match))
        at = lowest = match.end
        previous = match
    return found


def _continued(text: str, words: Words, previous: Match, at: int) -> Match | None:
    """The same quote taken up again after ``...`` or ``[...]``, further down in its source."""
    between = text[words.ends[at - 1] : words.starts[at]]
    if not re.search(r"…|\.\.\.|\n", between):
        return None
    keys = previous.source.words.keys
    head = words.keys[at : at + 3]
    for place in range(previous.until, min(previous.until + 300, len(keys) - 2)):
        if keys[place : place + 3] == head:
            end, until = at, place
            while end < len(words) and until < len(keys) and words.keys[end] == keys[until]:
                end += 1
                until += 1
            match = Match(previous.source, at, end, place, until, end - at)
            if _ends_sentence(text, words, match) and _starts_sentence(text, words.starts[at]):
                return match
    return None


def _is_quote(text: str, words: Words, match: Match) -> bool:
    length = len(match)
    if similarity(words, match) < _ALIKE:
        return False
    if length >= RUN_WORDS:
        return True
    start, end = words.starts[match.start], words.ends[match.end - 1]
    whole_line = _starts_line(text, start) and _ends_line(text, end)
    needed = LINE_WORDS if match.source.kind == "article" else LINE_WORDS_COMMENT
    if whole_line and length >= needed:
        return True
    return (
        length >= SENTENCE_WORDS
        and _starts_sentence(text, start)
        and _ends_sentence(text, words, match)
    )


def _block(text: str, words: Words, marked: Marked, sources: Sources) -> Found:
    """A block is a quote whatever it holds; its source is the one that holds most of it."""
    match = _best_inside(words, marked.inner, sources, share=0.5)
    if match is None:
        return Found(marked.outer, "unknown", None, 0.0)
    return Found(marked.outer, match.source.kind, match.source.comment_id, similarity(words, match))


def _in_marks(text: str, words: Words, sources: Sources, taken: Sequence[Span]) -> list[Found]:
    """Passages in quotation marks: of a source, or of somebody whose text is not here."""
    found: list[Found] = []
    slow = 0
    for marked in quotation_marks(text):
        if any(marked.outer.overlaps(span) for span in taken):
            continue
        first, last = _inside(words, marked.inner)
        if last - first < MARKED_WORDS:
            continue
        match = _best_inside(
            words, marked.inner, sources, share=_MARKED_SHARE, fuzzy=slow < _FUZZY_PASSAGES
        )
        slow += 1
        if match is not None:
            alike = similarity(words, match)
            found.append(Found(marked.outer, match.source.kind, match.source.comment_id, alike))
        elif last - first >= UNKNOWN_WORDS and _is_reported(text, marked):
            found.append(Found(marked.outer, "unknown", None, 0.0))
    return found


def _is_reported(text: str, marked: Marked) -> bool:
    """A sentence that begins with the quotation, or one that says somebody else's words follow."""
    start = marked.outer.start
    if _starts_sentence(text, start):
        return True
    line = text.rfind("\n", 0, start) + 1
    return bool(_SAYS.search(text[max(line, start - _SAYS_READ) : start]))


def _best_inside(
    words: Words, inner: Span, sources: Sources, *, share: float, fuzzy: bool = True
) -> Match | None:
    """The match that holds at least ``share`` of the words inside ``inner``."""
    first, last = _inside(words, inner)
    best: Match | None = None
    at = first
    while at + SHINGLE <= last:
        match = sources.longest(words, at, lowest=first)
        if match is not None and (best is None or match.equal > best.equal):
            best = match
        at = max(at + 1, match.end - SHINGLE if match else 0)
    if best is not None and min(best.end, last) - best.start >= share * (last - first):
        return best
    if fuzzy and MARKED_WORDS < last - first <= _FUZZY_WORDS:
        return closest(words, first, last, sources.recent(_FUZZY_COMMENTS), _ALTERED)
    return None


def _found(text: str, words: Words, match: Match) -> Found:
    """The match as a range with the marks and end punctuation that belong to the quote."""
    start, end = words.starts[match.start], words.ends[match.end - 1]
    theirs = match.source.text
    at = match.source.words.ends[match.until - 1]
    while end < len(text) and at < len(theirs) and _same_mark(text[end], theirs[at]):
        end += 1
        at += 1
    if text[end : end + 1] == "." and not text[end + 1 : end + 2].strip():
        end += 1
    opened = start > 0 and text[start - 1] in _OPENING
    while start > 0 and text[start - 1] in _OPENING:
        start -= 1
    if opened:
        tail = re.match(r"[.,;!?…]{0,3}[\"”“»’'」)\]]+", text[end : end + 8])
        if tail:
            end += tail.end()
    tail = re.match(r"…|\.{3,6}|\s?(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\))", text[end : end + 8])
    if tail:
        end += tail.end()
    return Found(
        Span(start, end),
        match.source.kind,
        match.source.comment_id,
        similarity(words, match),
    )


def _joined(text: str, found: Sequence[Found]) -> list[Found]:
    """Neighbouring passages of one source with nothing but space or dots between are one."""
    joined: list[Found] = []
    for quote in found:
        last = joined[-1] if joined else None
        if last and (last.source, last.comment_id) == (quote.source, quote.comment_id):
            between = text[last.span.end : quote.span.start]
            if not any(char.isalnum() for char in between) and len(between) < 12:
                alike = min(last.similarity, quote.similarity)
                span = Span(last.span.start, quote.span.end)
                joined[-1] = Found(span, quote.source, quote.comment_id, alike)
                continue
        joined.append(quote)
    return joined


def _has_own_words(words: Words, found: Sequence[Found]) -> bool:
    return not all(_word_mask(words, [quote.span for quote in found]))


def _word_mask(words: Words, spans: Sequence[Span]) -> list[bool]:
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


def _inside(words: Words, span: Span) -> tuple[int, int]:
    """The numbers of the words that begin inside ``span``, as a half-open range."""
    return bisect_left(words.starts, span.start), bisect_left(words.starts, span.end)


def _same_mark(ours: str, theirs: str) -> bool:
    if ours.isalnum() or ours.isspace():
        return False
    plain = str.maketrans("“”„‘’´`", "\"\"\"''''")
    return ours.translate(plain) == theirs.translate(plain)


def _starts_line(text: str, start: int) -> bool:
    while start > 0 and text[start - 1] in _OPENING + " \t":
        start -= 1
    return start == 0 or text[start - 1] == "\n"


def _ends_line(text: str, end: int) -> bool:
    while end < len(text) and not text[end].isalnum() and text[end] != "\n":
        end += 1
    return end == len(text) or text[end] == "\n"


def _starts_sentence(text: str, start: int) -> bool:
    while start > 0 and text[start - 1] in _BRACKETS:
        start -= 1
    return start == 0 or text[start - 1] == "\n" or text[start - 1] in _SENTENCE_END


def _ends_sentence(text: str, words: Words, match: Match) -> bool:
    end = words.ends[match.end - 1]
    after = text[end : end + 3].lstrip(_CLOSING[:-1])[:1]
    theirs = match.source.words.ends[match.until - 1]
    follows = match.source.text[theirs : theirs + 3].lstrip(_CLOSING[:-1])[:1]
    return not after or after in _SENTENCE_END + "\n" or not follows or follows in _SENTENCE_END
