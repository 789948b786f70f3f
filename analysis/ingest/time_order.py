"""Whether 03/04 is in March, decided by the whole column, told, and asked where it is a tie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from analysis.ingest.column_values import ColumnValues
from analysis.ingest.dates import DAY_FIRST, MONTH_FIRST, TimeReading
from analysis.ingest.reading import ReadLog


def time_reading(
    columns: Mapping[str, str],
    looked: Mapping[str, ColumnValues],
    evidence: Counter[str],
    log: ReadLog,
    order: str | None,
) -> TimeReading:
    """How the column of times is read; ``order`` is what a person says, ``evidence`` counts."""
    column = columns.get("created_at")
    if column is None:
        return TimeReading(order)
    values = looked.get(column)
    excel = bool(values and values.filled and values.share("serials") == 1)
    if excel:
        log.assume(f"The numbers in {column!r} are Excel's days since 1900.")
    if values is not None and values.relative:
        log.note("Times such as '2 years ago' say nothing without the day of the copy; left out.")
    day, month = evidence[DAY_FIRST], evidence[MONTH_FIRST]
    if order is None and not (day or month or evidence["either"]) and evidence["dotted"]:
        order = DAY_FIRST
        log.assume(f"Dates in {column!r} are day-first, as dates with full stops are written.")
    if order is None and (day or month or evidence["either"] or evidence["dotted"]):
        if day and not month:
            order = DAY_FIRST
        elif month and not day:
            order = MONTH_FIRST
        if order:
            log.assume(
                f"Dates in {column!r} are {order}: {day or month} of them can't be otherwise."
            )
        elif day and month:
            log.assume(f"Dates in {column!r} are in both orders; the unclear ones left out.")
        else:
            log.assume(
                f"Dates in {column!r} may be day-first or month-first; left out until "
                "--dates day-first or --dates month-first says which."
            )
    return TimeReading(order, excel)
