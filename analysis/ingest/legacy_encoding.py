"""Which encoding of the time before UTF-8 a text has: by the words that each one would give."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from analysis.ingest.latin_letters import WESTERN, misfits, misfits_among
from analysis.ingest.other_scripts import fitting_encodings

_LINES = 500
"""Lines with bytes beyond ASCII that are looked at."""

_LONGEST_LINE = 20_000
_LONGEST = 100_000
"""Bytes that are looked at in all."""

_USUAL = ("cp1252", "iso8859-15", "cp1250", "cp1254", "cp1257")
_RARE = ("iso8859-2", "mac-roman", "cp850", "cp1258")
"""Encodings of Latin letters, those that Windows writes and those that are seldom met."""

_KEPT_TO = 0.85
"""Share of the characters beyond ASCII that must belong to the language of a reading."""
_CLEAR, _CLEAR_SHARE = 2, 0.03
"""Misfits more, as a number or a share, from which another reading is plainly the worse one."""
_OTHER_SCRIPT = 0.45
"""Share of the letters that are beyond ASCII from which a text is in no Latin letters."""
_FEW = 8
"""Words beyond ASCII below which a text shows too little to be refused."""

_WORD_BEYOND = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")


@dataclass(frozen=True, slots=True)
class Guess:
    """The encodings that fit, the likeliest first, and whether the text shows enough to tell.

    ``western`` says that it is Western European, which nobody needs to be asked about.
    """

    fitting: tuple[str, ...]
    few: bool = False
    western: bool = False


@dataclass(frozen=True, slots=True)
class _Latin:
    encoding: str
    text: str
    misfits: float
    beyond: int

    @property
    def fits(self) -> bool:
        return self.misfits <= (1 - _KEPT_TO) * self.beyond

    def is_plainly_better_than(self, other: _Latin) -> bool:
        more = other.misfits - self.misfits
        flawless = self.misfits < 1 / 2 <= more
        return flawless or more >= _CLEAR or more > _CLEAR_SHARE * self.beyond


def guess(lines: Iterable[bytes]) -> Guess:
    """The encodings that make words of the lines that are no ASCII; none where nothing fits."""
    high = (line[:_LONGEST_LINE] for line in lines if not line.isascii())
    sample = b"\n".join(islice(high, _LINES))[:_LONGEST]
    few = len(set(_WORD_BEYOND.findall(sample))) < _FEW
    count = sum(byte > 0x7F for byte in sample)
    letters = sum(bytes([byte]).isalpha() for byte in sample)
    latin = _latin(sample) if count <= _OTHER_SCRIPT * (count + letters) else ()
    if len(latin) == 1 or (latin and few):
        return Guess(latin[:1], few, western=latin == ("cp1252",))
    others = tuple(fitting_encodings(sample))
    if few and not others and not misfits_among(sample.decode("cp1252", "replace"), WESTERN):
        return Guess(("cp1252",), few, western=True)
    return Guess(others or latin, few)


def _latin(sample: bytes) -> tuple[str, ...]:
    """The encodings under which the text keeps to the letters of its language or languages."""
    for by_line in (False, True):
        usual = _readings(sample, _USUAL, by_line=by_line)
        rare = _readings(sample, _RARE, by_line=by_line)
        best = min((*usual, *rare), key=lambda reading: reading.misfits)
        if best.fits:
            break
    else:
        return ()
    # What is seldom met must be plainly the better one.
    among = [r for r in usual if not best.is_plainly_better_than(r)] or [
        r for r in rare if not best.is_plainly_better_than(r)
    ]
    texts = dict[str, str]()
    for reading in among:
        texts.setdefault(reading.text, reading.encoding)
    return tuple(texts.values())


def _readings(sample: bytes, encodings: Iterable[str], *, by_line: bool) -> list[_Latin]:
    readings = []
    for encoding in encodings:
        text = unicodedata.normalize("NFC", sample.decode(encoding, "replace"))
        beyond = sum(char > "\x7f" for char in text)
        readings.append(_Latin(encoding, text, misfits(text, by_line=by_line), beyond))
    return readings
