"""Letters of other alphabets that are read as Latin ones, after Unicode's list of confusables.

A small reviewed part of it: the small and capital letters of Cyrillic, Greek and Armenian that
look the same in common typefaces, small capitals, letters in brackets and of flags, those with a
stroke or hook, and what Unicode itself maps to a letter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = "авеёкмнорстухіїѕјһԁԛԝьАВЕЁКМНОРСТУХІЇЅЈҺЬ"
_CYRILLIC_READ = "abeekmhopctyxiisjhdqwbABEEKMHOPCTYXIISJHB"
_GREEK = "αβεηικνορτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_GREEK_READ = "abeniкvoptuxwABEZHIKMNOPTYX".replace("к", "k")
_OTHERS = "ıɑɡɩօսոᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢłøđħŧɨʉɇ"
_OTHERS_READ = "iagiounabcdefghijklmnoprstuvwyzlodhtiue"
_TABLE = {
    **dict(zip(_CYRILLIC, _CYRILLIC_READ, strict=True)),
    **dict(zip(_GREEK, _GREEK_READ, strict=True)),
    **dict(zip(_OTHERS, _OTHERS_READ, strict=True)),
}
_FLAG_LETTERS = 0x1F1E6
_BOXED = (0x249C, 0x1F110, 0x1F130, 0x1F150, 0x1F170, _FLAG_LETTERS)
"""Letters in brackets, boxes and circles that Unicode maps to no letter: where their "a" is."""
_NAMED = re.compile(r"LATIN (SMALL|CAPITAL) LETTER ([A-Z]) WITH ")
"""Letters with strokes, hooks and tails: the name begins like that of the plain letter."""
_NO_LETTERS = frozenset("ªº")


@lru_cache(maxsize=4096)
def latin_for(char: str) -> str | None:
    """The ASCII letter that ``char`` looks like, accents left out; ``None`` when there is none."""
    if char.isascii():
        return char if char.isalpha() else None
    if char in _TABLE:
        return _TABLE[char]
    for first in _BOXED:
        if first <= ord(char) < first + 26:
            return chr(ord("a") + ord(char) - first)
    if char in _NO_LETTERS:
        return None
    plain = unicodedata.normalize("NFKD", char)
    base = "".join(part for part in plain if not unicodedata.combining(part))
    if len(base) == 1 and base.isascii() and base.isalpha():
        return base
    return _without_stroke(char)


def _without_stroke(char: str) -> str | None:
    named = _NAMED.match(unicodedata.name(char, ""))
    if named is None:
        return None
    return named[2] if named[1] == "CAPITAL" else named[2].lower()


def is_of_another_language(char: str) -> bool:
    """Whether it is a Latin letter with an accent, stroke or hook that words of other languages
    have, and not one that the table reads in any English word."""
    if char in _TABLE or "LATIN" not in unicodedata.name(char, ""):
        return False
    return len(unicodedata.normalize("NFD", char)) > 1 or _without_stroke(char) is not None


def is_flag_letter(char: str) -> bool:
    """Whether two of it make a flag."""
    return _FLAG_LETTERS <= ord(char) < _FLAG_LETTERS + 26
