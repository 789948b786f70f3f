"""How a discussion sounds: counts of what the active profile flags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count

#: Steps along a thread at most; a chart with more points can't be read.
MOST_STEPS = 40


class Granularity(StrEnum):
    """The step of a tone series; ``POSITION`` follows reading order, see ``comments_a_step``."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    POSITION = "position"


def comments_a_step(comments: int) -> int:
    """How many comments of a thread make one step: 10, 20, 50, 100, … for at most 40 steps.

    No share is known at a single comment, so a step has ten at least; the sizes are the round
    numbers of Heckbert, "Nice numbers for graph labels", Graphics Gems (1990).
    """
    sizes: Iterator[int] = (factor * 10**power for power in count(1) for factor in (1, 2, 5))
    return next(size for size in sizes if size * MOST_STEPS >= comments)


@dataclass(frozen=True, slots=True)
class ToneRow:
    """Counts for one article, section or step in time; shares are ``count / scored``.

    ``n`` counts comments and ``scored`` those with an analysis; ``counts`` holds the measures
    that the labels give (see ``analysis.labels.tone_measures``). ``key`` is the article's id, the
    section or the step; ``day`` is set for steps in time, ``position`` and ``last`` (the first
    and the last place) for steps in reading order.
    """

    key: str
    title: str
    n: int
    scored: int
    counts: Mapping[str, int]
    article_id: str | None = None
    section: str | None = None
    day: date | None = None
    position: int | None = None
    last: int | None = None

    def count(self, measure: str) -> int:
        """How many comments add to ``measure``."""
        return self.counts.get(measure, 0)


@dataclass(frozen=True, slots=True)
class ToneList:
    """Which comments a count of tone counts; ``None`` means any.

    ``measure`` is one of a row's ``counts``; dates are UTC days and positions places in reading
    order, both ends included. Comments without a time are in no range of dates.
    """

    measure: str | None = None
    article_id: str | None = None
    section: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    first: int | None = None
    last: int | None = None
