"""Which language the commenter's own words are in, and what of them is not English.

English is told by its words: how many are known English ones, how many belong to other languages.
Only where that leaves doubt is the statistical detector asked. What can't be told to be English is
not served: nobody has read it, so it must not be cleared.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.domain.quick_init import quick_init
from analysis.domain.span import Span
from analysis.text.addresses import STAND_IN
from analysis.text.english import Kind, kind_of
from analysis.text.foreign_rows import foreign_rows, may_hold_rows
from analysis.text.plain_english import ASCII_WORD, plainly_english, surely_no_passage
from analysis.text.prepared import Language
from analysis.text.vocabulary import (
    disguised,
    english,
    english_chat,
    short_forms,
    words_of_languages,
)

if TYPE_CHECKING:
    from lingua import LanguageDetector

SERVED = "en"
"""The language that the labels, rules and models are made for."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]*\d[^\W_]*")
_NO_WORD = re.compile(
    rf"{re.escape(STAND_IN)}|(?<!\w)@[\w.-]+|(?<!\w)(?:/?[ru]/)[\w-]+|[\ud800-\udfff]"
)
_INITIALS = re.compile(r"(?<![^\W_])(?:[A-Z]\.){2,5}(?:[A-Z](?![^\W_]))?")
_READ = 2_000
"""Words of a text that are looked at one by one; a longer one is sampled from all its parts."""
_DETECTED = 500
"""Characters shown to the detector; more only cost time."""
_SURE = 0.72
"""Share of English words from which a text is English without asking further ..."""
_UNSURE = 0.45
"""... and below which it is not, whatever the detector says."""
_DETECTOR_SURE = 0.4
#: Words from which on the lists of words alone may name another language.
_NAMED_FROM = 6
_OWN_FUNCTION_WORDS = 0.25
"""Share of words that only English has (``the``, ``you``) that makes a text English."""
_PASSAGE = 3
"""Words in another language, in one sentence, that count as a passage that was not read."""
_PASSAGE_UNSURE = 0.35
_MOST = 0.5
"""Share of words in another language from which the whole comment counts as in it."""


@quick_init
@dataclass(frozen=True, slots=True)
class _Tally:
    """Words of a passage: those that count, how English they are (sum of 0 to 1), how many only
    English has, and how many are in no Latin letters."""

    counted: Sequence[_Counts]
    english: float
    sure: int
    other_script: int

    @property
    def words(self) -> int:
        """How many count."""
        return len(self.counted)

    def votes(self) -> dict[str, int]:
        """How many of them other languages have; hardly ever asked."""
        votes: dict[str, int] = {}
        for counts in self.counted:
            for code in counts.languages:
                votes[code] = votes.get(code, 0) + 1
        return votes

    @property
    def share(self) -> float:
        return self.english / self.words if self.words else 0.0

    def english_by_exclusion(self, *, detected: bool) -> bool:
        """Whether most words are English ones (half of them where the detector thinks of English
        first), one of them surely, and none is known to be of another language: a text that no
        language can be named for may hold rare words and names."""
        degrees = [counts.english for counts in self.counted]
        known = sum(degree >= Kind.SHARED.value for degree in degrees)
        return (
            2 * known + detected > len(degrees)
            and min(degrees) >= Kind.UNKNOWN.value
            and max(degrees) >= Kind.MISSPELLED.value
        )


def language_of(own_words: str, sentences: Sequence[Span] = ()) -> Language:
    """The language of ``own_words``, with what of them was not read.

    ``sentences`` are ranges of ``own_words``; a sentence in another language is named in
    ``unread``. A text without words, or whose language can't be told, is not supported.
    """
    text = own_words
    share = plainly_english(text)
    if share is not None:
        return Language(SERVED, share, supported=True)
    if not text.isascii() or "@" in text or "/" in text:
        text = _NO_WORD.sub(lambda match: " " * len(match[0]), text)
    text = _INITIALS.sub(_without_initials, text)
    every_word = (ASCII_WORD if text.isascii() else _WORD).findall(text)
    words = _sampled(every_word)
    tally = _tally(words)
    if not tally.words:
        return Language("und", 0.0, supported=False, reason=_without_words(own_words))
    language = _judged(text, tally)
    if not language.supported or tally.english == tally.words:
        return language
    if len(words) == len(every_word) and not _may_hold_a_passage(words, tally):
        return language
    spans = sentences or (Span(0, len(text)),)
    rows = tuple(foreign_rows(text)) if may_hold_rows(every_word) else ()
    if not rows and all(surely_no_passage(text[span.start : span.end]) for span in spans):
        return language
    return _by_passage(text, language, spans, rows)


def _without_initials(match: re.Match[str]) -> str:
    """Blanks for the letters of an abbreviation ("F.A.O."), which are in no language; but what
    they spell may be meant ("D.I.E.")."""
    letters = match[0].replace(".", "").lower()
    meant = (
        *(english(), english_chat(), short_forms()),
        *(disguised().words, disguised().respelled, disguised().slips),
    )
    if any(letters in words for words in meant):
        return match[0]
    return " " * len(match[0])


