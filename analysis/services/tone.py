"""How discussions sound: civil and hostile disagreement, generalization, evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

from analysis.domain.tone import Granularity, ToneRow
from analysis.storage import tone as stored
from analysis.storage.asked import of_concern
from analysis.storage.database import Store
from analysis.storage.tone import PatternCount

_COUNTS = (
    "n",
    "scored",
    "disagreement",
    "civil_disagreement",
    "hostile_disagreement",
    "unsure_disagreement",
    "hostility",
    "generalization",
    "evidence",
    "unsure",
    "unsupported",
)


def tone_by_article(
    store: Store, *, section: str | None = None, limit: int | None = None
) -> list[ToneRow]:
    """One row per article, most comments first."""
    with store.read() as session:
        counts = _sums(stored.by_article(session, section))
        names = stored.article_names(session, counts)
    rows = [
        ToneRow(
            key=names[number][0],
            title=names[number][1],
            article_id=names[number][0],
            section=names[number][2] or None,
            **counted,
        )
        for number, counted in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.n, row.title, row.key))[:limit]


def tone_by_section(store: Store) -> list[ToneRow]:
    """One row per section; articles without one come under the empty key."""
    with store.read() as session:
        found = stored.by_article(session, None)
        names = stored.article_names(session, {count.group for count in found})
    counts = _sums(found, group=lambda number: names[number][2])
    return [
        ToneRow(key=section, title=section, section=section or None, **counted)
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
    """One row per day, week (named by its Monday) or step in reading order, in order.

    Comments without a time are left out of days and weeks.
    """
    read = stored.by_position if granularity is Granularity.POSITION else stored.by_day
    with store.read() as session:
        found = read(
            session,
            article=article_id,
            section=section,
            date_from=date_from,
            date_to=date_to,
        )
    if granularity is Granularity.POSITION:
        return [
            ToneRow(
                key=str(first),
                title=f"{first}–{first + stored.STEP - 1}",
                position=first,
                article_id=article_id,
                section=section,
                **counted,
            )
            for first, counted in sorted(_sums(found).items())
        ]
    week = granularity is Granularity.WEEK
    days = _sums(found, group=lambda day: _monday(day) if week else date.fromisoformat(day))
    return [
        ToneRow(
            key=day.isoformat(),
            title=day.isoformat(),
            day=day,
            article_id=article_id,
            section=section,
            **counted,
        )
        for day, counted in sorted(days.items())
    ]


@cache
def _monday(day: str) -> date:
    found = date.fromisoformat(day)
    return found - timedelta(days=found.weekday())


def _sums(
    counts: Iterable[PatternCount], *, group: Callable[[Any], Any] = lambda key: key
) -> dict[Any, dict[str, Any]]:
    sums: dict[Any, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(_COUNTS, 0))
    for found, pattern, count in counts:
        row = sums[group(found)]
        for name in _names(pattern):
            row[name] += count
    return dict(sums)


@cache
def _names(pattern: str) -> list[str]:
    """The counts of a :class:`ToneRow` that a comment with this pattern adds to."""
    if not pattern:
        return ["n"]
    said = stored.letters(pattern)
    names = ["n", "scored"]
    hostility = said.get("possible_hostility", "-")
    if said.get("disagreement") == "f":
        names.append("disagreement")
        kind = {"f": "hostile_disagreement", "c": "civil_disagreement"}
        names.append(kind.get(hostility, "unsure_disagreement"))
    if hostility == "f":
        names.append("hostility")
    if said.get("generalization") == "f":
        names.append("generalization")
    if said.get("constructive_evidence") == "f":
        names.append("evidence")
    concern = {letter for label, letter in said.items() if label in of_concern()}
    if "u" in concern:
        names.append("unsure")
    if concern & {"x", "-"}:
        names.append("unsupported")
    return names
