"""When a comment was written, by its record; what of it can't be read is counted and told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from analysis.ingest.clock_columns import at_clock
from analysis.ingest.dates import is_swappable, parse_time
from analysis.ingest.number_times import OutOfRange, is_rounded
from analysis.ingest.reading import ReadLog
from analysis.ingest.surveyed import Survey
from analysis.ingest.time_readings import LEFT_OUT, TimeReading
from analysis.ingest.values import is_nothing
from analysis.ingest.written_times import within_utc

_NONE = frozenset(
    datetime.fromisoformat(f"{day}+00:00")
    for day in (
        "0001-01-01T00:00", "1753-01-01T00:00", "1899-12-30T00:00", "1899-12-31T00:00",
        "1900-01-01T00:00", "1970-01-01T00:00", "9999-12-31T00:00", "9999-12-31T23:59:59",
    )
)  # fmt: skip
"""What databases and programs write for no time: the first and the last one that they have."""


def time_of_writing(
    values: Mapping[str, Any], surveyed: Survey, log: ReadLog, *, latest: datetime
) -> datetime | None:
    """The time in a record's column of times, and in that of the clock where there is one.

    One after ``latest`` is told. What programs write where they have none is left out.
    """
    column = surveyed.columns.get("created_at")
    value = None if column is None else values.get(column)
    if is_nothing(value):
        return None
    how = surveyed.times
    clock = None if surveyed.clock is None else values.get(surveyed.clock)
    try:
        moment = parse_time(value, how) if is_nothing(clock) else at_clock(value, clock, how)
        if moment is not None and moment.tzinfo is None and how.zone is not None:
            moment = within_utc(moment.replace(tzinfo=how.zone))
    except OutOfRange:
        log.tally("the time lies outside the years 1 to 9999; it was left out")
        return None
    if moment is None:
        log.tally(_why_left_out(value, how))
        return None
    if moment.replace(microsecond=0, tzinfo=moment.tzinfo or UTC) in _NONE:
        log.tally("the time is one that programs write for none (0001-01-01); it was left out")
        return None
    if moment.tzinfo is None:
        log.note("Times without a zone were read as UTC.")
        moment = moment.replace(tzinfo=UTC)
    if moment > latest:
        log.tally("the time of writing lies in the future")
    elif moment.year <= 1970:
        log.tally("the time of writing lies in 1970 or before")
    return moment


def _why_left_out(value: Any, how: TimeReading) -> str:
    if is_rounded(str(value).strip()):
        return (
            "the time is a rounded number such as 1.7E+12, as spreadsheets write long ones; "
            "it was left out"
        )
    if how.swapped == LEFT_OUT and is_swappable(value):
        return "day and month of the time may be swapped; it was left out"
    return "the time of writing could not be read"
