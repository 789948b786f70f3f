"""How copied pages write a comment's author and time: lines that name one, the other, or both."""

from __future__ import annotations

import re

from analysis.ingest.dates import is_relative, looks_like_time

LONGEST_HEAD = 90
LONGEST_NAME = 40

_SEPARATED = re.compile(r"\s+[·•|—–]\s+|\s*[·•|]\s*|,\s+(?=\d)|\s{2,}|\t")
_AGO = re.compile(
    r"(?:(?:about|over|almost|an?|\d+)\s?)+\+?\s?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|hr|"
    r"days?|weeks?|wks?|months?|mos?|years?|yrs?|[smhdwy])\b\.?(?:\s+ago)?(?:\s*\*)?"
    r"(?:\s*\(?edited\)?(?:\s.*)?)?\Z|(?:yesterday|just now)(?:\s+at\s+[\d:apm\s]+)?\Z|"
    r"(?:vor|il y a|hace|há|fa)\s+(?:einem?r?|une?|un|\d+)\s+[^\W\d_]{2,10}\Z|"
    r"\d+\s+[^\W\d_]{2,10}\s+(?:fa|geleden|sedan|siden|temu)\Z|gestern|hier|ayer|ieri|gisteren",
    re.IGNORECASE,
)
"""Times that need the day of the copy, in several languages."""

_DAY = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}\Z|"
    r"\d{1,2}\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\Z",
    re.IGNORECASE,
)
"""A day without a year, as pages write those of this one: a time, but no date."""

_DOTTED_CLOCK = re.compile(r"(\d{4}),?\s+(?:at\s+)?(\d{1,2})\.(\d{2})\Z")
_CLOCK_WORD = re.compile(r"\s*\b(?:uhr|uur|h)\.?\Z", re.IGNORECASE)
_POSTED = re.compile(
    r"(?:posted|published|commented|written|replied)(?:\s+on)?:?\s+", re.IGNORECASE
)
_SAYS = re.compile(
    r"\s+(?:says|said|wrote|writes|commented|posted|replied|sagt|schreibt|schrieb|a écrit|dice)"
    r"\s*:?\Z",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\s+[-\u2212]?\d[\d.,]*k?\s+points?\b.*\Z", re.IGNORECASE)
_FOLDER = re.compile(r"\[[–—+\-\u2212]\]\s*")
_SENTENCE = re.compile(r"[.!?…][\"'”’)]?\Z")
_INITIALS = re.compile(r"\b[A-Z]\.\Z|\b(?:jr|sr)\.\Z", re.IGNORECASE)
REPLY_TO = re.compile(
    r"(?:(?:in reply to|replying to|reply to|antwort an|en réponse à)\s+@?|"
    r"(?P<who>.{1,40}?)\s*(?:→|▶|➜|>|replied to|in reply to|@)\s*)(?P<whom>[^\n]{1,40})\Z",
    re.IGNORECASE,
)


def time_in(line: str) -> tuple[str, str] | None:
    """What stands before the time on a line, and the time; ``None`` for a line without one."""
    if not line or len(line) > LONGEST_HEAD:
        return None
    if not re.search(r"\d|yesterday|just now|gestern|hier|ayer|ieri|\ban?\b", line, re.IGNORECASE):
        return None
    if line.casefold().startswith("edited"):
        return None
    bare = _POSTED.sub("", line, count=1) if _POSTED.match(line) else line
    if is_time(bare):
        return "", bare
    parts = [part for part in _SEPARATED.split(bare) if part]
    for place, part in enumerate(parts):
        before = " ".join(parts[:place])
        if is_time(part):
            return before, part
        words = part.split(" ")
        for at in range(1, len(words)):
            rest = " ".join(words[at:])
            if is_time(rest):
                return " ".join([*parts[:place], *words[:at]]), rest
    words = bare.split(" ")
    for at in range(1, len(words)):
        rest = " ".join(words[at:])
        if is_time(rest):
            return " ".join(words[:at]), rest
    return None


def is_time(words: str) -> bool:
    """Whether words are a time as pages show one, be it a date or ``3 days ago``."""
    if not words or words.isdigit() or re.fullmatch(r"[\d.,\s]+k?", words, re.IGNORECASE):
        return False
    return bool(_AGO.match(words) or _DAY.match(words)) or is_relative(_bare(words)) or (
        looks_like_time(plain_time(words))
    )  # fmt: skip


def date_of(words: str) -> str | None:
    """The time in a form that can be read; ``None`` where it is no date without the day of copy."""
    bare = plain_time(words)
    if _AGO.match(words) or _DAY.match(words) or is_relative(bare):
        return None
    return bare


def plain_time(words: str) -> str:
    """A time without what pages put around it: ``(edited)``, ``Uhr``, a clock with a full stop."""
    bare = _CLOCK_WORD.sub("", _bare(words)) if ":" in words else _bare(words)
    return _DOTTED_CLOCK.sub(r"\1 \2:\3", bare)


def name_of(line: str) -> str | None:
    """The author's name that a line consists of, without what sites put around it."""
    bare = _FOLDER.sub("", line, count=1) if _FOLDER.match(line) else line
    name = _POINTS.sub("", _SAYS.sub("", bare)).strip(" ·•|,:—–")
    if not name or len(name) > LONGEST_NAME or len(name.split()) > 6:
        return None
    if is_sentence(name) or is_time(name):
        return None
    return name if re.search(r"[^\W_]", name) else None


def is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does and not in an initial."""
    return bool(_SENTENCE.search(line)) and not _INITIALS.search(line)


def _bare(words: str) -> str:
    return words.removesuffix("(edited)").strip(" .*")
