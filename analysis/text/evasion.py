"""Disguised words read as what they stand for: ``i d i 0 t``, ``m-o-r-o-n``, ``looooser``.

Only what is most likely a disguise is touched: the outcome must be a word of the list of words
that people disguise, or where letters stand apart or in a hashtag, English words. Everything else
(names, abbreviations with full stops, product codes, other languages) stays as it is written.
Every change maps back to the characters it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analysis.text.disguised_word import LONGEST, disguises_in
from analysis.text.lookalike_words import latin_letters, without_marks
from analysis.text.mapped import MappedText
from analysis.text.piece_counts import PieceCount, counts_of
from analysis.text.spelled_apart import Change, spelled_apart
from analysis.text.vocabulary import disguised, english

_CHUNK = re.compile(r"\S+")
_GAP = re.compile(r"[ \t\u3000]{1,3}|[ \t]?\n[ \t]?")
"""What may part two halves of a word: blanks, a tab or the end of a line."""
_SHORTEST, _RARE = 5, 9_000
"""Letters of an insult that was cut in two, and the rank from which both halves are no words."""
_CLOSED_BY = {")": "(", "]": "[", "}": "{", ">": "<"}
_OUTER = "\"'“”‘’«»()[]{}<>.,;:?…"


def undisguised(copy: MappedText) -> MappedText:
    """``copy`` with disguised words read as what they stand for; linear in its length."""
    if not copy.text.isascii():
        copy = copy.replaced(without_marks(copy.text))
        copy = copy.replaced(latin_letters(copy.text))
    apart = spelled_apart(copy.text)
    if _all_settled(copy.text):
        return copy.replaced(apart)
    return copy.replaced(_merged(apart, _words(copy.text)))


def _merged(first: list[Change], second: Iterator[Change]) -> Iterator[Change]:
    """Both in order, without those of ``second`` that touch one of ``first``."""
    waiting = list(first)
    number = 0
    for change in second:
        while number < len(waiting) and waiting[number][1] <= change[0]:
            yield waiting[number]
            number += 1
        if number == len(waiting) or change[1] <= waiting[number][0]:
            yield change
    yield from waiting[number:]


_settled: set[str] = set()
_MOST_SETTLED = 50_000


def _all_settled(text: str) -> bool:
    """Whether each chunk of the text is known to stand for itself, whatever stands beside it."""
    if not _UNSETTLED.of(counts_of(text)):
        return True
    chunks = text.split()
    for place, chunk in enumerate(chunks):
        if chunk not in _settled and not (_is_plain(chunk) and not _may_be_half(chunks, place)):
            return False
    return True


def _is_plain(chunk: str) -> bool:
    """Whether it stands for nothing else; remembered for good where it is no half of a word that
    was cut in two either: one of the halves is no English word."""
    if _is_settled(chunk):
        if len(_settled) < _MOST_SETTLED:
            _settled.add(chunk)
        return True
    read = _read(chunk) if len(chunk) <= LONGEST else None
    return read is not None and read.plain


def _is_settled(chunk: str) -> bool:
    """Whether it is a plain chunk and an English word, or none at all, whatever is beside it."""
    read = _read(chunk) if len(chunk) <= LONGEST else None
    if read is None or not read.plain:
        return False
    return not read.low.isalpha() or read.low in english()


_UNSETTLED = PieceCount(lambda chunk: not _is_settled(chunk))


def _may_be_half(chunks: Sequence[str], place: int) -> bool:
    """Whether a plain chunk and one beside it may be a disguised word that was cut in two."""
    if chunks[place] in _settled:
        return False
    near = [_read(chunk) for chunk in chunks[max(0, place - 1) : place + 2]]
    lows = ["" if read is None else read.low for read in near]
    disguises = disguised().words
    return any(first + second.rstrip("!") in disguises for first, second in pairwise(lows))


def _words(text: str) -> Iterator[Change]:
    """Words one by one: masked, stretched, joined, cut in two, misspelled."""
    disguises = disguised().words
    previous: tuple[int, int, str] | None = None
    for match in _CHUNK.finditer(text):
        chunk = _read(match[0]) if match.end() - match.start() <= LONGEST else None
        if chunk is None:
            previous = None
            continue
        core, low = chunk.core, chunk.low
        start = match.start() + chunk.before
        if previous is not None and previous[2] + low.rstrip("!") in disguises:
            halves = _cut_in_two(text, previous, (start, core))
            if halves is not None:
                yield halves
                previous = None
                continue
        if len(core) < 2:
            previous = (start, match.end(), low) if chunk.bare else None
            continue
        previous = (start, start + len(core), low) if chunk.whole else None
        if chunk.plain:
            continue
        is_name = _may_be_name(text, start, core)
        for begin, stop, meant in disguises_in(core, is_name):
            end = start + stop
            closes = stop == len(core) and _CLOSED_BY.get(text[end : end + 1])
            yield start + begin, end + bool(closes and closes in core[begin:]), meant


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What stands between two blanks, without the marks around it: its ``core``, which is all of
    it (``bare``), or all but marks at its beginning (``whole``), behind ``before`` characters.
    A ``plain`` one stands for nothing else, be it a name or not."""

    core: str
    low: str
    before: int
    bare: bool
    whole: bool
    plain: bool


@lru_cache(maxsize=50_000)
def _read(chunk: str) -> _Chunk | None:
    """``chunk`` in parts, remembered because words repeat; ``None`` where it is an address."""
    if "://" in chunk:
        return None
    core = chunk.strip(_OUTER)
    if len(core) < 2:
        return _Chunk(core, core.lower(), 0, bare=core == chunk, whole=False, plain=True)
    return _Chunk(
        core,
        core.lower(),
        chunk.index(core),
        bare=core == chunk,
        whole=core == chunk.lstrip(_OUTER),
        plain=not (disguises_in(core, is_name=False) or disguises_in(core, is_name=True)),
    )


def _cut_in_two(text: str, previous: tuple[int, int, str], this: tuple[int, str]) -> Change | None:
    """``idi ot``: two neighbours that are one disguised word and not both words; a single letter
    is half of one only beside what is no word."""
    if not _GAP.fullmatch(text, previous[1], this[0]):
        return None
    start, _, first = previous
    second = this[1].lower().rstrip("!")
    whole = first + second
    if not whole.isalpha() or len(whole) < _SHORTEST or whole not in disguised().words:
        return None
    halves = [half for half in (first, second) if len(half) > 1]
    ranks = [english().get(half) for half in halves]
    if None not in ranks and (len(ranks) == 1 or min(filter(None, ranks), default=0) < _RARE):
        return None
    return start, this[0] + len(second), whole


def _may_be_name(text: str, start: int, core: str) -> bool:
    """Whether a capital letter makes a name of the word: inside the text, or another follows."""
    if not (core[0].isupper() and core[1:].islower()):
        return False
    behind = text[start + len(core) : start + len(core) + 2]
    return start > 0 or (behind[:1] == " " and behind[1:].isupper())
