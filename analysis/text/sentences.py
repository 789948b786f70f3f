"""Sentences of people who type fast: missing spaces, rows of dots and question marks, lists."""

from __future__ import annotations

import re

from analysis.domain.span import Span

_MARKS = r"[.!?…。！？]+[\"'”’»)\]]*"
_END = re.compile(rf"{_MARKS}|\n\s*|(?<![^\S\n])[^\S\n]+\n\s*")
_END_IN_LINE = re.compile(_MARKS)
"""The same where there are no further lines, so that it is not tried at every blank."""
_GOES_ON = """
mr mrs ms dr prof rev gen col capt lt sgt sen rep gov pres st vs eg ie e.g i.e cf fig approx ca no
nos vol pp ed eds dept est jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu thur fri
al viz resp incl
"""
_NEVER_LAST = frozenset(_GOES_ON.split())
"""Abbreviations after which a sentence goes on. ``no`` counts before a digit only."""
_MAY_END = "etc inc ltd co corp jr sr a.m p.m am pm u.s u.k u.n e.u d.c ph.d b.a m.a"
_MAYBE_LAST = frozenset(_MAY_END.split())
"""Abbreviations that end a sentence only before a capital letter."""
_BEFORE_WORD = frozenset("\"'“”‘’([<>")
"""Marks that a word begins behind, as behind space."""
_LONGEST_WORD = 40


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of ``text`` in order: disjoint ranges without space at either end."""
    spans: list[Span] = []
    start = 0
    for match in (_END if "\n" in text else _END_IN_LINE).finditer(text):
        if _ends(text, match, start):
            _add(spans, text, start, match.end())
            start = match.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    words = piece.lstrip()
    start += len(piece) - len(words)
    if words:
        spans.append(Span(start, start + len(words.rstrip())))


def _ends(text: str, match: re.Match[str], start: int) -> bool:
    mark, end = match[0], match.end()
    if "\n" in mark:
        return _line_ends(text, match)
    if end == len(text) or mark[0] in "。！？":
        return True
    if not text[end].isspace():
        return _ends_without_space(text, match)
    dots = mark.rstrip("\"'”’»)]")
    if "!" in dots or "?" in dots:
        return True
    if len(dots) > 1 or dots == "…":
        head = _head(text, end)
        return head.isupper() or head.isdigit()
    return _full_stop_ends(text, match, start)


def _head(text: str, end: int) -> str:
    """The first character of what follows, marks aside; empty where none is near."""
    return text[end : end + 3].lstrip().lstrip("\"'“‘«([")[:1]


def _line_ends(text: str, match: re.Match[str]) -> bool:
    """A line end inside a sentence is one that an editor put there: a small letter follows."""
    if match[0].count("\n") > 1 or match.end() == len(text) or match.start() == 0:
        return True
    before, after = text[match.start() - 1], text[match.end()]
    return not (after.islower() and (before.isalnum() or before in ",;-'’"))


def _ends_without_space(text: str, match: re.Match[str]) -> bool:
    """``wrong.He said`` ends a sentence; ``45.6``, ``site.com`` and ``Well...no`` do not."""
    after = text[match.end()]
    if not after.isupper() or match.start() == 0:
        return False
    before = _word_before(text, match.start(), max(0, match.start() - _LONGEST_WORD))
    if not before:
        return False
    if "." in match[0] and len(match[0]) == 1:
        if not before[-1].islower() or len(before) < 2 or before.lower() in _NEVER_LAST:
            return False
        if "/" in before or "@" in before or before.lower().startswith("www"):
            return False
    following = text[match.end() + 1 : match.end() + 2]
    return following.islower() or following in " '’"


def _full_stop_ends(text: str, match: re.Match[str], start: int) -> bool:
    end = match.start()
    word = _word_before(text, end, max(start, end - _LONGEST_WORD))
    if not word:
        return True
    before = word.lower()
    if before == "no":
        return not _head(text, match.end()).isdigit()
    if before in _NEVER_LAST:
        return False
    if before in _MAYBE_LAST:
        return _head(text, match.end()).isupper()
    if len(before) == 1 and before.isalpha() and before != "i" and word.isupper():
        return False
    begin = end - len(word)
    if not before.isdigit() or len(before) > 2 or begin - start > _LONGEST_WORD:
        return True
    return bool(text[start:begin].strip())


def _word_before(text: str, end: int, first: int) -> str:
    """The characters before ``end`` up to space or an opening mark, none before ``first``."""
    near = text[first:end]
    if not near or near[-1].isspace():
        return ""
    word = near.rsplit(None, 1)[-1]
    if _BEFORE_WORD.isdisjoint(word):
        return word
    return word[max(map(word.rfind, _BEFORE_WORD)) + 1 :]
