"""Times that are written as a number: seconds since 1970, Excel's days, and calendars in digits."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from analysis.ingest.other_epochs import other_epoch
from analysis.ingest.time_readings import TimeReading

EARLIEST_EPOCH = 100_000_000
"""Seconds (1973). A smaller number is a count, an index or a year, never a time."""

_MILLISECONDS = 100_000_000_000
_MICROSECONDS = 100_000_000_000_000
_NANOSECONDS = 100_000_000_000_000_000
"""Epoch numbers above these are in smaller units; in the larger one they lie beyond 5000."""

EXCEL_FIRST, EXCEL_LAST = 20_000, 80_000
"""Excel serials taken for days (1954 to 2119), where the whole column lies between them."""

_EXCEL_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
_COARSE_SECONDS = 100
"""What the last digit of a number with an exponent stands for, from which it was rounded."""

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE]\+?\d+)?\Z")
_EXPONENT = re.compile(r"\d(?:\.(?P<decimals>\d{1,20}))?[eE]\+?(?P<exponent>\d{1,3})\Z")
_DIGITS = re.compile(r"(?P<year>19[7-9]\d|20\d\d)\d{4}(?:\d\d|\d{4}|\d{6}|\d{9})?(?=\.0+\Z|\Z)")
_DIGITS_YEAR_LAST = re.compile(
    r"(?:0[1-9]|[12]\d|3[01]){2}(?:19[7-9]\d|20\d\d)(?:[01]\d|2[0-3])[0-5]\d(?=\.0+\Z|\Z)"
)
_PARTS = {8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S", 17: "%Y%m%d%H%M%S%f"}


class OutOfRange(ValueError):
    """A time before the year 1 or after 9999, which neither Python nor a database can hold."""


def from_number(text: str, how: TimeReading) -> datetime | None:
    """The time that a number stands for; ``None`` for a number that stands for none.

    ``202403041015``, which is a number only by its looks, is a calendar's day and clock: as
    milliseconds it would lie in 1976. Ten digits are, where the whole column allows it.
    """
    if match := _DIGITS.match(text):
        if len(match[0]) != 10 or how.hours_in_digits:
            return _from_calendar(match[0])
    elif _DIGITS_YEAR_LAST.match(text):
        return None  # 130320241015: the order of its day and month is anybody's guess
    if is_rounded(text) and not how.exact_exponents:
        return None
    return _since_1970(text, how)


def is_serial(text: str) -> bool:
    """Whether a number may be Excel's count of days."""
    if not NUMBER.match(text) or len(text) > 20:
        return False
    return EXCEL_FIRST <= float(text) <= EXCEL_LAST


def is_rounded(text: str) -> bool:
    """Whether it is an epoch that a spreadsheet has rounded: ``1.70955E+12``, hours apart."""
    seconds = _last_digit(text)
    return seconds is not None and seconds >= _COARSE_SECONDS


def is_exact_exponent(text: str) -> bool:
    """Whether it is an epoch with an exponent and all of its digits: ``1.709547300123E12``."""
    seconds = _last_digit(text)
    return seconds is not None and seconds < _COARSE_SECONDS


def is_ten_digits(text: str) -> bool:
    """Whether it is an epoch in seconds, or year to hour in digits."""
    return bool(re.match(r"\d{10}(?:\.0+)?\Z", text))


def is_calendar_hour(text: str) -> bool:
    """Whether ten digits may be year, month, day and hour: ``2024030410``."""
    match = _DIGITS.match(text)
    return match is not None and len(match[0]) == 10 and _from_calendar(match[0]) is not None


def _from_calendar(digits: str) -> datetime | None:
    parts = digits + "000" if len(digits) == 17 else digits
    try:
        return datetime.strptime(parts, _PARTS[len(digits)])  # noqa: DTZ007
    except ValueError:
        return None


def _last_digit(text: str) -> float | None:
    """Seconds that the last digit of an epoch with an exponent stands for."""
    match = _EXPONENT.match(text)
    if not match or float(text) < EARLIEST_EPOCH:
        return None
    place = int(match["exponent"]) - len(match["decimals"] or "")
    return float(f"1e{place}") / _units(float(text))


def _units(number: float) -> float:
    """How many of its units an epoch counts in a second."""
    for limit, unit in ((_NANOSECONDS, 1e9), (_MICROSECONDS, 1e6), (_MILLISECONDS, 1e3)):
        if abs(number) > limit:
            return unit
    return 1.0


def _since_1970(text: str, how: TimeReading) -> datetime | None:
    try:
        number = float(text)
    except (ValueError, OverflowError):
        return None
    if number != number or number in (float("inf"), float("-inf")):
        return None
    if how.excel and EXCEL_FIRST <= number <= EXCEL_LAST:
        return _EXCEL_ZERO + timedelta(seconds=round(number * 86_400))
    if abs(number) < EARLIEST_EPOCH:
        return None
    if epoch := other_epoch(number):
        return epoch.moment(number)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / _units(number))
    except OverflowError:
        raise OutOfRange from None
