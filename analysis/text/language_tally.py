"""How English the words of a passage are, counted word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.domain.quick_init import quick_init
from analysis.text.english import Kind, kind_of
from analysis.text.vocabulary import words_of_languages

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]*\d[^\W_]*")
"""A word of any script, or what has a digit in it."""

WORDS_READ = 2_000
"""Words of a text that are looked at one by one; a longer one is sampled from all its parts."""


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How English a word is, whether only English or no Latin script has it, and which other
    languages have it."""

    english: float
    sure: bool
    other_script: bool
    languages: tuple[str, ...]


def _counts(word: str, *, first: bool) -> WordCounts | None:
    """What a word counts for; ``None`` where that is nothing."""
    kind = kind_of(word, first=first)
    if kind is Kind.NEUTRAL:
        return None
    languages = tuple(words_of_languages().get(word.lower(), ()))
    return WordCounts(kind.value, kind is Kind.ONLY_ENGLISH, kind is Kind.OTHER_SCRIPT, languages)


@lru_cache(maxsize=50_000)
def counts_inside(word: str) -> WordCounts | None:
    """The same of a word that does not begin a text; remembered, because words repeat."""
    return _counts(word, first=False)


@quick_init
@dataclass(frozen=True, slots=True)
class Tally:
    """Words of a passage: those that count, how English they are (sum of 0 to 1), how many only
    English has, and how many are in no Latin letters."""

    counted: Sequence[WordCounts]
    english: float
    sure: int
    other_script: int

    @property
    def words(self) -> int:
        """How many count."""
        return len(self.counted)

    def votes(self) -> dict[str, int]:
        """How many of them other languages have; hardly ever asked."""
        votes: dict[str, int] = {}
        for counts in self.counted:
            for code in counts.languages:
                votes[code] = votes.get(code, 0) + 1
        return votes

    @property
    def share(self) -> float:
        """How English they are on average, from 0 to 1."""
        return self.english / self.words if self.words else 0.0

    def english_by_exclusion(self, *, detected: bool) -> bool:
        """Whether most words are English ones (half of them where the detector thinks of English
        first), one of them surely, and none is known to be of another language: a text that no
        language can be named for may hold rare words and names."""
        degrees = [counts.english for counts in self.counted]
        known = sum(degree >= Kind.SHARED.value for degree in degrees)
        return (
            2 * known + detected > len(degrees)
            and min(degrees) >= Kind.UNKNOWN.value
            and max(degrees) >= Kind.MISSPELLED.value
        )


def tally_of(words: Sequence[str]) -> Tally:
    """The tally of ``words``, the first of which begins a text or a sentence."""
    english, sure, other = 0.0, 0, 0
    first = [_counts(word, first=True) for word in words[:1]]
    counted = [*filter(None, first), *filter(None, map(counts_inside, words[1:]))]
    for counts in counted:
        english += counts.english
        sure += counts.sure
        other += counts.other_script
    return Tally(counted, english, sure, other)
