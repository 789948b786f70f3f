"""What single cells mean: nothing, a placeholder, an id, a count; and how large they may be."""

from __future__ import annotations

import re
from typing import Any

from analysis.domain.placeholder import is_placeholder_name
from analysis.ingest.count_units import scale_of
from analysis.ingest.error_cells import ERROR_CELLS
from analysis.ingest.rounded_numbers import in_digits, plain_number

LONGEST_ID = 1_000
"""Bytes of an id, parent or author; PostgreSQL's indexes end at 2,704, ids of platforms at 200."""

LARGEST_COUNT = 2**31 - 1
"""Votes beyond this fit no column of PostgreSQL's, and no comment ever had them."""

_NOTHING = frozenset({"", "null", "none", "nan", "n/a", "\\n", "undefined", "<na>", "nat"})
_ROOTS = frozenset(
    {"root", "false", "0", "-1", "0.0", "-1.0", "nil", "(none)", "(null)", "top", "toplevel",
     "top-level", "top_level", "article", "thread", "story", "post", "main", "first", "self"}
)  # fmt: skip
"""What platforms write in the parent's place where a comment answers no other one."""
_EMPTY_UUID = 8
"""Zeros and dashes from which they are no number of a comment any more."""
_COUNT = re.compile(
    r"([+-])?\s?(\d{1,3}(?:([,.'\u2019\u00a0\u2009\u202f ])\d{3})(?:\3\d{3})*|\d+)"
    r"(?:([.,])(\d{1,2}|0+))?\s?([^\W\d_]{1,9}\.?)?\Z"
)
_REDDIT = re.compile(r"t([1-6])_([0-9a-z]{1,13})\Z")


def is_nothing(value: Any) -> bool:
    """Whether a cell is empty in one of the ways in which tables write that."""
    if value is None or value != value:
        return True
    if not isinstance(value, str):
        return False
    bare = value.strip()
    return bare.casefold() in _NOTHING or bare in ERROR_CELLS


MACHINES_NOTHING = ERROR_CELLS | {"nan", "NaN", "NULL", "\\N", "<NA>", "NaT"}
"""What programs write for an empty text, and nobody else."""

SAID_NOTHING = frozenset({"None", "none", "null", "NA", "N/A", "undefined"})
"""What programs write for an empty text, and people say, too."""


def says_no(value: Any) -> bool:
    """Whether a cell of yes or no says no."""
    return str(value).strip().casefold() in ("0", "false", "no", "f", "0.0")


def plain_id(value: Any) -> str | None:
    """An id in its one form: without space, ``.0`` and Reddit's ``t1_``; ``None`` for nothing.

    A rounded number stays as it is written: :func:`is_rounded` tells it.
    """
    if is_nothing(value) or isinstance(value, bool | dict | list):
        return None
    if isinstance(value, float):
        return plain_number(value)
    text = str(value).strip()
    if (digits := in_digits(text)) is not None:
        return digits
    if (reddit := _REDDIT.match(text)) and reddit[1] == "1":
        return reddit[2]
    return text


def is_root(parent: str, thread: str) -> bool:
    """Whether a parent says that a comment answers the article itself."""
    if parent.casefold() in _ROOTS or parent == thread or _names_nothing(parent):
        return True
    reddit = _REDDIT.match(parent)
    return reddit is not None and reddit[1] != "1"


def _names_nothing(parent: str) -> bool:
    """Whether it is a dash, ``[]``, ``#`` or the like, or the zeros of an empty UUID."""
    zeros = len(parent) >= _EMPTY_UUID and not parent.strip("0-")
    return zeros or not any(map(str.isalnum, parent))


def count_of(value: Any) -> int | None:
    """A whole number such as ``1,204``, ``−4``, ``12.0`` or ``3,4 Tsd.``; ``None`` for any other.

    It may lie beyond ``LARGEST_COUNT``: whoever stores it looks.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if value is None:
        return None
    text = str(value).strip().replace("\u2212", "-").replace("\u2013", "-")
    if len(text) > 40:
        return LARGEST_COUNT + 1 if text.lstrip("+-").isdigit() else None
    match = _COUNT.match(text)
    if not match:
        return None
    sign, whole, separator, mark, rest, unit = match.groups()
    digits = int(re.sub(r"\D", "", whole))
    if unit:
        scale = scale_of(unit, mark)
        if scale is None or separator in (".", ","):  # 1.250K
            return None
        number = round((digits + float(f"0.{rest or 0}")) * scale)
    elif rest and rest.strip("0"):
        return None
    else:
        number = digits
    return -number if sign == "-" else number


def whole(text: str | None) -> int | None:
    """A whole number such as ``1,204`` or ``−4`` that a database can hold; ``None`` otherwise."""
    number = count_of(text)
    return number if number is not None and abs(number) <= LARGEST_COUNT else None


def person_name(value: Any) -> str | None:
    """An author as the platform shows one; ``None`` for nobody and for a placeholder."""
    if is_nothing(value) or isinstance(value, dict | list | bool):
        return None
    name = plain_number(value) if isinstance(value, float) else str(value).strip()
    return None if is_placeholder_name(name) else name


def too_long(text: str | None) -> bool:
    """Whether an id is longer than any index can hold."""
    if text is None or len(text) * 4 <= LONGEST_ID:
        return False
    return len(text.encode("utf-8", "surrogatepass")) > LONGEST_ID
