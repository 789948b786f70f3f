"""The text as the encoder's vocabulary can hold it: emoji by their names, with the way back.

The vocabulary knows no emoji: a knife, a rat and a heart would be one unknown token. Their Unicode
names are words it knows. Training and scoring both read texts through :func:`spelled`.
"""

from __future__ import annotations

import re
import unicodedata

from analysis.text.mapped import MappedText

_PICTURE = re.compile(
    "[\u231a\u231b\u23e9-\u23fa\u25aa-\u25fe\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff]"
)
_SILENT = re.compile("[\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
# Where the Unicode name is not what a reader would say.
_NAMES = {
    "\U0001f52a": "knife",
    "\U0001f4a9": "shit",
    "\U0001f595": "middle finger",
    "\U0001f602": "laughing",
    "\U0001f923": "laughing",
    "\U0001f643": "smiling ironically",
    "\U0001f921": "clown",
    "\U0001f44d": "thumbs up",
    "\U0001f44e": "thumbs down",
    "\u2764": "heart",
}
_EMPTY_WORDS = frozenset({"face", "with", "symbol", "sign", "heavy", "black", "white", "emoji"})
_MOST_WORDS = 3  # of one name
_MOST_REPEATS = 2  # of one picture in a row; ten clowns say no more than two


def spelled(text: str) -> MappedText:
    """``text`` with every emoji as its name; each of the name's letters maps to the emoji."""
    if text.isascii() or not (_PICTURE.search(text) or _SILENT.search(text)):
        return MappedText.identity(text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last, repeats = "", 0
    for place, char in enumerate(text):
        if _SILENT.match(char):
            continue
        piece = char
        if _PICTURE.match(char):
            repeats = repeats + 1 if char == last else 1
            last = char
            if repeats > _MOST_REPEATS:
                continue
            piece = f" {picture_name(char)} "
        elif not char.isspace():
            last = ""
        pieces.append(piece)
        starts.extend([place] * len(piece))
        ends.extend([place + 1] * len(piece))
    return MappedText("".join(pieces), tuple(starts), tuple(ends))


def picture_name(char: str) -> str:
    """The words for one emoji, lower case; a flag's letters are all "flag"."""
    if char in _NAMES:
        return _NAMES[char]
    if _FLAG_LETTER.match(char):
        return "flag"
    words = unicodedata.name(char, "").lower().replace("-", " ").split()
    telling = [word for word in words if word not in _EMPTY_WORDS] or words
    return " ".join(telling[:_MOST_WORDS])
