"""Long numbers that went through a spreadsheet or floating-point numbers, and what is left."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_FLOATING = re.compile(r"([+-]?)(\d{1,3})(?:([.,])(\d{1,40}))?[eE](\+?)(\d{1,3})\Z")
_WHOLE_FLOAT = re.compile(r"(-?\d{1,40})\.0+\Z")

EXACT_UP_TO = 2**53
"""The whole numbers that a floating-point number of 64 bits can all hold."""

_SPREADSHEETS_DIGITS = 15
"""Digits of a number that Excel keeps; it writes zeros for what follows."""

_ZEROS_ENOUGH = 4
"""Zeros behind the fifteenth digit, over a column, that are no chance."""

_FORM = "is a rounded number such as 2.2E+15, as spreadsheets write long ones; "
ROUNDED_ID = f"the id {_FORM}another was made"
ROUNDED_PARENT = f"what it answers {_FORM}left out"
ROUNDED_THREAD = f"its thread {_FORM}not read"
ROUNDED_AUTHOR = f"its author {_FORM}left out"


def in_digits(text: str) -> str | None:
    """A whole number in plain digits where all of them are written: ``7.0``, ``1.2345E+4``.

    ``None`` for a rounded one (``1.7646e+18``) and for whatever is no floating-point number.
    """
    if not _may_be_floating(text):
        return None
    if match := _WHOLE_FLOAT.match(text):
        return match[1]
    match = _FLOATING.match(text)
    if match is None or not _is_floating(match):
        return None
    sign, whole, _, rest, _, power = match.groups()
    behind, places = rest or "", int(power)
    if len(behind) < places or behind[places:].strip("0"):
        return None
    digits = (whole + behind[:places]).lstrip("0") or "0"
    return f"-{digits}" if sign == "-" else digits


def is_rounded(text: str) -> bool:
    """Whether a number is written with an exponent and fewer digits than it has."""
    if not _may_be_floating(text):
        return False
    match = _FLOATING.match(text)
    return match is not None and _is_floating(match) and in_digits(text) is None


def _may_be_floating(text: str) -> bool:
    """A first look that most ids end at: the last sign is a digit, and there is a point or an e."""
    return text[-1:].isdigit() and ("." in text or "e" in text or "E" in text)


def plain_number(value: float) -> str:
    """A floating-point number as an id: in digits where it holds them all, else as rounded."""
    if value.is_integer() and abs(value) < EXACT_UP_TO:
        return str(int(value))
    written = repr(value)
    return in_digits(written) or written


def ends_in_zeros(cells: Iterable[str]) -> bool:
    """Whether a column's long numbers all have nothing but zeros from the sixteenth digit on."""
    long = [digits for cell in cells if is_long_number(digits := in_digits(cell) or cell)]
    behind = [digits[_SPREADSHEETS_DIGITS:] for digits in long]
    zeros = "".join(behind)
    return len(behind) > 1 and len(zeros) >= _ZEROS_ENOUGH and not zeros.strip("0")


def mostly_rounded(cells: Collection[str]) -> bool:
    """Whether most of a column's different cells lost digits, so that one beside it is better."""
    return 2 * sum(map(is_rounded, cells)) > len(cells) or ends_in_zeros(cells)


def is_long_number(text: str) -> bool:
    """Whether a number in plain digits has more of them than a spreadsheet keeps."""
    return len(text) > _SPREADSHEETS_DIGITS and text.isdigit()


def _is_floating(match: re.Match[str]) -> bool:
    """Whether it is a number at all: ``1e5`` is as likely an id of letters and digits."""
    return bool(match[5]) or match[3] is not None
