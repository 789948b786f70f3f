"""Passages of an English comment in another language, which nobody reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from analysis.domain.span import Span
from analysis.text.english import Kind
from analysis.text.language_tally import WORD, WORDS_READ, Tally, counts_inside, tally_of
from analysis.text.prepared import Language

_PASSAGE = 3
"""Words in another language, in one sentence, that count as a passage that was not read."""

_PASSAGE_UNSURE = 0.35
_MOST = 0.5
"""Share of words in another language from which the whole comment counts as in it."""


def may_hold_a_passage(words: Sequence[str], tally: Tally) -> bool:
    """Whether any sentence can be less English than a passage in another language is.

    One word that is hardly English makes none of three that are as English as a slip of the pen
    or more. A capital letter makes a name of a word, but not at the beginning of a sentence.
    """
    if tally.other_script:
        return True
    return sum(map(_doubt, words)) > _HARDLY


_HARDLY, _HALF = 1_000_000, 1
"""One word that is hardly English weighs more than all that may be, which do no harm alone."""


@lru_cache(maxsize=50_000)
def _doubt(word: str) -> int:
    """How much a word speaks for a passage in another language."""
    counts = counts_inside(word)
    if counts is None:
        return _HARDLY if word[0].isupper() else 0
    if counts.english < _PASSAGE_UNSURE:
        return _HARDLY
    return _HALF if counts.english < Kind.MISSPELLED.value else 0


def with_unread_passages(
    text: str,
    language: Language,
    sentences: Sequence[Span],
    rows: Sequence[tuple[int, int]] = (),
) -> Language:
    """``language`` with the passages that are in another one; not served when they are most.

    ``rows`` are where rows of words in another language begin, and how many words each has: they
    count in sentences that are English otherwise.
    """
    foreign = total = 0
    starts = [start for start, _ in rows]
    for sentence in sentences:
        words = [match[0] for match in WORD.finditer(text, sentence.start, sentence.end)]
        tally = tally_of(words[:WORDS_READ])
        total += tally.words
        unread = tally.other_script
        if (
            tally.words >= _PASSAGE
            and tally.share < _PASSAGE_UNSURE
            and tally.sure <= tally.words / 8
        ):
            unread = tally.words
        else:
            inside = slice(bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))
            unread += sum(number for _, number in rows[inside])
        foreign += unread
    if not foreign:
        return language
    share = foreign / max(1, total)
    if share >= _MOST:
        reason = "Most of it is in another language than English."
        return Language("und", 0.0, supported=False, reason=reason)
    note = f"{foreign} of {total} words are in another language than English and were not read."
    return Language(language.code, language.confidence, supported=True, unread=note)
