"""Which language the commenter's own words are in, and what of them is not English.

English is told by its words: how many are known English ones, how many belong to other languages.
Only where that leaves doubt is the statistical detector asked. What can't be told to be English is
not served: nobody has read it, so it must not be cleared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.domain.span import Span
from analysis.text.addresses import STAND_IN
from analysis.text.foreign_passages import may_hold_a_passage, with_unread_passages
from analysis.text.foreign_rows import foreign_rows, may_hold_rows
from analysis.text.language_detector import confidences
from analysis.text.language_tally import WORD, WORDS_READ, Tally, tally_of
from analysis.text.plain_english import ASCII_WORD, plainly_english, surely_no_passage
from analysis.text.prepared import Language
from analysis.text.short_english import short_english
from analysis.text.vocabulary import disguised, english, english_chat, short_forms

SERVED = "en"
"""The language that the labels, rules and models are made for."""

_NO_WORD = re.compile(
    rf"{re.escape(STAND_IN)}|(?<!\w)@[\w.-]+|(?<!\w)(?:/?[ru]/)[\w-]+|[\ud800-\udfff]"
)
_INITIALS = re.compile(r"(?<![^\W_])(?:[A-Z]\.){2,5}(?:[A-Z](?![^\W_]))?")
_SURE = 0.72
"""Share of English words from which a text is English without asking further ..."""
_UNSURE = 0.45
"""... and below which it is not, whatever the detector says."""
_DETECTOR_SURE = 0.4
#: Words from which on the lists of words alone may name another language.
_NAMED_FROM = 6
_OWN_FUNCTION_WORDS = 0.25
"""Share of words that only English has (``the``, ``you``) that makes a text English."""


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
    every_word = (ASCII_WORD if text.isascii() else WORD).findall(text)
    words = _sampled(every_word)
    tally = tally_of(words)
    if not tally.words:
        return Language("und", 0.0, supported=False, reason=_without_words(own_words))
    if short_english(words):
        return Language(SERVED, tally.share, supported=True)
    language = _judged(text, tally)
    if not language.supported or tally.english == tally.words:
        return language
    if len(words) == len(every_word) and not may_hold_a_passage(words, tally):
        return language
    spans = sentences or (Span(0, len(text)),)
    rows = tuple(foreign_rows(text)) if may_hold_rows(every_word) else ()
    if not rows and all(surely_no_passage(text[span.start : span.end]) for span in spans):
        return language
    return with_unread_passages(text, language, spans, rows)


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
    return words if len(words) <= WORDS_READ else words[:: len(words) // WORDS_READ + 1]


def _judged(text: str, tally: Tally) -> Language:
    share = tally.share
    if 2 * tally.other_script > tally.words:
        return _other(text, tally)
    if share >= _SURE or tally.sure >= _OWN_FUNCTION_WORDS * tally.words:
        return Language(SERVED, min(1.0, share), supported=True)
    if share < _UNSURE:
        return _other(text, tally)
    first = WORD.search(text)
    confidence = confidences(text[first.start() if first else 0 :])
    best = max(confidence, key=lambda code: confidence[code])
    if best == SERVED or (confidence[best] < _DETECTOR_SURE and not tally.votes()):
        return Language(SERVED, share, supported=True)
    return _other(text, tally, confidence)


def _other(text: str, tally: Tally, confidence: dict[str, float] | None = None) -> Language:
    """Not English; named where the words or the detector name it."""
    votes = tally.votes()
    if confidence is None and (named := _named_by_words(tally)):
        reason = f"The language ({named}) is not one that is read."
        return Language(named, votes[named] / tally.words, supported=False, reason=reason)
    confidence = confidence or confidences(text)
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


def _named_by_words(tally: Tally) -> str | None:
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


def _without_words(own_words: str) -> str:
    stripped = own_words.strip()
    if STAND_IN in stripped:
        return "There are no words to read, only an address."
    if any(ord(char) > 0x2190 for char in stripped):
        return "There are no words to read, only emoji or signs."
    return "There are no words to read."
