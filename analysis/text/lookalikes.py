"""Letters of other alphabets that are read as Latin ones, after Unicode's list of confusables.

A small reviewed part of it: the small and capital letters of Cyrillic, Greek and Armenian that
look the same in common typefaces, small capitals, letters in brackets, and what Unicode itself
maps to a letter.
"""

from __future__ import annotations

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
_BOXED = ((0x249C, 26), (0x1F110, 26), (0x1F130, 26), (0x1F150, 26), (0x1F170, 26))
"""Letters in brackets, boxes and circles that Unicode maps to no letter, from "a" on."""
_NO_LETTERS = frozenset("ªº")


@lru_cache(maxsize=4096)
def latin_for(char: str) -> str | None:
    """The ASCII letter that ``char`` looks like, accents left out; ``None`` when there is none."""
    if char.isascii():
        return char if char.isalpha() else None
    if char in _TABLE:
        return _TABLE[char]
    for first, count in _BOXED:
        if first <= ord(char) < first + count:
            return chr(ord("a") + ord(char) - first)
    if char in _NO_LETTERS:
        return None
    plain = unicodedata.normalize("NFKD", char)
    base = "".join(part for part in plain if not unicodedata.combining(part))
    return base if len(base) == 1 and base.isascii() and base.isalpha() else None
