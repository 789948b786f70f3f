"""Times as exports write them; which of two readings holds is decided by the whole column."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from analysis.ingest.date_forms import usual_form
from analysis.ingest.number_times import NUMBER, OutOfRange, from_number
from analysis.ingest.time_readings import DAY_FIRST, LEFT_OUT, LONGEST, ORDERS, TimeReading
from analysis.ingest.time_zones import shared_letters
from analysis.ingest.written_times import within_utc, written_time

_PLAIN = TimeReading()
_ISO_DAY = re.compile(r"\s*\d{4}-\d\d-\d\d(?!\d)")
_AGO = re.compile(
    r"(?:(?:about|over|almost)\s+)?(?:an?|\d+)\s*\+?\s*(?:s|m|h|d|w|mo|y|secs?|seconds?|mins?|"
    r"minutes?|hrs?|hours?|days?|weeks?|months?|years?|yrs?)(?:\s+ago)?(?:\s*\(edited\))?\Z"
    r"|(?:yesterday|just now|today)\Z",
    re.IGNORECASE,
)
_ORDERED = re.compile(r"\d[./-]\d{1,2}[./-]\d")


def parse_time(value: Any, how: TimeReading = _PLAIN) -> datetime | None:
    """A time as exports write it, ``None`` for what is none or can be read in two ways.

    ISO 8601 in all forms, RFC 2822, month names, numbers in slashes (by ``how.order``), named
    zones, and seconds, milli-, micro- or nanoseconds since 1970. Without a zone the result has
    none. Raises :class:`OutOfRange` for years that no calendar here has.
    """
    moment = _as_written(value, how)
    if moment is None or how.swapped is None or not is_swappable(value):
        return moment
    if how.swapped == LEFT_OUT:
        return None
    return moment.replace(month=moment.day, day=moment.month)


def is_swappable(value: Any) -> bool:
    """Whether a date that needs no order would be another one with day and month swapped."""
    day = _calendar_day(value)
    return day is not None and day.day <= 12 and day.day != day.month


def is_beyond_twelfth(value: Any) -> bool:
    """Whether a date that needs no order lies beyond the twelfth of its month."""
    day = _calendar_day(value)
    return day is not None and day.day > 12


def _calendar_day(value: Any) -> date | None:
    """The day of a date's own cell, or of what begins as ISO writes it."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DAY.match(value):
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def _as_written(value: Any, how: TimeReading) -> datetime | None:
    if isinstance(value, datetime):
        return within_utc(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - told as without zone
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if not text or len(text) > LONGEST:
        return None
    if isinstance(value, int | float) or NUMBER.match(text):
        return from_number(text, how)
    moment = written_time(text, how)
    if moment is None and (usual := usual_form(text)):
        number = NUMBER.match(usual)
        return from_number(usual, how) if number else written_time(usual, how)
    return moment


def is_relative(text: str) -> bool:
    """Whether it is a time such as ``3 days ago``, which needs the day of the copy."""
    return len(text) <= LONGEST and bool(_AGO.match(text.strip()))


def looks_like_time(text: str) -> bool:
    """Whether a cell holds a time: words of a calendar, or a number large enough for an epoch.

    So does one that no reading may be sure of: a rounded epoch, a zone that several places have.
    """
    if letters := shared_letters(text):
        text = text.replace(letters, "UTC")
    # Which order only matters to numbers between full stops, dashes or slashes.
    orders = ORDERS if _ORDERED.search(text) else (DAY_FIRST,)
    for order in orders:
        try:
            if parse_time(text, TimeReading(order, exact_exponents=True)) is not None:
                return True
        except OutOfRange:
            return True
    return False
