"""Whether 03/04 is in March, decided by the whole column, told, and asked where it is a tie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.ingest.column_values import ColumnValues
from analysis.ingest.number_times import NUMBER, OutOfRange, from_number
from analysis.ingest.other_epochs import told_epochs
from analysis.ingest.reading import ReadLog
from analysis.ingest.time_evidence import ShortDates, TimeEvidence
from analysis.ingest.time_readings import (
    DAY_FIRST,
    LEFT_OUT,
    MONTH_FIRST,
    SWAPPED_BACK,
    UNCLEAR,
    YEAR_FIRST,
    TimeReading,
)
from analysis.ingest.time_zones import SHARED_LETTERS, Zone, zone_of
from analysis.ingest.zones_beside import lacks_zones, zone_columns, zone_in_name


def time_reading(
    columns: Mapping[str, str],
    looked: Mapping[str, ColumnValues],
    evidence: TimeEvidence,
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
    hours = 0 < evidence.ten_digits == evidence.calendar_hours
    if hours:
        log.assume(f"The ten digits in {column!r} are year, month, day and hour, no seconds.")
    if values is not None and not excel and not hours:
        numbers = [text for text in values.distinct if NUMBER.match(text)]
        for sentence in _epochs(column, numbers, whole=len(numbers) == len(values.distinct)):
            log.assume(sentence)
    for letters in evidence.shared_zones:
        read_as = zone_of(letters) is not None
        log.assume(
            f"The zone {letters} in {column!r} is read as {SHARED_LETTERS[letters]}."
            if read_as
            else f"Times in {column!r} with the zone {letters} are left out: "
            f"{SHARED_LETTERS[letters]}."
        )
    return TimeReading(
        order=_order(column, evidence, log) if order is None else order,
        excel=excel,
        hours_in_digits=hours,
        exact_exponents=evidence.exact_exponents > 0,
        swapped=_swapped(column, evidence, log, order),
        zone=_zone(columns, looked, log),
    )


def _zone(
    columns: Mapping[str, str], looked: Mapping[str, ColumnValues], log: ReadLog
) -> Zone | None:
    """The zone of times that have none in their cells, by the column's name."""
    column, assumed = columns["created_at"], list[str]()
    if not lacks_zones(looked.get(column)):
        return None
    zone = zone_in_name(column, assumed)
    for name in zone_columns(columns, looked) if zone is None else ():
        assumed.append(
            f"Zones in {name!r} were not read; times in {column!r} were read as UTC, which they "
            "may not be."
        )
    for sentence in assumed:
        log.assume(sentence)
    return zone


def _epochs(column: str, numbers: list[str], *, whole: bool) -> Iterator[str]:
    """What is assumed of the year from which numbers count; ``whole`` where all cells are such."""
    times = []
    for text in numbers:
        try:
            times.append(from_number(text, TimeReading()))
        except OutOfRange:
            times.append(None)
    dated = [moment for moment in times if moment is not None and moment.tzinfo is not None]
    yield from told_epochs(column, map(float, numbers), dated if whole else [])


def _order(column: str, evidence: TimeEvidence, log: ReadLog) -> str | None:
    """The order that the column allows, ``None`` where every date without a doubt has its own."""
    if order := _short_order(column, evidence, log):
        return order
    day, month = evidence.orders[DAY_FIRST], evidence.orders[MONTH_FIRST]
    either, dotted = evidence.orders["either"], evidence.orders["dotted"]
    if not (day or month or either or dotted):
        return None
    if dotted and not (day or month or either):
        log.assume(f"Dates in {column!r} are day-first, as dates with full stops are written.")
        return DAY_FIRST
    if day and month:
        log.assume(f"Dates in {column!r} are in both orders; the unclear ones left out.")
        return None
    if day or month:
        order = DAY_FIRST if day else MONTH_FIRST
        log.assume(f"Dates in {column!r} are {order}: {day or month} of them can't be otherwise.")
        return order
    log.assume(_question(column, (DAY_FIRST, MONTH_FIRST)))
    return None


def _short_order(column: str, evidence: TimeEvidence, log: ReadLog) -> str | None:
    """The order of ``24/01/05`` and its like, which may begin with the year.

    A column of one kind has few years and many days. So the end with fewer numbers is the year's;
    where both have as many, the later ones are. Dates with full stops end with it, then.
    """
    short = evidence.short
    if not short.count or short.count < evidence.slashed or short.year_first < short.count:
        return None
    if not short.differing or len(short.first) > len(short.last):
        return None
    if short.year_last < short.count:
        others = short.count - short.year_last
        log.assume(f"Dates in {column!r} are year-first: {others} of them can't be otherwise.")
        return YEAR_FIRST
    if len(short.first) == len(short.last) and not _later_first(short):
        return None
    month_too = not evidence.orders[DAY_FIRST]
    orders = (YEAR_FIRST, DAY_FIRST, MONTH_FIRST) if month_too else (YEAR_FIRST, DAY_FIRST)
    log.assume(_question(column, orders))
    return UNCLEAR


def _later_first(short: ShortDates) -> bool:
    return not short.dotted and max(short.first) >= max(short.last)


def _question(column: str, orders: tuple[str, ...]) -> str:
    may_be = ", ".join(orders[:-1]) + f" or {orders[-1]}"
    options = [f"--dates {order}" for order in orders]
    says = ", ".join(options[:-1]) + f" or {options[-1]}"
    return f"Dates in {column!r} may be {may_be}; left out until {says} says which."


def _swapped(column: str, evidence: TimeEvidence, log: ReadLog, order: str | None) -> str | None:
    """What becomes of dates that a spreadsheet took for another order's.

    One that expects 03/13 makes dates of 03/04 and 12/04, each with day and month swapped, and
    leaves 13/03 as text: then no date lies beyond a twelfth, and every text does.
    """
    count = evidence.swappable
    if not count or evidence.beyond_twelfth or len(evidence.orders) != 1:
        return None
    (written,) = evidence.orders
    if written not in (DAY_FIRST, MONTH_FIRST):
        return None
    what = (
        f"{count} of the dates in {column!r} have day and month swapped, it seems, as a "
        f"spreadsheet does that took {written} dates for its own: none is beyond a 12th, and all "
        "that stand as text are"
    )
    if order is None:
        log.assume(f"{what}; left out until --dates {written} says to swap them back.")
        return LEFT_OUT
    if order != written:
        return None
    log.note(f"{what}; swapped back.")
    return SWAPPED_BACK
