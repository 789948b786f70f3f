"""Times as exports write them; which of two readings holds is decided by the whole column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from analysis.ingest.date_forms import month_of, usual_form

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"

EARLIEST_EPOCH = 100_000_000
"""Seconds (1973). A smaller number is a count, an index or a year, never a time."""

_MILLISECONDS = 100_000_000_000
_MICROSECONDS = 100_000_000_000_000
_NANOSECONDS = 100_000_000_000_000_000
"""Epoch numbers above these are in smaller units; in the larger one they lie beyond 5000."""

EXCEL_FIRST, EXCEL_LAST = 20_000, 80_000
"""Excel serials taken for days (1954 to 2119), where the whole column lies between them."""

_EXCEL_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AEST": 10, "AEDT": 11, "JST": 9, "NZST": 12, "NZDT": 13,
}  # fmt: skip
"""Hours east of Greenwich; of ambiguous letters the meaning that RFC 2822 gives them."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE]\+?\d+)?\Z")
_SLASHED = re.compile(
    r"(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})\b"
    r"(?:[,T]?\s*(?:at\s+|um\s+)?(?P<clock>\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?)"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?\s*(?P<zone>\S.*)?\Z"
)
_NAMED = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
    r"(?:(?:el\s+|le\s+)?(?P<d1>\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+|of\s+)?"
    r"(?P<m1>[^\W\d_]{3,12})\.?|"
    r"(?P<m2>[^\W\d_]{3,12})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?),?\s+(?:(?:of|de|del)\s+)?"
    r"(?P<year>\d{4})"
    r"(?:,?\s+(?:(?:at|um|à|a las|às|alle|om|kl\.?|-|–|·|\|)\s+)?"
    r"(?P<clock>\d{1,2}[:h]\d{2}(?::\d{2})?)\s*(?P<half>[ap]\.?m\.?)?(?:\s*(?:uhr|uur)\b)?)?"
    r"\s*(?P<zone>\S.*)?\Z",
    re.IGNORECASE,
)
_TWITTER = re.compile(
    r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d\d:\d\d:\d\d) ([+-]\d{4}|[A-Z]{2,5}) (\d{4})\Z"
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=\D|\Z)")
_AGO = re.compile(
    r"(?:(?:about|over|almost)\s+)?(?:an?|\d+)\s*\+?\s*(?:s|m|h|d|w|mo|y|secs?|seconds?|mins?|"
    r"minutes?|hrs?|hours?|days?|weeks?|months?|years?|yrs?)(?:\s+ago)?(?:\s*\(edited\))?\Z"
    r"|(?:yesterday|just now|today)\Z",
    re.IGNORECASE,
)
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class TimeReading:
    """How a column of times is read: the order of day and month, and whether it is Excel's."""

    order: str | None = None
    excel: bool = False


_PLAIN = TimeReading()
_ORDERED = re.compile(r"\d[./-]\d{1,2}[./-]\d")


class OutOfRange(ValueError):
    """A time before the year 1 or after 9999, which neither Python nor a database can hold."""


