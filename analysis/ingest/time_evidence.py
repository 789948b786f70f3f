"""What the cells of a column of times allow, counted over all of its records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from analysis.ingest.dates import is_beyond_twelfth, is_swappable
from analysis.ingest.number_times import (
    is_calendar_hour,
    is_exact_exponent,
    is_ten_digits,
)
from analysis.ingest.time_readings import LONGEST, SLASHED, order_evidence, short_date
from analysis.ingest.time_zones import shared_letters


@dataclass(slots=True)
class ShortDates:
    """Dates with a year of two digits, and the years that their two ends would be."""

    count: int = 0
    year_first: int = 0
    year_last: int = 0
    dotted: int = 0
    first: set[int] = field(default_factory=set)
    last: set[int] = field(default_factory=set)
    differing: bool = False

    def add(self, text: str) -> None:
        """Look at one more cell, which may be none."""
        date = short_date(text)
        if date is None:
            return
        self.count += 1
        self.year_first += date.year_first
        self.year_last += date.year_last
        self.dotted += date.dotted
        self.first.add(date.first)
        self.last.add(date.last)
        self.differing |= date.first != date.last


@dataclass(slots=True)
class TimeEvidence:
    """Counts of what decides how a column is read, as :class:`TimeReading` says.

    ``orders`` are those of day and month in text, ``swappable`` dates that need no order and would
    be others with both swapped, ``beyond_twelfth`` those that can't be swapped.
    """

    orders: Counter[str] = field(default_factory=Counter)
    slashed: int = 0
    short: ShortDates = field(default_factory=ShortDates)
    swappable: int = 0
    beyond_twelfth: int = 0
    ten_digits: int = 0
    calendar_hours: int = 0
    exact_exponents: int = 0
    shared_zones: Counter[str] = field(default_factory=Counter)

    def add(self, value: Any) -> None:
        """Look at one more cell."""
        self.swappable += is_swappable(value)
        self.beyond_twelfth += is_beyond_twelfth(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or len(value) > LONGEST:
            return
        if kind := order_evidence(value):
            self.orders[kind] += 1
        text = value.strip()
        self.slashed += SLASHED.match(text) is not None
        self.short.add(text)
        self.ten_digits += is_ten_digits(text)
        self.calendar_hours += is_calendar_hour(text)
        self.exact_exponents += is_exact_exponent(text)
        self.add_zone(text)

    def add_zone(self, text: str) -> None:
        """Look at a cell of the clock's, which may name a zone."""
        if letters := shared_letters(text):
            self.shared_zones[letters] += 1
