"""How discussions sound: civil and hostile disagreement, generalization, evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from analysis.domain.tone import Granularity, ToneRow
from analysis.labels.tone_measures import COMMENTS, SCORED
from analysis.storage.database import Store
from analysis.storage.queue_index import tone as stored

_Old = TypeVar("_Old")
_New = TypeVar("_New")


def tone_by_article(
    store: Store, *, section: str | None = None, limit: int | None = None
) -> list[ToneRow]:
    """One row per article, most comments first."""
    with store.read() as session:
        counts = stored.by_article(session, section)
        names = stored.article_names(session, counts)
    rows = [
        ToneRow(
            key=names[number][0],
            title=names[number][1],
            article_id=names[number][0],
            section=names[number][2] or None,
            **_of(counted),
        )
        for number, counted in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.n, row.title, row.key))[:limit]


def tone_by_section(store: Store) -> list[ToneRow]:
    """One row per section; articles without one come under the empty key."""
    with store.read() as session:
        rows = stored.by_article(session, None)
        names = stored.article_names(session, rows)
    counts = _summed(rows, lambda number: names[number][2])
    return [
        ToneRow(key=section, title=section, section=section or None, **_of(counted))
        for section, counted in sorted(counts.items())
    ]


def tone_over_time(
    store: Store,
    *,
    granularity: Granularity = Granularity.DAY,
    article_id: str | None = None,
    section: str | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
) -> list[ToneRow]:
    """One row per day, week or month (each named by its first day) or step in reading order.

    Weeks begin on Monday (ISO 8601). Comments without a time are left out of all but the steps.
    Days, weeks and months come from kept counts; the steps are counted from the comments, which
    is for one article rather than a whole site.
    """
    place: dict[str, Any] = {
        "article": article_id,
        "section": section,
        "date_from": date_from,
        "date_to": date_to,
    }
    with store.read() as session:
        if granularity is Granularity.POSITION:
            size, steps = stored.by_position(session, **place)
        else:
            days = _summed(stored.by_day(session, **place), _first_day(granularity))
    if granularity is Granularity.POSITION:
        return [
            ToneRow(
                key=str(first),
                title=f"{first}–{first + size - 1}",
                position=first,
                last=first + size - 1,
                article_id=article_id,
                section=section,
                **_of(counted),
            )
            for first, counted in sorted(steps.items())
        ]
    return [
        ToneRow(
            key=day.isoformat(),
            title=day.isoformat(),
            day=day,
            article_id=article_id,
            section=section,
            **_of(counted),
        )
        for day, counted in sorted(days.items())
    ]


def _first_day(granularity: Granularity) -> Callable[[str], date]:
    """The day, the Monday or the first of the month that stands for a stored day."""

    def first(day: str) -> date:
        start = date.fromisoformat(day)
        if granularity is Granularity.MONTH:
            return start.replace(day=1)
        return start - timedelta(days=start.weekday() if granularity is Granularity.WEEK else 0)

    return first


def _of(counted: stored.Counts) -> dict[str, Any]:
    """The counts as a :class:`ToneRow` takes them."""
    return {"n": counted[COMMENTS], "scored": counted[SCORED], "counts": counted}


def _summed(
    counts: Mapping[_Old, stored.Counts], group: Callable[[_Old], _New]
) -> dict[_New, stored.Counts]:
    """The counts of several groups together under the name that ``group`` gives each."""
    sums: dict[_New, stored.Counts] = defaultdict(Counter)
    for old, counted in counts.items():
        sums[group(old)].update(counted)
    return sums
