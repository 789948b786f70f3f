"""How a column's times are read, and which orders of day, month and year a value allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day-first", "month-first", "year-first"

ORDERS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)
"""What a person may say of a file's dates."""

UNCLEAR = "unclear"
"""The order of a column whose dates are left out, as each of them can be read in several ways."""

LEFT_OUT, SWAPPED_BACK = "left out", "swapped back"
"""What is done with dates whose day and month a spreadsheet seems to have swapped."""

_FIRST_CENTURY = 70
"""Two-digit years from here are those of the last century."""

SLASHED = re.compile(
    r"(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})\b"
    r"(?:[,T]?\s*(?:at\s+|um\s+)?(?P<clock>\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?)"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?\s*(?P<zone>\S.*)?\Z"
)
"""Two numbers and a year behind them, or a short year before them, and perhaps a clock."""

LONGEST = 100
"""Characters of a cell that may be a time."""


@dataclass(frozen=True, slots=True)
class TimeReading:
    """How a column of times is read.

    ``order`` is that of day, month and year. With ``excel`` small numbers are Excel's days, with
    ``hours_in_digits`` ten digits are year to hour, with ``exact_exponents`` ``1.7095473E+9`` is no
    rounded number. ``swapped`` says what is done with dates that a spreadsheet seems to have made.
    ``zone`` is that of times without one, as the column's name says it.
    """

    order: str | None = None
    excel: bool = False
    hours_in_digits: bool = False
    exact_exponents: bool = False
    swapped: str | None = None
    zone: tzinfo | None = None


def full_year(digits: str) -> int:
    """``2024``, ``24`` and ``98`` as years."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= _FIRST_CENTURY else 2000)


def order_evidence(text: str) -> str | None:
    """Which order of day and month a value allows alone: one, ``either``, ``dotted``
    (both, with full stops), or ``None`` (no case)."""
    match = SLASHED.match(text.strip()[:LONGEST])
    if not match:
        return None
    first, second = int(match["a"]), int(match["b"])
    if first > 12 and second <= 12:
        return DAY_FIRST
    if second > 12 and first <= 12:
        return MONTH_FIRST
    if first == second:
        return None
    return "dotted" if match["sep"] == "." else "either"


@dataclass(frozen=True, slots=True)
class ShortDate:
    """Three numbers of two digits, each end of which may be a year: ``24/01/05``."""

    first: int
    last: int
    dotted: bool
    year_first: bool
    year_last: bool


def short_date(text: str) -> ShortDate | None:
    """A date with a year of two digits, and which of its ends can be one that is not ahead."""
    match = SLASHED.match(text.strip()[:LONGEST])
    if not match or len(match["year"]) != 2:
        return None
    now = datetime.now(UTC).year
    a, b, c = int(match["a"]), int(match["b"]), int(match["year"])
    first, last = full_year(match["a"]), full_year(match["year"])
    return ShortDate(
        first=first,
        last=last,
        dotted=match["sep"] == ".",
        year_first=len(match["a"]) == 2 and first <= now and 1 <= b <= 12 and 1 <= c <= 31,
        year_last=last <= now and 1 <= min(a, b) <= 12 and max(a, b) <= 31,
    )