def parse_time(value: Any, how: TimeReading = TimeReading()) -> datetime | None:
    """A time as exports write it, ``None`` for what is none or can be read in two ways.

    ISO 8601 in all forms, RFC 2822, month names, numbers in slashes (by ``how.order``), named
    zones, and seconds, milli-, micro- or nanoseconds since 1970. Without a zone the result has
    none. Raises :class:`OutOfRange` for years that no calendar here has.
    """
    if isinstance(value, datetime):
        return _within_utc(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - told as without zone
    if isinstance(value, bool):
        return None
    text = str(value).strip()
    if not text or len(text) > _LONGEST:
        return None
    if isinstance(value, int | float) or _NUMBER.match(text):
        compact = _compact(text) if isinstance(value, str) else None
        return compact or _from_number(text, how)
    moment = _from_words(text, how)
    if moment is None and (usual := usual_form(text)):
        number = _NUMBER.match(usual)
        return _from_number(usual, how) if number else _from_words(usual, how)
    return moment


def is_relative(text: str) -> bool:
    """Whether it is a time such as ``3 days ago``, which needs the day of the copy."""
    return len(text) <= _LONGEST and bool(_AGO.match(text.strip()))


def looks_like_time(text: str) -> bool:
    """Whether a cell holds a time: words of a calendar, or a number large enough for an epoch."""
    # Which order only matters to numbers between full stops, dashes or slashes.
    orders = (DAY_FIRST, MONTH_FIRST) if _ORDERED.search(text) else (DAY_FIRST,)
    for order in orders:
        try:
            if parse_time(text, TimeReading(order)) is not None:
                return True
        except OutOfRange:
            return True
    return False


def order_evidence(text: str) -> str | None:
    """Which order of day and month a value allows alone: one, ``either``, ``dotted``
    (both, with full stops), or ``None`` (no case)."""
    match = _SLASHED.match(text.strip()[:_LONGEST])
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


def is_serial(text: str) -> bool:
    """Whether a number may be Excel's count of days."""
    if not _NUMBER.match(text) or len(text) > 20:
        return False
    return EXCEL_FIRST <= float(text) <= EXCEL_LAST


def _compact(text: str) -> datetime | None:
    """``20240131`` and ``20240131100000``, which are numbers only by their looks."""
    if len(text) not in (8, 14) or not text.isdigit() or not "1970" <= text[:4] <= "2099":
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S" if len(text) == 14 else "%Y%m%d")  # noqa: DTZ007
    except ValueError:
        return None


def _from_number(text: str, how: TimeReading) -> datetime | None:
    try:
        number = float(text)
    except (ValueError, OverflowError):
        return None
    if number != number or number in (float("inf"), float("-inf")):
        return None
    if how.excel and EXCEL_FIRST <= number <= EXCEL_LAST:
        return _EXCEL_ZERO + timedelta(seconds=round(number * 86_400))
    size = abs(number)
    if size < EARLIEST_EPOCH:
        return None
    for limit, unit in ((_NANOSECONDS, 1e9), (_MICROSECONDS, 1e6), (_MILLISECONDS, 1e3)):
        if size > limit:
            number /= unit
            break
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    except OverflowError:
        raise OutOfRange from None


def _from_words(text: str, how: TimeReading) -> datetime | None:
    text = _YEAR_FIRST.sub(lambda m: f"{m[1]}-{m[2]:0>2}-{m[3]:0>2}", text, count=1)
    plain, zone = _without_zone(text)
    try:
        return _placed(datetime.fromisoformat(plain), zone)
    except ValueError:
        if re.match(r"0000-|[+-]?\d{5,}-\d\d-\d\d|-\d{4}-", text):
            raise OutOfRange from None
    if match := _SLASHED.match(text):
        return _slashed(match, how.order)
    if match := _NAMED.match(text):
        month = month_of(match["m1"] or match["m2"])
        if month:
            return _moment(int(match["year"]), month, int(match["d1"] or match["d2"]), match)
    if match := _TWITTER.match(text):
        text = f"{match[2]} {match[1]} {match[5]} {match[3]} {match[4]}"
    if not re.search(r"[A-Za-z]{3}", text) or not re.search(r"\d", text):
        return None
    try:
        return _within_utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _slashed(match: re.Match[str], order: str | None) -> datetime | None:
    first, second = int(match["a"]), int(match["b"])
    evidence = order_evidence(match[0])
    if evidence in (DAY_FIRST, MONTH_FIRST):
        if order is not None and order != evidence:
            return None
        order = evidence
    elif first == second:
        order = DAY_FIRST
    if order is None:
        return None
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 1900 if year >= 70 else 2000
    return _moment(year, month, day, match)


def _moment(year: int, month: int, day: int, match: re.Match[str]) -> datetime | None:
    hour = minute = second = 0
    if match["clock"]:
        parts = [int(float(part)) for part in re.split(r"[:.h]", match["clock"])[:3]]
        hour, minute, second = (*parts, 0)[:3]
        half = (match["half"] or "").replace(".", "").casefold()
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
    elif match["zone"]:
        return None
    try:
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the zone follows
    except ValueError:
        return None
    if not match["zone"]:
        return moment
    zone = _zone_of(match["zone"].strip())
    return None if zone is None else _placed(moment, zone)


def _without_zone(text: str) -> tuple[str, timezone | ZoneInfo | None]:
    """``text`` without a zone's name at its end, or a space before an offset."""
    words = re.sub(r"\s+(?=[+-]\d{2}:?\d{2}\Z)", "", text).rsplit(" ", 1)
    if len(words) == 2 and re.match(r"[A-Za-z]", words[1]):
        zone = _zone_of(words[1].strip("()"))
        if zone is not None:
            return words[0].strip(), zone
    return " ".join(words), None


def _zone_of(name: str) -> timezone | ZoneInfo | None:
    name = name.partition(" (")[0]  # GMT+0100 (Central European Standard Time)
    hours = _ZONES.get(name.upper())
    if hours is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    if "/" in name and name in available_timezones():
        return ZoneInfo(name)
    return None


def _placed(moment: datetime, zone: timezone | ZoneInfo | None) -> datetime:
    return _within_utc(moment.replace(tzinfo=zone) if zone and moment.tzinfo is None else moment)


def _within_utc(moment: datetime) -> datetime:
    """``moment`` if UTC can hold it, too."""
    if moment.tzinfo is not None:
        try:
            moment.astimezone(UTC)
        except OverflowError:
            raise OutOfRange from None
    return moment
