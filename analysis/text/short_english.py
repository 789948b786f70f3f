"""English of two or three words that other languages have too: "die bitch", "hope u die".

The share of English words and the statistical detector say little of so few. Every word must be
known to English; one unknown or foreign word leaves the text to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from analysis.text.english import Kind, kind_of
from analysis.text.vocabulary import disguised, english, english_chat, rude_words

_MOST_WORDS = 6
_OF_NO_OTHER = frozenset({Kind.ONLY_ENGLISH, Kind.ENGLISH, Kind.RARE_ENGLISH})
_SHARED = frozenset({Kind.SHARED, Kind.EVERYDAY_SHARED})
_TYPED = frozenset({"u", "ur"})
"""Short forms that are typed in English and happen to be words elsewhere, as "em" at the end."""
_ELSEWHERE_WORDS = """
idiot idiots imbecile imbeciles cretin cretins retard retards bigot pervert perverse fascist bastard
nazi homo homos lunatic parasite parasites hypocrite hypocrites pedophile pedophiles suicide psycho
despot opportunist charlatan philistine snob snobs sadist crap prick slut kaffir kafir sambo
"""
_ELSEWHERE = frozenset(_ELSEWHERE_WORDS.split())
"""Abuse that is spelled alike in another language, there often harmless ("en retard")."""
_COMMON = 12_000


def short_english(words: Sequence[str]) -> bool:
    """Whether a few words are English: all of them known, and one of them abuse that only English
    has; or half of them English and one of those a short form that people type."""
    if not 1 < len(words) <= _MOST_WORDS:
        return False
    lows = [word.lower() for word in words]
    kinds = [kind_of(word, first=not n) for n, word in enumerate(words)]
    if not all(kind in _OF_NO_OTHER or kind in _SHARED for kind in kinds):
        return False
    own = [low for low, kind in zip(lows, kinds, strict=True) if kind in _OF_NO_OTHER]
    if not _abuse().isdisjoint(own):
        return True
    typed = [low for low in lows if low in _TYPED or (low in own and low in english_chat())]
    typed += [low for low in lows[-1:] if low == "em"]
    plain = [low for low in own if english().get(low, _COMMON) < _COMMON or low in typed]
    rest = len(lows) - len({*typed, *plain})
    return bool(typed) and bool(own) and 2 * rest <= len(lows)


@lru_cache(maxsize=1)
def _abuse() -> frozenset[str]:
    return (disguised().words | rude_words()) - _ELSEWHERE
