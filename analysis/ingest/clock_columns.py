"""Tables with a column for the day and another one for the clock's time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from analysis.ingest.column_languages import CLOCK
from analysis.ingest.column_names import plain_name, without_accents
from analysis.ingest.column_values import ColumnValues
from analysis.ingest.dates import parse_time
from analysis.ingest.number_times import NUMBER
from analysis.ingest.reading import ReadLog
from analysis.ingest.time_readings import TimeReading

_MIDNIGHT = re.compile(
    r"(?<![\d:.])(?:0{1,2}[:h]00(?:[:.]00(?:\.0{1,9})?)?(?!\d)|12:00(?::00)?\s?[Aa]\.?[Mm]\.?)"
)
_DAY_NUMBER = re.compile(r"(?:\d{5}|\d{8})(?:\.0+)?\Z")
_OTHER_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:h]\d{2}(?!\d)|(?<=\d\s)\d{1,2}\.\d{2}(?:\.\d{2})?\Z")
_CLOCK = re.compile(
    r"(?:(?:um|at|kl\.?|klo|오전|오후|上午|下午|午前|午後)\s?)?\d{1,2}\s?[:.h]\s?\d{2}(?!\d)"
    r"(?:[:.]\d{2}(?:\.\d{1,9})?)?(?!\d).{0,20}\Z",
    re.IGNORECASE,
)


def clock_column(
    columns: Mapping[str, str], looked: Mapping[str, ColumnValues], log: ReadLog
) -> str | None:
    """The column of the clock's times where the one of ``created_at`` holds days alone.

    A day alone may stand as its midnight, as spreadsheets and databases write it.
    """
    day = columns.get("created_at")
    if day is None or day not in looked or not looked[day].filled:
        return None
    if not all(map(is_day_alone, looked[day].distinct)):
        return None
    free = [n for n in looked if n and n not in columns.values() and looked[n].filled]
    for name in free:
        values = looked[name]
        if without_accents(plain_name(name)) in CLOCK and all(map(_CLOCK.match, values.distinct)):
            log.assume(f"The time of day in {name!r} belongs to the day in {day!r}.")
            return name
    return None


def is_day_alone(text: str) -> bool:
    """Whether a time names no clock's time but its day's midnight."""
    if NUMBER.match(text):
        return bool(_DAY_NUMBER.match(text))
    return not _OTHER_CLOCK.search(_MIDNIGHT.sub("", text, count=1))


def at_clock(day: Any, clock: Any, how: TimeReading) -> datetime | None:
    """The moment of a day and a clock's time; of a day with a clock of its own, its own one."""
    moment = parse_time(day, how)
    if moment is None or moment.time() != time() or not is_day_alone(str(day)):
        return moment
    if isinstance(clock, datetime):
        clock = clock.time()
    placed = parse_time(f"{moment.date().isoformat()} {str(clock).strip()}", TimeReading())
    if placed is None or placed.tzinfo is not None:
        return placed
    return placed.replace(tzinfo=moment.tzinfo)
