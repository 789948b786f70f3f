"""Rules for figures as evidence: shares, amounts, counts and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import holds_any
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, hits_at, needs

_PERCENT = re.compile(
    r"(?<![\w.])\d{1,3}(?:[.,]\d{1,3})?(?:\s?(?:-|to)\s?\d{1,3}(?:[.,]\d+)?)?\s?(?:%|per "
    r"?cent\b|percent\b)(?: of)?(?:\s[\w'-]+){0,4}"
)
_PERCENT_SIGNS = ("%", "cent")
"""One of these stands in whatever :data:`_PERCENT` matches; the same below."""
_MONEY = re.compile(
    r"[$€£¥]\s?\d[\d,.]{0,15}\s?(?:k\b|m\b|b\b|bn\b|million|billion|"
    r"trillion)?(?:\s[\w'-]+){0,4}|\b\d[\d,.]{0,15}\s?(?:k\s)?(?:dollars|euros|euro|pounds|yen|"
    r"bucks|cents)\b(?:\s[\w'-]+){0,3}"
)
_MONEY_SIGNS = ("$", "€", "£", "¥", "dollars", "euro", "pounds", "yen", "bucks", "cents")
_COUNT = re.compile(
    r"\d(?<![\w.$/-]\d)(?:\d{0,2}(?:,\d{3})+|\d{1,8}(?:\.\d+)?|\.\d+)\s(?:million|billion|"
    r"thousand|people|jobs|members|patients|deaths|"
    r"cases|homes|houses|units|buses|cars|trips|riders|students|children|workers|employees|km|"
    r"kilometres|"
    r"kilometers|miles|metres|meters|tonnes|tons|litres|liters|degrees|ppm|votes|seats|"
    r"countries|cities|days|hours|minutes|"
    r"ships|refugees|immigrants|migrants|accidents|crashes|complaints|visits|schools|staff|"
    r"officers|square|times (?:more|higher|as|lower|less)|"
    r"out of|in every|per|shots|attacks|posts|comments|acres|hectares|beds|trees|"
    r"signatures)\b(?:\s[\w'-]+){0,4}"
)
_PLURAL_COUNT = re.compile(
    r"[\df](?:(?<=\d)(?<![\w.$/,-]\d)(?:\d{0,2}(?:,\d{3})+|\d{1,8})\s(?:(?!years|days|weeks|"
    r"months|minutes|hours|times|seconds|bucks|cents|percent)[a-z]{2,12}\s)?"
    r"(?!years|days|weeks|months|minutes|hours|times|seconds|this|his|its|was|is|has|bucks|yrs|"
    r"us\b)"
    r"[a-z]{3,15}s\b|(?<=f)(?<!\wf)rom \d[\d,.]* to \d[\d,.]*(?:\s[a-z]{3,12})?|"
    r"(?<=\d)(?<!\w\d)\d{1,5} of (?:them|the|us|those)\b)"
)
_FRACTION = FirstWords(
    "one two three four a half",
    re.compile(
        r"\b(?:(?:one|two|three|four|\d{1,2})\s(?:out of|in)\s(?:every\s)?(?:two|three|four|five|"
        r"ten|\d{1,4})|(?:a third|two thirds|a quarter|three quarters|half) of (?:the|all))\b"
    ),
)
"""Of a text without digits; with them it may begin with a number too."""
_RHETORICAL = re.compile(
    r"^(?:100|110|101|150|200|1000|99|99\.9|50)\s?(?:%|per ?cent|percent)|\ba (?:million|"
    r"thousand|hundred) times\b"
)
_BLUNT_SHARE = re.compile(r"^9\d\s?(?:%|per ?cent|percent) of (?:the |all |you|them|these |those )")
_OWN_FRIENDS = re.compile(r"\bof my\b|\bmy\b")
_YEAR = re.compile(
    r"\b(?:in|since|of|from|until|by|before|after|during|between)\s(?:(?:january|february|march|"
    r"april|may|june|july|august|september|october|november|december)\s)?(?:1[5-9]\d\d|20[0-4]\d)\b"
)
_YEAR_DIGITS = re.compile(r"1[5-9]\d\d|20[0-4]\d")
"""A year without what is before it."""


def _numbers(words: AuthorText, pattern: re.Pattern[str], reason: str) -> Iterator[Hit]:
    """The same of a pattern that matches nothing without a digit."""
    if words.has_digits:
        yield from hits_at(pattern.finditer(words.folded), reason)


@needs(digits=True)
def percentage(words: AuthorText) -> Iterator[Hit]:
    """A share in per cent that is no figure of speech, the speaker's own circle included."""
    if not holds_any(words.folded, _PERCENT_SIGNS):
        return
    for hit in _numbers(words, _PERCENT, "a share in per cent"):
        text = hit.span.of(words.folded)
        blunt = _RHETORICAL.match(text) or _BLUNT_SHARE.match(text)
        if blunt and not _OWN_FRIENDS.search(text) and not words.cues("evidence_source"):
            continue
        yield hit


@needs(digits=True)
def amount(words: AuthorText) -> Iterator[Hit]:
    """An amount of money."""
    if holds_any(words.folded, _MONEY_SIGNS):
        yield from _numbers(words, _MONEY, "an amount of money")


@needs("one two three four third quarter half", digits=True)
def count(words: AuthorText) -> Iterator[Hit]:
    """A counted number of people or things."""
    for pattern in (_COUNT, _PLURAL_COUNT):
        yield from _numbers(words, pattern, "a counted number")
    digits = words.has_digits
    shares = _FRACTION.pattern.finditer(words.folded) if digits else _FRACTION.matches(words)
    yield from hits_at(shares, "a counted number")


@needs(digits=True)
def dated_event(words: AuthorText) -> Iterator[Hit]:
    """An event with its year."""
    if _YEAR_DIGITS.search(words.folded) is not None:
        yield from _numbers(words, _YEAR, "dates an event")
