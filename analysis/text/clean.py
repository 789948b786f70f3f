"""The clean copy: the text repaired for reading by programs, with the way back.

Only the copy is repaired: markup and addresses are taken out, mojibake, HTML entities, line ends,
odd spaces, control and invisible characters mended, disguised words read as what they stand for.
The apostrophe of a word is made straight (``don’t`` becomes ``don't``); quotation marks stay as
they are.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

import ftfy

from analysis.domain.quick_init import quick_init
from analysis.domain.span import Span
from analysis.text.addresses import addresses
from analysis.text.edits import Edit
from analysis.text.entities import entities
from analysis.text.evasion import undisguised
from analysis.text.mapped import MappedText
from analysis.text.markup import Markup, markup_of
from analysis.text.percent import percent_encoded

_WORD = re.compile(r"[^ \t\r\n]+")
_RUN = re.compile(r"[^\x00-\x7f]+|[\x00-\x7f]+")
_PLAIN = re.compile(r"[\n\t\x20-\x25\x27-\x3b\x3d-\x5a\x5c-\x7e]*\Z")
"""ASCII without control characters, ``&``, ``<`` and ``[``: nothing to repair."""
_LONGEST_WORD = 2_000
"""Characters without a space that are still looked at for mojibake."""

_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063"
    "\u2064\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e"
    "\u206f\ufeff\ufff9\ufffa\ufffb"
)
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Characters of other scripts that a screen shows as a blank."""
_LINE_ENDS = frozenset("\r\x0b\x0c\x85\u2028\u2029")
_JOINERS = frozenset("\u200c\u200d")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[\u2019\u02bc\u2018\u00b4`](?=[^\W\d_])")
"""Between two letters; one character for one, so that places stay the same."""


@quick_init
@dataclass(frozen=True, slots=True)
class CleanView:
    """The clean copy, and the ranges of it that the markup says are quoted blocks."""

    copy: MappedText
    quotes: tuple[Span, ...]


def clean_copy(text: str) -> MappedText:
    """The clean copy of ``text``; ``text`` itself is never changed."""
    return clean_view(text).copy


def clean_view(text: str) -> CleanView:
    """The clean copy of ``text`` with its quoted blocks; linear in the length of ``text``.

    This is what every scorer reads and what training must read as well.
    """
    markup = Markup((), ())
    if _PLAIN.match(text):
        copy = MappedText.identity(text)
        if "**" in text or "'''" in text:
            copy = copy.replaced((e.start, e.end, e.text) for e in markup_of(text).edits)
    else:
        markup = markup_of(text)
        copy = _repaired(text, markup)
    copy = copy.replaced(addresses(copy.text))
    if "%" in copy.text:
        copy = copy.replaced(percent_encoded(copy.text))
        copy = copy.replaced(addresses(copy.text))
    copy = undisguised(copy)
    quotes = (_within(copy, span) for span in markup.quotes)
    return CleanView(copy, tuple(quote for quote in quotes if len(quote)))


def _within(copy: MappedText, span: Span) -> Span:
    """The range of the copy that came from ``span`` of the original."""
    return Span(bisect_left(copy.starts, span.start), bisect_left(copy.starts, span.end))


def _repaired(text: str, markup: Markup) -> MappedText:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    borders = {span.start for span in markup.quotes} | {span.end for span in markup.quotes}

    def put(piece: str, start: int, end: int) -> None:
        for char in piece:
            pieces.append(char)
            starts.append(start)
            ends.append(end)

    for piece, start, end, is_markup in _passages(text, markup.edits):
        if is_markup:
            doubled = not piece.strip("\n") and (not pieces or pieces[-2:] == ["\n", "\n"])
            if start in borders or end in borders or not doubled:
                put(piece, start, end)
        elif len(piece) == 1 and end == start + 1:
            changed = _character(piece, pieces[-1] if pieces else "", text[end : end + 1])
            if changed == "\n" and piece == "\r" and text[end : end + 1] == "\n":
                continue
            if changed == "\n" and start and text[start - 1] == "\r" and piece == "\n":
                start -= 1
            put(changed, start, end)
        else:
            for char in piece:
                put(_character(char, pieces[-1] if pieces else "", text[end : end + 1]), start, end)
    copy = _APOSTROPHE.sub("'", "".join(pieces))
    return MappedText(copy, tuple(starts), tuple(ends))


def _passages(text: str, edits: tuple[Edit, ...]) -> list[tuple[str, int, int, bool]]:
    """``text`` in pieces with their ranges, and whether markup stood there: markup and repaired
    passages whole, the rest by character."""
    passages = [(edit.start, edit.end, edit.text, True) for edit in edits]
    passages.extend((*entity, False) for entity in entities(text))
    for match in _WORD.finditer(text):
        if not match[0].isascii() and match.end() - match.start() <= _LONGEST_WORD:
            passages.extend((*mended, False) for mended in _unscrambled(match[0], match.start()))
    passages.sort(key=lambda passage: (passage[0], not passage[3]))
    pieces: list[tuple[str, int, int, bool]] = []
    at = 0
    for start, end, plain, is_markup in passages:
        if start < at:
            continue
        pieces.extend((text[i], i, i + 1, False) for i in range(at, start))
        pieces.append((plain, start, end, is_markup))
        at = end
    pieces.extend((text[i], i, i + 1, False) for i in range(at, len(text)))
    return pieces


def _unscrambled(word: str, offset: int) -> list[tuple[int, int, str]]:
    """Ranges of a word whose letters were decoded wrongly, with what they should be."""
    fixed = ftfy.fix_encoding(word)
    if fixed == word:
        return []
    runs = [(match.start(), match.end(), match[0]) for match in _RUN.finditer(word)]
    parts = [(start, end, run, ftfy.fix_encoding(run)) for start, end, run in runs]
    if "".join(part[3] for part in parts) == fixed:
        return [(offset + s, offset + e, new) for s, e, old, new in parts if new != old]
    head = 0
    while head < min(len(word), len(fixed)) and word[head] == fixed[head]:
        head += 1
    tail = 0
    while tail < min(len(word), len(fixed)) - head and word[-1 - tail] == fixed[-1 - tail]:
        tail += 1
    return [(offset + head, offset + len(word) - tail, fixed[head : len(fixed) - tail])]


def _character(char: str, before: str, after: str) -> str:
    """What one character of the original becomes in the copy; empty when it is left out."""
    if "\x20" <= char <= "\x5f" or "\x61" <= char <= "\x7e" or char in "\n\t":
        return char
    if char in _LINE_ENDS:
        return "\n"
    if char in _INVISIBLE or (char in _JOINERS and _is_plain_letter(before)):
        return ""
    return _rare(char, before.isalpha(), after.isalpha())


def _is_plain_letter(char: str) -> bool:
    """Whether nothing is joined to it: no letter of Latin script has a joining form."""
    return char.isascii() and char.isalpha()


@lru_cache(maxsize=4096)
def _rare(char: str, behind_letter: bool, before_letter: bool) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return ""
    if category == "Cs":
        return "\ufffd"
    if category == "Zs" or char in _BLANKS:
        return " "
    if char in _JOINERS:
        return "" if behind_letter and before_letter and char == "\u200c" else char
    if 0xE0000 <= ord(char) <= 0xE007F or 0x1D173 <= ord(char) <= 0x1D17A:
        return ""
    if behind_letter and _is_selector(ord(char)):
        return ""
    if _is_styled(ord(char)):
        return unicodedata.normalize("NFKC", char)
    return char


def _is_selector(point: int) -> bool:
    """Characters that choose a shape of the one before, which letters have not."""
    return 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF


def _is_styled(point: int) -> bool:
    """Full-width, ligature and mathematical letters: other shapes of plain Latin ones."""
    return 0xFF01 <= point <= 0xFF5E or 0xFB00 <= point <= 0xFB06 or 0x1D400 <= point <= 0x1D7FF
