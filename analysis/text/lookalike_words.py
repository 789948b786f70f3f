"""Words in which letters of other alphabets, accents or marks stand for plain Latin letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from analysis.text.disguised_word import LONGEST, letters_meant
from analysis.text.lookalikes import is_flag_letter, is_of_another_language, latin_for
from analysis.text.spelled_apart import Change
from analysis.text.vocabulary import disguised, english

_MARKS = re.compile(
    r"(?<=[^\W\d_])(?:[\u0334-\u0338\u0489\u20dd-\u20e4]|[\u0300-\u036f]{2})[\u0300-\u036f]*"
)
_ODD_WORD = re.compile(
    r"(?:(?:[^\W\d_]|[\U0001f110-\U0001f189\U0001f1e6-\U0001f1ff\u249c-\u24e9])\ufe0f?)+"
)
_FANCY = re.compile(r"LATIN LETTER SMALL CAPITAL|MODIFIER LETTER|SUPERSCRIPT|LATIN SUBSCRIPT")


def without_marks(text: str) -> Iterator[Change]:
    """Strokes through letters, rings around them and heaps of accents; a single accent stays."""
    for match in _MARKS.finditer(text):
        yield match.start(), match.end(), ""


def latin_letters(text: str) -> Iterator[Change]:
    """Words in which letters of other alphabets, or accents, stand for Latin letters."""
    words, known = disguised(), english()
    for match in _ODD_WORD.finditer(text):
        word = match[0]
        if word.isascii() or len(word) > LONGEST:
            continue
        word = word.replace("\ufe0f", "")
        letters = [latin_for(char) for char in word]
        if None in letters:
            continue
        plain = "".join(letter or "" for letter in letters)
        low = plain.lower()
        foreign = [char for char in word if not char.isascii() and not is_of_another_language(char)]
        mixed = bool(foreign) and (len(foreign) < len(word) or foreign[0] > "\uffff")
        if all(map(is_flag_letter, word)):
            if low in words.words or len(low) == 1 or (len(low) % 2 and low in known):
                yield match.start(), match.end(), plain
        elif low in words.words or low in words.respelled or (mixed and letters_meant(low, low)):
            if mixed or not foreign or len(low) >= 4:
                yield match.start(), match.end(), plain
        elif (mixed or _is_fancy(foreign)) and (low in known or len(low) == 1 < len(foreign)):
            yield match.start(), match.end(), plain


def _is_fancy(letters: list[str]) -> bool:
    """Small capitals, raised letters and such in circles: no alphabet that anybody writes in."""
    return bool(letters) and all(
        _FANCY.match(unicodedata.name(char, "")) or unicodedata.category(char) == "So"
        for char in letters
    )
