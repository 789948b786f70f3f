"""Words the text layer knows: English by frequency, and words that people disguise."""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from analysis.resources import seeds_dir

SHORTEST_MISSPELLED = 5
"""Letters of a word below which a slip of it is as likely another word."""
_RUDE_LISTS = tuple(
    f"hostility_{name}.txt"
    for name in ("insult_nouns", "insult_adjectives", "weak_nouns", "slurs.rot13", "sharp")
)
SYMBOLS: Mapping[str, str] = {
    "@": "a", "4": "a", "$": "s", "5": "s", "0": "o", "1": "il", "!": "il", "|": "il", "3": "e",
    "€": "e", "7": "t", "+": "t", "§": "s", "¢": "c", "¡": "i",
}  # fmt: skip
"""What letters digits and signs stand for; of two the likelier first."""
_MASKS = frozenset("*#%_^-?•·●…")
"""Signs in the place of any letter, as emoji and signs that are no ASCII are."""
_ENDS = re.compile(r"[a-z](?:\*{3,}|-{3,})[a-z]\Z")


@dataclass(frozen=True, slots=True)
class Disguised:
    """Words that are disguised (``words``), by length, and how else they are written (``forms``:
    respellings, abbreviations and slips of the pen, never an English word)."""

    words: frozenset[str]
    by_length: Mapping[int, tuple[str, ...]]
    respelled: Mapping[str, str]
    slips: Mapping[str, str]

    def behind_symbols(self, token: str) -> str | None:
        """The word behind ``token`` (small letters) when symbols or digits stand for letters.

        At least half of the characters must be letters where something is masked, so that product
        codes and measures are none. ``None`` when it is no such word or an English one.
        """
        if not token.isascii():
            token = "".join(map(_plain_sign, token))
        letters = sum(char.isalpha() for char in token)
        masked = sum(char in _MASKS for char in token)
        digits = any(char.isdigit() for char in token)
        least = 1 if len(token) >= 5 and not masked else 2
        if len(token) < 3 or letters < least or (len(token) == 3 and (masked or digits)):
            return None
        if masked and 2 * letters < len(token):
            return self._between_ends(token)
        choices = [SYMBOLS.get(char, "" if char in _MASKS else char) for char in token]
        word = self._matching(choices)
        if word or masked:
            return word or self._under_masks(token)
        plain = "".join(choice[:1] for choice in choices)
        odd = [n for n, char in enumerate(token) if not char.isalpha()]
        if token[-1].isdigit():  # a number behind a word is no letter of it
            return None
        if len(odd) == 1 and odd[0] > 0 and letters >= 3 and plain not in english():
            choices[odd[0]] = ""
            return self._matching(choices)
        return None

    def _between_ends(self, token: str) -> str | None:
        """The only word with its first and last letter around as many stars or dashes."""
        if not _ENDS.match(token):
            return None
        same = self.by_length.get(len(token), ())
        words = [word for word in same if (word[0], word[-1]) == (token[0], token[-1])]
        return words[0] if len(words) == 1 else None

    def _under_masks(self, token: str) -> str | None:
        """The word whose masked letters are one or two more or fewer than the masks."""
        if any(not char.isalpha() and char not in _MASKS for char in token):
            return None
        parts = re.split(r"[*#%_^-]+", token)
        if len(parts) != 2 or not all(parts):
            return None
        for length in (len(token) - 1, len(token) + 1, len(token) - 2):
            for word in self.by_length.get(length, ()):
                if word.startswith(parts[0]) and word.endswith(parts[1]):
                    return word if length > sum(map(len, parts)) else None
        return None

    def _matching(self, choices: list[str]) -> str | None:
        """The first word that each of ``choices`` allows its letter; an empty one allows any."""
        same = self.by_length.get(len(choices), ())
        if 0 < math.prod(map(len, choices)) <= len(same):  # quicker to spell out than to compare
            spelled = {"".join(letters) for letters in product(*choices)} & self.words
            return next((word for word in same if word in spelled), None) if spelled else None
        for word in same:
            if all(not c or w in c for w, c in zip(word, choices, strict=True)):
                return word
        return None


