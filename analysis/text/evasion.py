"""Disguised words read as what they stand for: ``i d i 0 t``, ``m-o-r-o-n``, ``looooser``.

Only what is most likely a disguise is touched: the outcome must be a word of the list of words
that people disguise, or where letters stand apart or in a hashtag, English words. Everything else
(names, abbreviations with full stops, product codes, other languages) stays as it is written.
Every change maps back to the characters it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analysis.text.handles import says_it_to_somebody
from analysis.text.joined import camel_words, hashtag_words, joined_words
from analysis.text.lookalikes import latin_for
from analysis.text.mapped import MappedText
from analysis.text.piece_counts import PieceCount, counts_of
from analysis.text.spelled_apart import Change, cased, spelled_apart
from analysis.text.vocabulary import disguised, english

_MARKS = re.compile(
    r"(?<=[^\W\d_])(?:[\u0334-\u0338\u0489\u20dd-\u20e4]|[\u0300-\u036f]{2})[\u0300-\u036f]*"
)
_ODD_WORD = re.compile(r"(?:(?:[^\W\d_]|[\U0001f110-\U0001f189\u249c-\u24e9])\ufe0f?)+")
_CHUNK = re.compile(r"\S+")
_OUTER = "\"'“”‘’«»()[]{}<>.,;:?…"
_INNER = re.compile(r"[-._*'’~/|]+")
_TRIPLE = re.compile(r"([A-Za-z])\1{2,}")
_LONGEST = 60
"""Characters without a space beyond which nothing is a word, disguised or not."""


def undisguised(copy: MappedText) -> MappedText:
    """``copy`` with disguised words read as what they stand for; linear in its length."""
    if not copy.text.isascii():
        copy = copy.replaced(_without_marks(copy.text))
        copy = copy.replaced(_latin_letters(copy.text))
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


def _without_marks(text: str) -> Iterator[Change]:
    """Strokes through letters, rings around them and heaps of accents; a single accent stays."""
    for match in _MARKS.finditer(text):
        yield match.start(), match.end(), ""


def _latin_letters(text: str) -> Iterator[Change]:
    """Words in which letters of other alphabets, or accents, stand for Latin letters."""
    words, known = disguised(), english()
    for match in _ODD_WORD.finditer(text):
        word = match[0]
        if word.isascii() or len(word) > _LONGEST:
            continue
        word = word.replace("\ufe0f", "")
        letters = [latin_for(char) for char in word]
        if None in letters:
            continue
        plain = "".join(letter or "" for letter in letters)
        low = plain.lower()
        foreign = [char for char in word if not char.isascii() and not _accented(char)]
        mixed = bool(foreign) and (len(foreign) < len(word) or foreign[0] > "\uffff")
        if low in words.words or low in words.respelled or (mixed and _letters_meant(low, low)):
            if mixed or not foreign or len(low) >= 4:
                yield match.start(), match.end(), plain
        elif (mixed or _is_fancy(foreign)) and (low in known or len(low) == 1 < len(foreign)):
            yield match.start(), match.end(), plain


def _accented(char: str) -> bool:
    return "LATIN" in unicodedata.name(char, "") and len(unicodedata.normalize("NFD", char)) > 1


def _is_fancy(letters: list[str]) -> bool:
    """Small capitals and letters in circles: no alphabet that anybody writes words in."""
    return bool(letters) and all(
        "SMALL CAPITAL" in unicodedata.name(char, "") or unicodedata.category(char) == "So"
        for char in letters
    )


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
    read = _read(chunk) if len(chunk) <= _LONGEST else None
    return read is not None and read.plain


def _is_settled(chunk: str) -> bool:
    """Whether it is a plain chunk and an English word, or none at all, whatever is beside it."""
    read = _read(chunk) if len(chunk) <= _LONGEST else None
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
    return any(first + second in disguises for first, second in pairwise(lows))


def _words(text: str) -> Iterator[Change]:
    """Words one by one: masked, stretched, joined, cut in two, misspelled."""
    disguises = disguised().words
    previous: tuple[int, int, str] | None = None
    for match in _CHUNK.finditer(text):
        chunk = _read(match[0]) if match.end() - match.start() <= _LONGEST else None
        if chunk is None:
            previous = None
            continue
        core, low = chunk.core, chunk.low
        start = match.start() + chunk.before
        if len(core) < 2:
            previous = (start, match.end(), low) if chunk.bare else None
            continue
        if previous is not None and previous[2] + low in disguises:
            halves = _cut_in_two(text, previous, (start, core))
            if halves is not None:
                yield halves
                previous = None
                continue
        previous = (start, start + len(core), low) if chunk.whole else None
        if chunk.plain:
            continue
        is_name = _may_be_name(text, start, core)
        for begin, stop, meant in _meant_once(core, is_name):
            yield start + begin, start + stop, meant


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
        plain=not (_meant_once(core, is_name=False) or _meant_once(core, is_name=True)),
    )


def _cut_in_two(
    text: str, previous: tuple[int, int, str] | None, this: tuple[int, str]
) -> Change | None:
    """``idi ot``: two neighbours that are one disguised word and not both words."""
    if previous is None or this[0] != previous[1] + 1 or text[previous[1]] != " ":
        return None
    start, _, first = previous
    second = this[1].lower()
    if not (first.isalpha() and second.isalpha()) or min(len(first), len(second)) < 2:
        return None
    whole = first + second
    if len(whole) < 5 or whole not in disguised().words:
        return None
    known = english()
    if first in known and second in known:
        return None
    return start, this[0] + len(second), whole


def _may_be_name(text: str, start: int, core: str) -> bool:
    """Whether a capital letter makes a name of the word: inside the text, or another follows."""
    if not (core[0].isupper() and core[1:].islower()):
        return False
    behind = text[start + len(core) : start + len(core) + 2]
    return start > 0 or (behind[:1] == " " and behind[1:].isupper())


@lru_cache(maxsize=50_000)
def _meant_once(core: str, is_name: bool) -> tuple[Change, ...]:
    """What :func:`_meant` gives, remembered: words repeat."""
    return tuple(_meant(core, is_name=is_name))


def _meant(core: str, *, is_name: bool) -> Iterator[Change]:
    words, known = disguised(), english()
    tail = len(core.rstrip("!"))
    if core[0] == "@" and _is_handle(core, tail):
        return
    if core[0] == "#":
        yield from hashtag_words(core)
        return
    low = core[:tail].lower()
    if low in words.words or (low in known and low.isalpha()):
        return
    if low in words.respelled and not is_name:
        yield 0, tail, cased(words.respelled[low], core)
        return
    if low.isalpha():
        meant = _letters_meant(core[:tail], low, is_name=is_name)
        if meant:
            yield 0, tail, cased(meant, core)
        return
    meant = words.behind_symbols(core.lower()) if tail < len(core) else None
    if meant:  # the last mark is a letter: "sh!t" ends with one, "$h!" does not
        yield 0, len(core), cased(meant, core)
        return
    meant = _symbols_meant(low)
    if meant:
        yield 0, tail, cased(meant, core)


def _is_handle(core: str, tail: int) -> bool:
    """A person's name on a platform and neither a sentence nor a word with a sign for "a"."""
    words = disguised()
    as_word = words.behind_symbols(core.lower()) or words.behind_symbols(core[:tail].lower())
    return as_word is None and not says_it_to_somebody(core)


