"""Rules for a sharp tone (level 1 of hostility) and for what only steadies the score."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import excused, negated
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, Rule, needs

KEY = "possible_hostility"
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][a-z]{2,}\b")


def names_somebody(words: AuthorText, span: Span) -> bool:
    """Whether a word inside the sentence around ``span`` is written like a name."""
    sentence = words.sentence(span.start)
    written = words.text[sentence.start : min(sentence.end, sentence.start + 400)]
    return _NAME.search(written) is not None


@needs(lists=("sarcasm_markers",))
def shouted_sarcasm(words: AuthorText) -> Iterator[Hit]:
    """An irony marker at the start of a sentence: a sharp tone."""
    for span in words.cues("sarcasm_markers"):
        if not words.quoted(span) and words.opens(span):
            yield Hit(span, "an irony marker: sharp tone", level=1)


@needs(lists=("hostility_sharp",))
def sharp_words(words: AuthorText) -> Iterator[Hit]:
    """Contempt for a claim, a plan or a thing."""
    for span in words.cues("hostility_sharp"):
        if not words.quoted(span) and not negated(words, span):
            yield Hit(span, "sharp words for a claim or a thing", level=1)


_YOU = re.compile(r"\b(?:you|your|you're|yours|yourself|yourselves|u|ur)\b")
_ADDRESSED = FirstWords("you your yours yourself yourselves u ur", _YOU)
_THIRD = re.compile(r"\b(?:he|she|his|her|him|he's|she's|mr|mrs|ms)\b")


def _contempt(words: AuthorText) -> Iterator[Span]:
    for name in ("contempt", "hostility_sharp"):
        for span in words.cues(name):
            if not words.quoted(span) and not excused(words, span):
                yield span


@needs(
    lists=(
        "contempt",
        "hostility_sharp",
    )
)
def contempt_for_you(words: AuthorText) -> Iterator[Hit]:
    """A word of contempt in one sentence with the person addressed."""
    for span in words.once(_contempt):
        if _YOU.search(words.whole(span)):
            yield Hit(span, "contempt in one breath with the person addressed", level=1)


@needs(
    lists=(
        "contempt",
        "hostility_sharp",
    )
)
def contempt_for_somebody(words: AuthorText) -> Iterator[Hit]:
    """A word of contempt in one sentence with a named person or a group."""
    for span in words.once(_contempt):
        sentence = words.sentence(span.start)
        group = words.cues_from("groups", sentence.start, sentence.end)
        if group or _THIRD.search(words.whole(span)) or names_somebody(words, span):
            yield Hit(span, "contempt in one breath with a person or a group", level=1)


@needs(
    lists=(
        "contempt",
        "hostility_sharp",
    )
)
def contempt(words: AuthorText) -> Iterator[Hit]:
    """A word of contempt or strong blame, whoever is meant."""
    for span in words.once(_contempt):
        yield Hit(span, "contempt or strong blame: sharp tone", level=1)


@needs(lists=("contempt_imagery",))
def imagery(words: AuthorText) -> Iterator[Hit]:
    """A picture or a tag that people throw at each other: steadies the score."""
    for span in words.cues("contempt_imagery"):
        if not words.quoted(span):
            yield Hit(span, "a picture or a tag that is often thrown at people")


@needs("you your yours yourself yourselves u ur")
def addresses(words: AuthorText) -> Iterator[Hit]:
    """Somebody is addressed as "you" at all: steadies the score."""
    for match in _ADDRESSED.matches(words):
        yield Hit(Span(match.start(), match.end()), "speaks to somebody")


@needs(lists=("hostility_profanity",))
def bare_swearing(words: AuthorText) -> Iterator[Hit]:
    """Swearing with no target: emphasis."""
    for span in words.cues("hostility_profanity"):
        if not words.quoted(span):
            yield Hit(span, "swearing with no target in sight", level=1)


@needs(
    marks=(
        "!",
        "??",
        "?!",
    )
)
def loud_marks(words: AuthorText) -> Iterator[Hit]:
    """Several exclamation or question marks in a row."""
    for match in re.finditer(r"(?:!\s?){2,4}|\?{2,4}|\?!|!\?", words.folded):
        yield Hit(Span(match.start(), match.end()), "piled-up marks: heated tone", level=1)


@needs(lists=("agree_cues",))
def thanks(words: AuthorText) -> Iterator[Hit]:
    """Agreement or thanks: steadies the score."""
    for span in words.cues("agree_cues"):
        if not words.quoted(span) and not negated(words, span):
            yield Hit(span, "friendly words")


RULES: tuple[Rule, ...] = (
    Rule("hostility.sharp_words", KEY, "level_1", sharp_words, 0.3),
    Rule("hostility.irony_marker", KEY, "level_1", shouted_sarcasm, 0.3),
    Rule("hostility.bare_swearing", KEY, "level_1", bare_swearing, 0.3),
    Rule("hostility.contempt_for_you", KEY, "level_1", contempt_for_you, 0.8),
    Rule("hostility.contempt_for_somebody", KEY, "level_1", contempt_for_somebody, 0.5),
    Rule("hostility.contempt", KEY, "level_1", contempt, 0.3),
    Rule("hostility.imagery", KEY, "level_1", imagery, 0.3, shown=False),
    Rule("hostility.addresses", KEY, "level_1", addresses, 0.1, shown=False),
    Rule("hostility.loud_marks", KEY, "level_1", loud_marks, 0.3, shown=False),
    Rule("hostility.friendly", KEY, "level_1", thanks, -0.3, shown=False),
)