@lru_cache(maxsize=4_096)
def _plain_sign(char: str) -> str:
    """A digit of any script as a plain one, an emoji or sign as a mask, no choice of its shape."""
    if char.isascii() or char in SYMBOLS or char.isalpha():
        return char
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return ""
    return "*" if unicodedata.category(char) in ("So", "Sm") else char


@lru_cache(maxsize=1)
def english() -> Mapping[str, int]:
    """English words with their rank by frequency, 0 for the commonest."""
    return {word: rank for rank, word in enumerate(_lines("english.txt"))}


@lru_cache(maxsize=1)
def english_chat() -> frozenset[str]:
    """Short forms, interjections and common slips of English comments."""
    return frozenset(word for line in _lines("english_chat.txt") for word in line.split())


@lru_cache(maxsize=1)
def rude_words() -> frozenset[str]:
    """Single words of the lists that the rules of hostility look for, which lists by frequency
    lack; shorter ones than of four letters are words of other languages too."""
    patterns = (line for name in _RUDE_LISTS for line in _lines(name, folder="word_lists"))
    return frozenset(
        word
        for pattern in patterns
        for word in re.split(r"[()|]+", pattern)
        if len(word) >= SHORTEST_MISSPELLED - 1 and word.isascii() and word.isalpha()
    )


@lru_cache(maxsize=1)
def short_forms() -> Mapping[str, str]:
    """Words as people shorten them when they type, and what they stand for."""
    pairs = (line.partition(" = ") for line in _lines("short_forms.txt"))
    return {form: meant for form, _, meant in pairs}


@lru_cache(maxsize=1)
def abuse_elsewhere() -> Mapping[str, str]:
    """Words of abuse of other languages and the English ones that they are read as."""
    pairs = (line.partition(" = ") for line in _lines("abuse_elsewhere.rot13.txt"))
    return {word: meant for word, _, meant in pairs}


@lru_cache(maxsize=1)
def words_of_languages() -> Mapping[str, tuple[str, ...]]:
    """Common words of other languages with the ISO 639-1 codes of those that have them."""
    languages_of: dict[str, tuple[str, ...]] = {}
    for line in _lines("other_languages.txt"):
        code, _, words = line.partition(":")
        for word in words.split():
            languages_of[word] = (*languages_of.get(word, ()), code)
    return languages_of


def _lines(name: str, *, folder: str = "words") -> list[str]:
    """The lines of a shipped list without its remarks."""
    text = (seeds_dir() / folder / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [codecs.decode(line, "rot13") for line in lines] if ".rot13." in name else lines


@lru_cache(maxsize=1)
def disguised() -> Disguised:
    """The shipped list of words that people disguise."""
    words: dict[str, None] = {}
    respelled: dict[str, str] = {}
    for line in _lines("disguised.rot13.txt"):
        form, _, meant = line.partition(" = ")
        if meant:
            respelled[form] = meant
        else:
            words[form] = None
    by_length: dict[int, list[str]] = {}
    for word in words:
        by_length.setdefault(len(word), []).append(word)
    return Disguised(
        frozenset(words),
        {length: tuple(some) for length, some in by_length.items()},
        respelled,
        _slips(words),
    )


def _slips(words: Mapping[str, None]) -> dict[str, str]:
    """Words with two letters swapped, one inside left out or one doubled; no English words."""
    known = english()
    word_of: dict[str, str] = {}
    for word in words:
        if len(word) < SHORTEST_MISSPELLED:
            continue
        forms = [word[:i] + b + a + word[i + 2 :] for i, (a, b) in enumerate(pairwise(word)) if i]
        forms += [word[:i] + word[i + 1 :] for i in range(1, len(word) - 1)]
        forms += [word[:i] + word[i] + word[i:] for i in range(1, len(word))]
        for form in forms:
            if form not in known and form not in words:
                word_of.setdefault(form, word)
    return word_of