def _letters_meant(word: str, low: str, *, is_name: bool = False) -> str | None:
    """What a word of letters alone stands for that is no word itself."""
    words = disguised()
    if "I" in word:
        meant = _with_small_l(word)
        if meant:
            return meant
    if _TRIPLE.search(low):
        return _unstretched(low)
    if low in words.slips and not is_name:
        return words.slips[low]
    if len(low) < 7:
        return None
    parts = camel_words(word) or joined_words(low)
    return " ".join(parts) if parts else None


def _with_small_l(word: str) -> str | None:
    """What a word of small letters stands for where its capital I are an l: ``kiII``. One at the
    beginning alone may be a name's ("Iain"), so only abuse is read behind it."""
    if not word.replace("I", "l").islower():
        return None
    low = word.replace("I", "l")
    if low in disguised().words or ("I" in word[1:] and low in english()):
        return low
    parts = joined_words(low) if "I" in word[1:] else []
    return " ".join(parts) or None


def _unstretched(low: str) -> str | None:
    """The disguised word whose letters were repeated: ``stuuupid``, ``assss``."""
    words = disguised()
    twice = _TRIPLE.sub(r"\1\1", low)
    once = re.sub(r"([a-z])\1+", r"\1", low)
    mixed = _TRIPLE.sub(r"\1", low)
    for form in (low, mixed, twice, once):
        if form in words.words:
            return form
        if form in words.respelled:
            return words.respelled[form]
    for word in words.by_length.get(len(once), ()):
        if word == once:
            return word
    for length in (len(once) + 1, len(once) + 2):
        for word in words.by_length.get(length, ()):
            if re.sub(r"([a-z])\1+", r"\1", word) == once:
                return word
    return None


def _symbols_meant(low: str) -> str | None:
    """What a word with symbols, digits or marks inside stands for."""
    words, known = disguised(), english()
    short = _TRIPLE.sub(r"\1\1", low)
    word = words.behind_symbols(low) or (words.behind_symbols(short) if short != low else None)
    if word:
        return word
    parts = [part for part in _INNER.split(low) if part]
    if len(parts) > 1:
        whole = "".join(parts)
        plain = whole if whole.isalpha() else words.behind_symbols(whole)
        if plain in words.words and len(plain) >= 4 and not all(part in known for part in parts):
            return plain
        if "_" in low and all(part.isalpha() for part in parts):
            return " ".join(parts) if any(part in words.words for part in parts) else None
    return None
