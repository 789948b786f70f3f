"""Times written as a calendar and a clock: ISO 8601, RFC 2822, month names, numbers in slashes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from analysis.ingest.date_forms import month_of, with_colons
from analysis.ingest.number_times import OutOfRange
from analysis.ingest.time_readings import (
    DAY_FIRST,
    MONTH_FIRST,
    SLASHED,
    UNCLEAR,
    YEAR_FIRST,
    TimeReading,
    full_year,
    order_evidence,
)
from analysis.ingest.time_zones import Zone, parted_zone, without_zone, zone_of

_NAMED = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
    r"(?:(?:el\s+|le\s+)?(?P<d1>\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+|of\s+)?"
    r"(?P<m1>[^\W\d_]{3,12})\.?|"
    r"(?P<m2>[^\W\d_]{3,12})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?),?\s+(?:(?:of|de|del)\s+)?"
    r"(?P<year>\d{4})"
    r"(?:,?\s+(?:(?:at|um|à|a las|às|alle|om|kl\.?|-|–|·|\|)\s+)?"
    r"(?P<clock>\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?)\s*(?P<half>[ap]\.?m\.?)?(?:\s*(?:uhr|uur)\b)?)?"
    r"\s*(?P<zone>\S.*)?\Z",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    r"(?:[^\W\d_]{2,12}[.,]{0,2}\s+)?"
    r"(?:(?P<m1>[^\W\d_]{3,12})\.?\s+(?P<d1>\d{1,2})\.?|(?P<d2>\d{1,2})\.?\s+(?P<m2>[^\W\d_]{3,12})\.?)"
    r",?\s+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s*(?P<half>[ap]\.?m\.?)?"
    r"(?:\s+\(?(?P<zone>[A-Z]{1,5}|[A-Za-z]{2,20}/[A-Za-z_/]{2,30}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)\)?)?"
    r"\s+(?P<year>\d{4})(?:\s+(?P<after>[+-]\d{2}:?\d{2}|[A-Z]{1,5}))?\Z",
    re.IGNORECASE,
)
"""``Mon Mar 04 00:30:00 CET 2024``, as Java, Unix, git and Twitter write a time."""

_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3,9}[\s-]\d{2,4}\s+\d{1,2}:\d{2}(?::\d{2})?\Z"
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.:](\d{1,2})[/.:](\d{1,2})(?=\D|\Z)")
_CUT_CLOCK = re.compile(r"(?:\d{4}-\d\d-\d\d|\d{4}-W\d\d-\d|\d{8})\D(?:\d\d?(?::?\d\d)?)[.,]\d")
"""Parts of an hour or of a minute, which ISO 8601 allows and Python takes for those of a second."""


def written_time(text: str, how: TimeReading) -> datetime | None:
    """The time that a text is in one of the usual forms; ``None`` for any other text.

    Raises :class:`OutOfRange` for years that no calendar here has.
    """
    text = _YEAR_FIRST.sub(lambda m: f"{m[1]}-{m[2]:0>2}-{m[3]:0>2}", text, count=1)
    plain, zone = without_zone(with_colons(text))
    try:
        if not _CUT_CLOCK.match(plain):
            return _placed(datetime.fromisoformat(plain), zone)
    except ValueError:
        if re.match(r"0000-|[+-]?\d{5,}-\d\d-\d\d|-\d{4}-", text):
            raise OutOfRange from None
    if match := SLASHED.match(text):
        return _slashed(match, how.order)
    if match := _NAMED.match(text):
        month = month_of(match["m1"] or match["m2"])
        if month:
            return _moment(int(match["year"]), month, int(match["d1"] or match["d2"]), match)
    if match := _YEAR_LAST.match(text):
        return _year_last(match)
    return _from_mail(text)


def _year_last(match: re.Match[str]) -> datetime | None:
    month = month_of(match["m1"] or match["m2"])
    if not month:
        return None
    moment = _moment(int(match["year"]), month, int(match["d1"] or match["d2"]), match)
    zone = zone_of(match["after"]) if match["after"] else None
    if moment is None or (match["after"] and zone is None):
        return None
    return _placed(moment, zone)


def _from_mail(text: str) -> datetime | None:
    """RFC 2822 and its elders; Python itself drops a zone or a word that it does not know."""
    plain, letters = parted_zone(text)
    zone = zone_of(letters) if letters else None
    if not _MAIL.match(plain) or (letters and zone is None):
        return None
    try:
        return _placed(parsedate_to_datetime(plain), zone)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _slashed(match: re.Match[str], order: str | None) -> datetime | None:
    first, second, last = int(match["a"]), int(match["b"]), match["year"]
    if order == UNCLEAR:
        return None
    if order == YEAR_FIRST and len(last) == 2 and len(match["a"]) == 2:
        return _moment(full_year(match["a"]), second, int(last), match)
    evidence = order_evidence(match[0])
    if evidence in (DAY_FIRST, MONTH_FIRST):
        if order is not None and order != evidence:
            return None
        order = evidence
    elif first == second:
        order = DAY_FIRST
    if order not in (DAY_FIRST, MONTH_FIRST):
        return None
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    return _moment(full_year(last), month, day, match)


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
    zone = zone_of(match["zone"].strip())
    return None if zone is None else _placed(moment, zone)


def _placed(moment: datetime, zone: Zone | None) -> datetime:
    return within_utc(moment.replace(tzinfo=zone) if zone and moment.tzinfo is None else moment)


def within_utc(moment: datetime) -> datetime:
    """``moment`` if UTC can hold it, too."""
    if moment.tzinfo is not None:
        try:
            moment.astimezone(UTC)
        except OverflowError:
            raise OutOfRange from None
    return moment
