"""Ranges of a text that cut no sign in two: an accent, a vowel sign, a flag or an emoji's parts."""

from __future__ import annotations

import unicodedata

from analysis.domain.span import Span

_JOINER = "\u200d"


def whole_signs(text: str, span: Span) -> Span:
    """``span``, which is not empty, grown so that it begins and ends between what people see as
    signs."""
    if text.isascii():
        return span
    start, end = span.start, span.end
    while start > 0 and is_inside_sign(text, start):
        start -= 1
    while end < len(text) and is_inside_sign(text, end):
        end += 1
    return Span(start, end)


def is_inside_sign(text: str, at: int) -> bool:
    """Whether the characters before and at ``at`` are parts of one sign; ``at`` has both."""
    before, here = text[at - 1], text[at]
    if here < "\u0300" and before != _JOINER:
        return False
    if extends_sign(here):
        return not before.isspace()
    if before == _JOINER:
        return not here.isalnum() and not here.isspace()
    return _is_flag_letter(here) and _flag_letters_before(text, at) % 2 == 1


def extends_sign(character: str) -> bool:
    """Combining marks, joiners, variation selectors, skin tones, and the letters of flags' tags."""
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character == _JOINER
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, at: int) -> int:
    first = at
    while first > 0 and _is_flag_letter(text[first - 1]):
        first -= 1
    return at - first