def _sampled(words: list[str]) -> list[str]:
    return words if len(words) <= _READ else words[:: len(words) // _READ + 1]


def _tally(words: Sequence[str]) -> _Tally:
    english, sure, other = 0.0, 0, 0
    first = [_counts(word, first=True) for word in words[:1]]
    counted = [*filter(None, first), *filter(None, map(_counts_inside, words[1:]))]
    for counts in counted:
        english += counts.english
        sure += counts.sure
        other += counts.other_script
    return _Tally(counted, english, sure, other)


@dataclass(frozen=True, slots=True)
class _Counts:
    """How English a word is, whether only English or no Latin script has it, and which other
    languages have it."""

    english: float
    sure: bool
    other_script: bool
    languages: tuple[str, ...]


def _counts(word: str, *, first: bool) -> _Counts | None:
    """What a word counts for; ``None`` where that is nothing."""
    kind = kind_of(word, first=first)
    if kind is Kind.NEUTRAL:
        return None
    languages = tuple(words_of_languages().get(word.lower(), ()))
    return _Counts(kind.value, kind is Kind.ONLY_ENGLISH, kind is Kind.OTHER_SCRIPT, languages)


@lru_cache(maxsize=50_000)
def _counts_inside(word: str) -> _Counts | None:
    """The same of a word that does not begin a text; remembered, because words repeat."""
    return _counts(word, first=False)


def _may_hold_a_passage(words: Sequence[str], tally: _Tally) -> bool:
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
    counts = _counts_inside(word)
    if counts is None:
        return _HARDLY if word[0].isupper() else 0
    if counts.english < _PASSAGE_UNSURE:
        return _HARDLY
    return _HALF if counts.english < Kind.MISSPELLED.value else 0


def _judged(text: str, tally: _Tally) -> Language:
    share = tally.share
    if 2 * tally.other_script > tally.words:
        return _other(text, tally)
    if share >= _SURE or tally.sure >= _OWN_FUNCTION_WORDS * tally.words:
        return Language(SERVED, min(1.0, share), supported=True)
    if share < _UNSURE:
        return _other(text, tally)
    first = _WORD.search(text)
    confidence = _confidences(text[first.start() if first else 0 :])
    best = max(confidence, key=lambda code: confidence[code])
    if best == SERVED or (confidence[best] < _DETECTOR_SURE and not tally.votes()):
        return Language(SERVED, share, supported=True)
    return _other(text, tally, confidence)


def _other(text: str, tally: _Tally, confidence: dict[str, float] | None = None) -> Language:
    """Not English; named where the words or the detector name it."""
    votes = tally.votes()
    if confidence is None and (named := _named_by_words(tally)):
        reason = f"The language ({named}) is not one that is read."
        return Language(named, votes[named] / tally.words, supported=False, reason=reason)
    confidence = confidence or _confidences(text)
    ranked = {
        code: confidence.get(code, 0.0) + votes.get(code, 0) / tally.words
        for code in {*confidence, *votes}
        if code != SERVED
    }
    best = min(ranked, key=lambda code: (-ranked[code], code))  # of two alike always the same
    if ranked[best] >= _DETECTOR_SURE and (votes.get(best) or confidence.get(best, 0.0) >= 0.5):
        confident = min(1.0, ranked[best])
        reason = f"The language ({best}) is not one that is read."
        return Language(best, confident, supported=False, reason=reason)
    likeliest = max(confidence, key=lambda code: confidence[code])
    if tally.english_by_exclusion(detected=likeliest == SERVED):
        return Language(SERVED, max(0.0, tally.share), supported=True)
    reason = "The language could not be told; it does not look like English."
    return Language("und", 0.0, supported=False, reason=reason)


def _named_by_words(tally: _Tally) -> str | None:
    """The language that many words are known to be of, twice as many as of any other.

    The detector would name it too: its tables take five seconds of processor time to load, which
    a handful of comments in a much read language need not wait for.
    """
    ranked = sorted(tally.votes().items(), key=lambda vote: -vote[1])
    if not ranked or tally.words < _NAMED_FROM:
        return None
    code, most = ranked[0]
    next_most = ranked[1][1] if len(ranked) > 1 else 0
    clear = most >= _DETECTOR_SURE * tally.words and most >= 2 * next_most
    return code if clear and code != SERVED else None


def _by_passage(
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
        words = [match[0] for match in _WORD.finditer(text, sentence.start, sentence.end)]
        tally = _tally(words[:_READ])
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


def _without_words(own_words: str) -> str:
    stripped = own_words.strip()
    if STAND_IN in stripped:
        return "There are no words to read, only an address."
    if any(ord(char) > 0x2190 for char in stripped):
        return "There are no words to read, only emoji or signs."
    return "There are no words to read."


def _confidences(text: str) -> dict[str, float]:
    values = _detector().compute_language_confidence_values(text[:_DETECTED])
    return {v.language.iso_code_639_1.name.lower(): v.value for v in values}


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    from lingua import Language as Known
    from lingua import LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(
        Known.ENGLISH,
        Known.GERMAN,
        Known.FRENCH,
        Known.SPANISH,
        Known.PORTUGUESE,
        Known.ITALIAN,
        Known.DUTCH,
        Known.SWEDISH,
        Known.POLISH,
        Known.TURKISH,
        Known.RUSSIAN,
        Known.JAPANESE,
        Known.CHINESE,
        Known.KOREAN,
        Known.ARABIC,
    ).build()
