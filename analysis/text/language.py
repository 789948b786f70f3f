"""Which language the commenter's own words are in, or that it can't be told."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.text.prepared import Language

if TYPE_CHECKING:
    from lingua import LanguageDetector

SERVED = "en"
"""The language that the labels, rules and models are made for."""

_READ = 500
"""Characters that are enough to tell a language; more only cost time."""
_FEWEST_LETTERS = 20
"""Latin letters below which the detector errs often ("ok" counts as Polish, "lol" as Welsh)."""
_FEWEST_LETTERS_OTHER = 4
"""Letters of another script that are enough: the script itself tells."""
_ENGLISH_SURE = 0.55
_OTHER_SURE = 0.85
"""Refusing to serve a comment needs more certainty than serving it."""
_FOREIGN_LETTERS = 60
_NOT_ENGLISH = 0.1
"""A long text with less than this share for English is in some language we don't name."""


def language_of(own_words: str) -> Language:
    """The language of ``own_words``; ``und`` when they are too few or too mixed.

    Undetermined text is served, unless it is long and certainly not English.
    """
    sample = own_words[:_READ]
    letters = [char for char in sample if char.isalpha()]
    latin = sum(1 for char in letters if char < "\u0250")
    other = len(letters) - latin
    if latin < _FEWEST_LETTERS and other < _FEWEST_LETTERS_OTHER:
        return Language("und", 0.0, supported=True)
    values = _detector().compute_language_confidence_values(sample)
    shares = {v.language.iso_code_639_1.name.lower(): v.value for v in values}
    english = shares.get(SERVED, 0.0)
    best = max(shares, key=lambda code: shares[code])
    if best == SERVED and english >= _ENGLISH_SURE:
        return Language(SERVED, english, supported=True)
    if other > latin and shares[best] < _OTHER_SURE:
        return Language("und", 0.0, supported=False)
    if best != SERVED and shares[best] >= _OTHER_SURE:
        return Language(best, shares[best], supported=False)
    certain = len(letters) >= _FOREIGN_LETTERS and english < _NOT_ENGLISH
    return Language("und", shares[best], supported=not certain)


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
        Known.POLISH,
        Known.RUSSIAN,
        Known.JAPANESE,
        Known.CHINESE,
        Known.KOREAN,
        Known.ARABIC,
    ).build()
