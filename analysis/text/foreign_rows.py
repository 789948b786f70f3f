"""Rows of words in another language inside an English sentence: "the bus, hijo de puta, is late".

A row is what stands between marks. It counts where three words or more of it are hardly English
and two are known to be of other languages, or where it has no English word at all and looks like
no shorthand; of two words both must be of one other language. Inside a longer row, words in
another language that stand together are asked in the same way, but only by the known ones: rare
English words, typos and names stand together too often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analysis.text.english import Kind, kind_of
from analysis.text.vocabulary import words_of_languages

_LETTERS = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
_ROW = re.compile(rf"(?<![\w@$*'’]){_LETTERS}(?:[^\S\n]+{_LETTERS})+(?![\w@$*€]|['’!.-]\w)")
_WORD = re.compile(r"\S+")
_VOWEL = re.compile(r"[aeiouyà-öø-ÿ]", re.IGNORECASE)
_LEAST, _HARDLY_ENGLISH = 3, 0.35
"""Words of a row, and how English (0 to 1) these may be on average."""
_NEAR = 4
_ACRONYM = 4
_ENGLISH = frozenset({Kind.ONLY_ENGLISH, Kind.ENGLISH, Kind.RARE_ENGLISH, Kind.MISSPELLED})
_EITHER = frozenset({Kind.SHARED, Kind.EVERYDAY_SHARED})
_Word = tuple[str, Kind]


def may_hold_rows(words: Sequence[str]) -> bool:
    """Whether two words near each other are no English ones, without which no row is looked for."""
    last = -_NEAR
    for number, strange in enumerate(map(_is_strange, words)):
        if strange:
            if number - last < _NEAR:
                return True
            last = number
    return False


def foreign_rows(text: str) -> Iterator[tuple[int, int]]:
    """Where each row in another language begins, and how many words it has."""
    for row in _ROW.finditer(text):
        words = _WORD.findall(row[0])
        if not may_hold_rows(words):
            continue
        kinds = _kinds(words)
        if _is_foreign(kinds):
            yield row.start(), len(kinds)
            continue
        number = sum(len(part) for part in _together(kinds) if _is_known(part))
        if number:
            yield row.start(), number


@lru_cache(maxsize=50_000)
def _is_strange(word: str) -> bool:
    kind = kind_of(word, first=False)  # as the language's reader asks, so it is remembered once
    return kind in (Kind.FOREIGN, Kind.UNKNOWN) and len(word) > 1


def _kinds(words: Sequence[str]) -> list[_Word]:
    """The words of a row that count; one that begins it is no name by its capital where no other
    capital follows."""
    kinds = [(word, kind_of(word, first=False)) for word in words]
    if kinds[0][1] is Kind.NEUTRAL and not any(word[0].isupper() for word in words[1:]):
        kinds[0] = words[0], kind_of(words[0], first=True)
    return [(word, kind) for word, kind in kinds if kind is not Kind.NEUTRAL]


def _is_foreign(words: Sequence[_Word]) -> bool:
    if len(words) == _LEAST - 1:
        return _of_one_language(words)
    return _is_known(words) or (_is_hardly_english(words) and _is_unknown(words))


def _of_one_language(words: Sequence[_Word]) -> bool:
    if any(kind is not Kind.FOREIGN or len(word) == 1 for word, kind in words):
        return False
    first, second = (set(words_of_languages()[word.lower()]) for word, _ in words)
    return not first.isdisjoint(second) and words[0][0].lower() != words[1][0].lower()


def _is_known(words: Sequence[_Word]) -> bool:
    """Whether two are known to be of other languages in a row that is hardly English."""
    known = {word.lower() for word, kind in words if kind is Kind.FOREIGN and len(word) > 1}
    return len(known) > 1 and _is_hardly_english(words)


def _is_unknown(words: Sequence[_Word]) -> bool:
    """Whether no word is English, and two are in no list (three where no other language has
    any)."""
    if any(kind in _ENGLISH for _, kind in words):
        return False
    unknown = {word for word, kind in words if kind is Kind.UNKNOWN and _may_be_spoken(word)}
    known = any(kind is Kind.FOREIGN and len(word) > 1 for word, kind in words)
    return len(unknown) + known >= _LEAST


def _is_hardly_english(words: Sequence[_Word]) -> bool:
    if sum(len(word) > 1 for word, _ in words) < _LEAST:
        return False
    if any(kind is Kind.ONLY_ENGLISH for _, kind in words):
        return False
    return sum(kind.value for _, kind in words) < _HARDLY_ENGLISH * len(words)


def _may_be_spoken(word: str) -> bool:
    """Neither shorthand ("ltr") nor an abbreviation in capitals."""
    if word.isupper() and len(word) <= _ACRONYM:
        return False
    return _VOWEL.search(word) is not None or not word.isascii()


def _together(words: Sequence[_Word]) -> Iterator[Sequence[_Word]]:
    """The words of a row that stand together without an English one between, from the first to
    the last that English does not have."""
    part: list[_Word] = []
    for word, kind in [*words, ("", Kind.ENGLISH)]:
        if kind not in _ENGLISH:
            part.append((word, kind))
            continue
        strange = [n for n, (_, kind) in enumerate(part) if kind not in _EITHER]
        if strange:
            yield part[strange[0] : strange[-1] + 1]
        part = []
