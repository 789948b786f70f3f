"""Words of abuse that stand in a work's title or are somebody's name: "the film The Fool".

A bare insult behind a work is more likely one ("nice book Moron"), so a title has an article of
its own, or a verb that names it, or the work has an article and nobody is spoken to. "Mr" before
an insult, set off from a sentence that speaks to somebody, is none's name either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analysis.text.piece_counts import PieceCount, counts_of
from analysis.text.vocabulary import disguised

_WORK = (
    r"(?:novel|book|film|movie|song|album|single|band|show|series|sitcom|play|opera|musical|"
    r"painting|poem|game|episode|podcast|comedy)"
)
_WON_OR_SEEN = frozenset({"show", "play", "game", "episode", "single", "series"})
"""Works after which a sentence may end with a bare insult: "I won the game Loser."."""
# Shouted words are no title, and neither is what begins with a person ("What a show, You Fool").
_CAPITAL = r"(?!(?:you|your|i|he|she|they|we|this|that)\b)(?-i:[A-Z][a-z])[\w'’-]*"
_WORDS = rf"{_CAPITAL}(?:\s+(?:{_CAPITAL}|(?-i:of|the|and|in|a)\b)){{0,5}}"
_TITLE = rf"(?<!\ban\s)(?<!\ba\s)(?<!\bthe\s)\b{_WORDS}"
_WITH_ARTICLE = rf"\b(?-i:The|An?)\s+{_WORDS}"
_READ = (
    r"(?:read|reads|reading|re-?read|like[sd]?|love[sd]?|enjoy(?:s|ed)?|finish(?:ed)?|watch(?:ed)?|"
    r"recommend(?:s|ed)?|borrow(?:ed)?|saw|seen|of|from|in)"
)
_MARKS = "\"'“”‘’()[].,;:!?…"
_GREETING = re.compile(r"\W*(?:\w(?:['’]*\w)*\W+){1,3}")
_SENTENCE_BEFORE = 200
_ARTICLE = re.compile(r"(?:The|An?)\s")
_THE_WORK = re.compile(
    r"(?:\b(?:the|his|her|my|our|their|its|this|that|whose)|['’]s)\s+(?:[\w'’-]+\s+){0,2}\Z",
    re.IGNORECASE,
)
_SOMEBODY_ACTS = re.compile(
    r"\b(?:I|[Ww]e|[Hh]e|[Ss]he|[Tt]hey|[Ii]t|who|is|was|are|were|has|have|in|of|from|about|with|"
    r"[a-z]+(?:ed|[^s]s))\b"
)
_YOU = re.compile(r"\b(?:you|your|yours|yourself|you['’]re|u|ur|ya|ye)\b", re.IGNORECASE)
_SET_OFF = re.compile(
    r"(?:\A|[.!?,;:\n(–—]|\s-)\s*(?:(?:and|so|but|well|oh|hey|hi|hello|dear|ok|okay|yes|no|bravo|"
    r"thanks|thank\s+you|sorry|listen|look|sure|congrats|congratulations|well\s+done|nice\s+try|"
    r"nice\s+one|good\s+job|nice\s+job|good\s+one|shut\s+up|go\s+home)\s+){0,3}\Z",
    re.IGNORECASE,
)
_BEHIND_AN_ADDRESS = re.compile(r"\s*(?:[.!?,;:\n)–—-](?!\s*who)|\Z|you\b|your\b)", re.IGNORECASE)


def is_offence(piece: str) -> bool:
    """Whether a word, marks aside, is one of those that people disguise."""
    return piece.strip(_MARKS).lower() in disguised().words


def _is_named_behind_work(match: re.Match[str]) -> bool:
    if match["called"] or _ARTICLE.match(match["name"]):
        return True
    text = match.string
    before = _sentence_before(text, match.start())
    the_work = _THE_WORK.search(before)
    if the_work is None or _YOU.search(before):
        return False
    words_before = before[: the_work.start()]
    if words_before.strip() and _SOMEBODY_ACTS.search(words_before) is None:
        return False  # as in "Read the book Moron"
    at_end = not text[match.end() : match.end() + 40].lstrip(" \"'”’)")[:1].isalnum()
    return not (
        at_end
        and all(map(is_offence, match["name"].split()))
        and match["work"].lower() in _WON_OR_SEEN
    )


def _is_not_spoken_to(match: re.Match[str]) -> bool:
    text = match.string
    before = _sentence_before(text, match.start())
    if _BEHIND_AN_ADDRESS.match(text, match.end()) is None:
        return True
    near = text[match.end() : match.end() + _SENTENCE_BEFORE]
    # Nothing but a greeting, or words to somebody.
    if _SET_OFF.search(before) is None:
        return True
    greeting = _GREETING.fullmatch(before) and not near.strip(_MARKS + " ")
    return not (greeting or _YOU.search(before) or _YOU.search(near))


def _is_certain(match: re.Match[str]) -> bool:
    return True


_SIGN = PieceCount(lambda piece: is_offence(piece) and piece.strip(_MARKS)[:1].isupper())
_CUES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = tuple(
    (re.compile(cue, re.IGNORECASE), is_meant)
    for cue, is_meant in (
        # "the film The Idiot"
        (
            rf"\b(?P<work>{_WORK})\s+(?:(?P<called>called|named|titled)\s+)?(?P<name>{_TITLE})",
            _is_named_behind_work,
        ),
        # "The Idiot is my favourite novel"
        (
            rf"(?P<name>{_TITLE})\s+(?:is|was|remains)\s+(?:still\s+)?"
            rf"(?:my|our|her|his|the|an?|one\s+of\s+\w+)\s+(?:[\w'’-]+\s+){{0,2}}{_WORK}s?"
            r"(?=\s*(?:[.,;:!?)\n]|$)|\s+(?:by|of|from|about|ever|i|that|and|on|with)\b)",
            _is_certain,
        ),
        # "The Idiot is on the reading list"
        (
            rf"(?P<name>{_WITH_ARTICLE})\s+(?:is|was|remains)\s+(?:still\s+|back\s+|again\s+)?on\s+"
            r"(?:[\w'’-]+\s+){1,3}?(?:reading\s+list|book\s+list|syllabus|curriculum)\b",
            _is_certain,
        ),
        (rf"(?P<name>{_WITH_ARTICLE})\s+by\s+{_CAPITAL}", _is_certain),
        # "I liked Dostoevsky's The Idiot"
        (
            rf"\b{_READ}\s+(?:\w+\s+){{0,3}}?(?-i:[A-Z][a-z]+)['’]s?\s+(?P<name>{_WITH_ARTICLE})",
            _is_certain,
        ),
        # "Mr Moron"
        (rf"\b(?-i:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s+(?P<name>{_CAPITAL})", _is_not_spoken_to),
    )
)


def titles(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of titles and names in ``text`` that hold a word of abuse."""
    if not _SIGN.of(counts_of(text)):
        return
    for cue, is_meant in _CUES:
        for match in cue.finditer(text):
            if any(map(is_offence, match["name"].split())) and is_meant(match):
                yield match.span("name")


def _sentence_before(text: str, at: int) -> str:
    near = text[max(0, at - _SENTENCE_BEFORE) : at]
    return re.split(r"[.!?\n]+(?=\s|\Z)|\n", near)[-1]
