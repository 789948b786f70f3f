"""How a discussion sounds: counts of what the active profile flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Granularity(StrEnum):
    """The step of a tone series; ``POSITION`` follows reading order in tens of comments."""

    DAY = "day"
    WEEK = "week"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class ToneRow:
    """Counts for one article, section or step in time; shares are ``count / scored``.

    ``n`` counts comments and ``scored`` those with an analysis. ``disagreement`` splits into
    ``civil_disagreement`` (hostility clear), ``hostile_disagreement`` (hostility flagged) and
    ``unsure_disagreement`` (hostility unsure or unsupported). ``unsure`` and ``unsupported``
    count comments with at least one such answer in a label of concern. ``key`` is the article's
    id, the section or the step; ``day`` is set for steps in time, ``position`` for steps in
    reading order.
    """

    key: str
    title: str
    n: int
    scored: int
    disagreement: int
    civil_disagreement: int
    hostile_disagreement: int
    unsure_disagreement: int
    hostility: int
    generalization: int
    evidence: int
    unsure: int
    unsupported: int
    article_id: str | None = None
    section: str | None = None
    day: date | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class ToneList:
    """Which comments a count of tone counts; ``None`` means any.

    ``measure`` is a count of :class:`ToneRow`; dates are UTC days and positions places in reading
    order, both ends included. Comments without a time are in no range of dates.
    """

    measure: str | None = None
    article_id: str | None = None
    section: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    first: int | None = None
    last: int | None = None
