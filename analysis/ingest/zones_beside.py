"""Zones that do not stand in the cells of a column of times, but in its name or beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from analysis.ingest.column_names import plain_name
from analysis.ingest.column_values import ColumnValues
from analysis.ingest.dates import parse_time
from analysis.ingest.number_times import OutOfRange
from analysis.ingest.time_readings import DAY_FIRST, MONTH_FIRST, TimeReading, order_evidence
from analysis.ingest.time_zones import SHARED_LETTERS, Zone, zone_of

_IN_BRACKETS = re.compile(
    r"[(\[]\s{0,3}(?:time\s?zone:?\s)?([A-Za-z][\w/+:-]{1,40})\s{0,3}[)\]]\s*\Z"
)
_BEHIND = re.compile(r"[\s_](PST|PDT|EDT|CEST|CET|EEST|MSK|JST|KST|AEST|AEDT)\Z", re.IGNORECASE)
"""Letters that end a name only where they mean a zone: ``est`` may be an estimate."""

_LOCAL = re.compile(r"(?:^|_)local(?:_|$|time)")
_NAMES_ZONE = re.compile(
    r"(?:^|_)(?:time_?zone|tz)(?:_(?:offset|name|id|minutes))*\Z|(?:utc|gmt|zone)_?offset"
)
_FURTHEST = timedelta(hours=15)
"""Two columns that hold the same moments, one of them by a local clock, differ by no more."""

_OTHER_MOMENTS = re.compile(r"edit|updat|modif|delet|retriev|fetch|scrap|crawl|export|import")
"""What the name of a column says that holds when something else happened."""


def zone_in_name(column: str, assumed: list[str]) -> Zone | None:
    """The zone that a column's name says (``Date (EST)``), which is told as assumed."""
    match = _IN_BRACKETS.search(column) or _BEHIND.search(column)
    if match is None:
        if _LOCAL.search(plain_name(column)):
            assumed.append(f"Times in {column!r} are local ones; read as if they were UTC.")
        return None
    named = match[1].upper() if "/" not in match[1] else match[1]
    zone = zone_of(named)
    if zone is not None and zone is not UTC:
        assumed.append(f"Times in {column!r} are read in the zone that it names, {match[1]}.")
    elif zone is None and named in SHARED_LETTERS:
        assumed.append(
            f"The zone in {column!r} was not read, {SHARED_LETTERS[named]}; its times were read "
            "as UTC."
        )
    return zone


def lacks_zones(values: ColumnValues | None) -> bool:
    """Whether a column holds times without a zone."""
    for text in values.distinct if values is not None else ():
        for order in (DAY_FIRST, MONTH_FIRST):
            try:
                moment = parse_time(text, TimeReading(order))
            except OutOfRange:
                continue
            if moment is not None and moment.tzinfo is None:
                return True
    return False


def zone_columns(columns: Mapping[str, str], looked: Mapping[str, ColumnValues]) -> Iterator[str]:
    """Columns of no field that hold zones: whether the times are of these, nothing says."""
    for name, values in looked.items():
        if name not in columns.values() and values.filled and _NAMES_ZONE.search(plain_name(name)):
            yield name


def exact_twin(chosen: str, names: Iterable[str], looked: Mapping[str, ColumnValues]) -> str | None:
    """Another column with the moments of ``chosen``, which has no zone: numbers, or with zones."""
    local = _span(looked.get(chosen), zoned=False)
    if local is None:
        return None
    for name in names:
        if name == chosen or _OTHER_MOMENTS.search(plain_name(name)):
            continue
        exact = _span(looked.get(name), zoned=True)
        if exact and all(abs(a - b) <= _FURTHEST for a, b in zip(local, exact, strict=True)):
            return name
    return None


def _span(values: ColumnValues | None, *, zoned: bool) -> tuple[datetime, datetime] | None:
    """The first and last moment of a column; ``None`` where not all have, or lack, a zone."""
    if values is None or not values.times or values.filled != values.cells:
        return None
    moments = []
    for text in values.distinct:
        try:
            moment = None if order_evidence(text) else parse_time(text)
        except OutOfRange:
            return None
        if moment is None or (moment.tzinfo is not None) != zoned:
            return None
        moments.append(moment if zoned else moment.replace(tzinfo=UTC))
    return min(moments), max(moments)
