"""Ways in which people disguise words, as transforms of a text, to measure what they cost.

A transform changes the given words of a text (as ranges) and leaves the rest. Used on hostile
comments to see how many are still found, and on harmless ones to see how many are then flagged.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from analysis.domain.span import Span

Disguise = Callable[[str, random.Random], str]

_LEET = str.maketrans("aeiostAEIOST", "@310$7@310$7")
_FULL_WIDTH = {point: point + 0xFEE0 for point in range(0x21, 0x7F)}
_LOOKALIKES = str.maketrans("aeiopcyxAEOPCTX", "аеіорсухАЕОРСТХ")


def _inside(word: str, rng: random.Random) -> int:
    """A place inside ``word``, never its first letter."""
    return rng.randrange(1, max(2, len(word) - 1))


def _stretched(word: str, rng: random.Random) -> str:
    at = _inside(word, rng)
    return word[:at] + word[at] * rng.randint(3, 5) + word[at + 1 :]


def _masked(word: str, rng: random.Random) -> str:
    at = _inside(word, rng)
    return word[:at] + "*" + word[at + 1 :]


def _swapped(word: str, rng: random.Random) -> str:
    places = [n for n in range(1, len(word) - 1) if word[n] != word[n + 1]] or [1]
    at = rng.choice(places)
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def _deleted(word: str, rng: random.Random) -> str:
    at = _inside(word, rng)
    return word[:at] + word[at + 1 :]


def _cut(mark: str) -> Disguise:
    def disguise(word: str, rng: random.Random) -> str:
        at = _inside(word, rng) if len(word) < 4 else rng.randrange(2, len(word) - 1)
        return word[:at] + mark + word[at:]

    return disguise


DISGUISES: Mapping[str, Disguise] = {
    "spaced": lambda word, _: " ".join(word),
    "dotted": lambda word, _: ".".join(word),
    "dashed": lambda word, _: "-".join(word),
    "underscored": lambda word, _: "_".join(word),
    "stretched": _stretched,
    "leet": lambda word, _: word.translate(_LEET),
    "masked": _masked,
    "look-alikes": lambda word, _: word.translate(_LOOKALIKES),
    "zero width": lambda word, _: "\u200b".join(word),
    "soft hyphen": _cut("\u00ad"),
    "tag inside": lambda word, rng: word[:2] + "<b>" + word[2:] + "</b>",
    "swapped": _swapped,
    "deleted": _deleted,
    "cut in two": _cut(" "),
    "full width": lambda word, _: word.translate(_FULL_WIDTH),
}
"""By name: a word and a source of chance in, the disguised word out."""


def disguise(text: str, words: Sequence[Span], kind: str, *, seed: int) -> str:
    """``text`` with ``words`` (in order, disjoint) disguised in the way called ``kind``.

    Words of fewer than three letters stay as they are. ``KeyError`` for an unknown kind.
    """
    change = DISGUISES[kind]
    rng = random.Random(f"{seed} {kind}")  # noqa: S311 - a measure, no secret
    parts: list[str] = []
    at = 0
    for span in words:
        word = span.of(text)
        parts += [text[at : span.start], change(word, rng) if len(word) > 2 else word]
        at = span.end
    return "".join([*parts, text[at:]])


def joined(text: str, words: Sequence[Span]) -> str:
    """``text`` with each of ``words`` and the one or two words before it written as a hashtag."""
    parts: list[str] = []
    at = 0
    for span in words:
        before = text[at : span.start].rsplit(" ", 3)
        taken = [piece for piece in before[1:] if piece.isalpha()]
        if not taken or text[span.start - 1 : span.start] != " ":
            parts.append(text[at : span.end])
        else:
            start_text = text[at : span.start].rstrip().rsplit(" ", len(taken))[0]
            tag = "#" + "".join(piece.capitalize() for piece in [*taken, span.of(text)])
            parts += [start_text, " ", tag]
        at = span.end
    return "".join([*parts, text[at:]])
