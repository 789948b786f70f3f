"""Words written as one: hashtags, ``YouAreAFool``, ``youareafool``."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import accumulate

from analysis.text.vocabulary import disguised, english

_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_CAMEL_TAG = re.compile(r"#(?=[A-Za-z0-9]*[a-z][A-Z]|[A-Z][A-Z][a-z])[A-Za-z0-9]{4,60}\Z")
_LONGEST_PART = 16
_LONGEST = 60
_AROUND = 5  # letters that a longer word has before or behind a disguised one
_COMMON, _RAREST = 3_000, 12_000
"""Rank of the words that others are joined with; and in a hashtag, which is sure to be words, or
where letters stood apart."""
_LETTER_WORDS = frozenset("aiu")
_SHORT_WORDS = "an am be by do go he if in is it me my no of oh ok or so to up ur us we"
_TWO = frozenset(_SHORT_WORDS.split())
_ADDRESSING_WORDS = """
you u ur your youre he she they them this these all such shut kill go are is am fuck the what
"""
_ADDRESSES = frozenset(_ADDRESSING_WORDS.split())
"""Words of which one at least stands in what is said to or about somebody."""


def hashtag_words(tag: str) -> Iterator[tuple[int, int, str]]:
    """The words of a hashtag in place of it, where capitals part them or an insult is in it."""
    body = tag[1:].rstrip("!")
    if not body.isascii():
        return
    if _CAMEL_TAG.match("#" + body):
        yield 0, len(body) + 1, " ".join(_CAMEL.findall(body))
        return
    if "_" in body:
        parts = [part for part in body.split("_") if part]
        if any(part.lower() in disguised().words for part in parts):
            yield 0, len(body) + 1, " ".join(parts)
        return
    parts = joined_words(body.lower(), rarest=_RAREST)
    if parts:
        yield 0, len(body) + 1, " ".join(parts)


def camel_words(word: str) -> list[str]:
    """The words that capitals part, when one of them is a disguised one; else nothing."""
    if not re.search(r"[a-z][A-Z]", word) or not word.isascii():
        return []
    parts = [part.lower() for part in _CAMEL.findall(word)]
    hostile = any(part in disguised().words and len(part) >= 4 for part in parts)
    return parts if len(parts) >= 3 and hostile else []


def joined_words(word: str, *, spelled: bool = False, rarest: int = _COMMON) -> list[str]:
    """The words that ``word`` (small letters) is joined of, when one of them is a disguised one.

    ``spelled``: the letters stood apart, so that English words alone are enough. Empty where the
    parts are not all words of a rank below ``rarest``, so that names (``dickinson``) stay whole.
    """
    if not 5 <= len(word) <= _LONGEST or not word.isascii() or not word.isalpha():
        return []
    rarest = _RAREST if spelled else rarest
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(word) + 1):
        best.append(
            min(
                (best[start][0] + _cost(word[start:end], rarest), start)
                for start in range(max(0, end - _LONGEST_PART), end)
            )
        )
    if math.isinf(best[-1][0]):
        return []
    parts: list[str] = []
    end = len(word)
    while end:
        parts.append(word[best[end][1] : end])
        end = best[end][1]
    parts.reverse()
    hostile = [
        part
        for part, start in zip(parts, accumulate(map(len, parts), initial=0), strict=False)
        if part in disguised().words and len(part) >= 4 and not _inside(word, start, len(part))
    ]
    if spelled:
        return parts if len(word) >= 6 and (hostile or len(word) >= 8) else []
    addressed = any(part in _ADDRESSES for part in parts)
    insults_only = len(hostile) == len(parts)
    return parts if len(parts) > 1 and hostile and (addressed or insults_only) else []


def _inside(word: str, start: int, length: int) -> bool:
    """Whether a longer English word that is no disguised one holds the part ("therapists")."""
    return any(
        word[begin:end] in english() and word[begin:end] not in disguised().words
        for begin in range(max(0, start - _AROUND), start + 1)
        for end in range(start + length, min(len(word), start + length + _AROUND) + 1)
        if end - begin > length + 1
    )


def _cost(part: str, rarest: int) -> float:
    """What a part costs: the rarer, the more; infinite for what is no common word."""
    if len(part) == 1:
        return 1.0 if part in _LETTER_WORDS else math.inf
    if len(part) == 2:
        return 4.0 if part in _TWO else math.inf
    if part in disguised().words:
        return 4.0
    rank = english().get(part)
    if rank is None or rank > rarest:
        return 6.0 if part in ("ur", "youre") else math.inf
    return 1.0 + math.log(rank + 10)
