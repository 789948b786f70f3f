"""How English a single word is, by lists and by its shape; no model, no context."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import lru_cache

from analysis.text.vocabulary import (
    disguised,
    english,
    english_chat,
    rude_words,
    words_of_languages,
)

_ONLY = """
the of you are that this they with have not your was but what there their which will would about who
when from been were them could should because does did don't doesn't didn't isn't aren't can't won't
it's that's you're he's she's they're i'm i've we're how why than then these those here his her our
where just more very into some any every never always people think know really don ain't i'd i'll
you'll we'll let's who's what's there's wasn't weren't wouldn't couldn't shouldn't haven't hasn't
its my it i
"""
ONLY_ENGLISH = frozenset(_ONLY.split())
"""Everyday words that are English and nothing else."""
_SHARED_RANK = 3_000
"""Rank of an English word up to which one that other languages have too tells nothing."""
_COMMON_RANK = 12_000
_SHORT = 4
"""Letters of a rude word that alone is no more English than a slip of the pen."""
_EVERYDAY_RANK = 250
"""Rank of the shared words ("no", "is", "me") that make a text of two or three words English."""
_BORROWED_WORDS = """
café naïve cliché fiancé fiancée résumé façade déjà décor née über touché coöperate jalapeño piñata
san santa al vs via versa vie carpe diem pluribus unum status quo laissez faire coup d'état sic
ad ab hominem argumentum populum baculum verecundiam antiquitatem auctoritate habeas
québec montréal beyoncé pokémon señor
"""
_BORROWED = frozenset(_BORROWED_WORDS.split())
_TRIPLE = re.compile(r"(.)\1{2,}")
_LAUGH = re.compile(
    r"(?:ha|he|hi|ho|lo|lol|lmao|haw|bwa|mwa)+h*\Z|a+h+\Z|o+h+\Z|h+m+\Z|m{2,}\Z|z{2,}\Z"
)
_LATIN_ABOVE = 0x250


class Kind(Enum):
    """What a word says of its language; the value is how English it is, from 0 to 1."""

    ONLY_ENGLISH = 1.0
    ENGLISH = 0.999
    RARE_ENGLISH = 0.75
    MISSPELLED = 0.65
    EVERYDAY_SHARED = 0.72
    SHARED = 0.4
    UNKNOWN = 0.0
    FOREIGN = -0.0001
    OTHER_SCRIPT = -0.0002
    NEUTRAL = -1.0


@lru_cache(maxsize=50_000)
def kind_of(word: str, *, first: bool = False) -> Kind:
    """The kind of ``word``; ``first``: it begins the text, so that a capital makes no name of it.

    Numbers and unknown names (a capital letter inside a text) are neutral.
    """
    low = word.lower().replace("’", "'")
    if not low.isascii() and _other_script(low):
        return Kind.OTHER_SCRIPT if len(low) > 1 or _is_wide(low) else Kind.NEUTRAL
    if low in ONLY_ENGLISH and low not in words_of_languages():
        return Kind.ONLY_ENGLISH
    listed = _listed(low)
    if listed is not None:
        return listed
    if any(char.isdigit() for char in low):
        return Kind.NEUTRAL
    if _LAUGH.match(low) or (_TRIPLE.search(low) and _is_stretched(low)):
        return Kind.ENGLISH
    base = low.removesuffix("'s").removesuffix("'")
    if base != low and _listed(base) not in (None, Kind.FOREIGN):
        return Kind.ENGLISH
    if word[0].isupper() and not first and not (word.isupper() and len(word) > 1):
        return Kind.NEUTRAL
    if low in words_of_languages():
        return Kind.FOREIGN
    if low.isascii() and is_swapped(low):
        return Kind.ENGLISH
    if low.isascii() and is_misspelled(low):
        return Kind.MISSPELLED
    return Kind.UNKNOWN


def _listed(low: str) -> Kind | None:
    """The kind of a word that some list holds."""
    elsewhere = low in words_of_languages()
    rank = english().get(low)
    if low in english_chat():
        return Kind.SHARED if elsewhere else Kind.ENGLISH
    if low in disguised().words or low in disguised().slips:
        return Kind.SHARED if elsewhere else Kind.ENGLISH
    if low in _BORROWED:
        return Kind.SHARED
    if rank is None:
        if elsewhere or low not in rude_words():
            return Kind.FOREIGN if elsewhere else None
        return Kind.RARE_ENGLISH if len(low) > _SHORT else Kind.MISSPELLED
    if elsewhere and rank < _EVERYDAY_RANK:
        return Kind.EVERYDAY_SHARED
    if elsewhere:
        return Kind.SHARED if rank < _SHARED_RANK else Kind.FOREIGN
    return Kind.ENGLISH if rank < _COMMON_RANK else Kind.RARE_ENGLISH


def _is_stretched(low: str) -> bool:
    forms = (_TRIPLE.sub(r"\1", low), _TRIPLE.sub(r"\1\1", low))
    return any(form in english() or form in english_chat() for form in forms)


def is_swapped(low: str) -> bool:
    """Whether two swapped letters made ``low`` of an everyday English word ("waht")."""
    forms = (low[:i] + low[i + 1] + low[i] + low[i + 2 :] for i in range(len(low) - 1))
    known = english()
    return 4 <= len(low) <= 20 and any(known.get(f, _EVERYDAY_RANK) < _EVERYDAY_RANK for f in forms)


def is_misspelled(low: str) -> bool:
    """Whether one slip (a letter left out, added, changed, or two swapped) made ``low`` of a
    common English word of five letters or more."""
    if not 4 <= len(low) <= 20:
        return False
    known = english()
    forms = [low[:i] + low[i + 1 :] for i in range(len(low))]
    forms += [low[:i] + low[i + 1] + low[i] + low[i + 2 :] for i in range(len(low) - 1)]
    for letter in "abcdefghijklmnopqrstuvwxyz'":
        forms += [low[:i] + letter + low[i:] for i in range(1, len(low) + 1)]
        if len(low) > 5:
            forms += [low[:i] + letter + low[i + 1 :] for i in range(1, len(low))]
    common = _COMMON_RANK // 2
    return any(len(form) >= 5 and known.get(form, common) < common for form in forms)


def _other_script(low: str) -> bool:
    return any(ord(char) >= _LATIN_ABOVE and _is_foreign_letter(char) for char in low)


def _is_foreign_letter(char: str) -> bool:
    return char.isalpha() and "LATIN" not in unicodedata.name(char, "")


def _is_wide(low: str) -> bool:
    return unicodedata.east_asian_width(low[0]) == "W"
