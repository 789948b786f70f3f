"""Counts as shares with intervals and places: what every tone chart is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.domain.tone import ToneRow
from analysis.evaluation.proportions import Rate, rate
from analysis.labels.tone_measures import SHOWN
from dashboard.texts import text

#: The columns of ``long_rows``.
COLUMNS = (
    *("what", "measure", "key", "group", "day", "position"),
    *("share", "low", "high", "hits", "n", "words"),
)


@dataclass(frozen=True, slots=True)
class Share:
    """One measure of one group of comments.

    ``key`` names the group the way a filter does (article id, day, position), ``title`` the way
    a person does; ``day`` or ``position`` places it on an axis.
    """

    measure: str
    rate: Rate
    key: str
    title: str
    day: date | None = None
    position: int | None = None


def shares_of(rows: Iterable[ToneRow], measures: Iterable[str] = SHOWN) -> list[Share]:
    """Each measure of each row, out of the comments that were scored."""
    wanted = tuple(measures)
    return [
        Share(
            measure, rate(row.count(measure), row.scored), row.key, row.title, row.day,
            row.position,
        )
        for row in rows
        for measure in wanted
    ]  # fmt: skip


def in_words(number: Rate) -> str:
    """The rate as it is printed: share, counts and interval."""
    if number.value is None or number.low is None or number.high is None:
        return text("charts.no_comments")
    return text(
        "charts.share_words",
        share=number.value,
        hits=number.hits,
        n=number.n,
        low=number.low,
        high=number.high,
    )


def long_rows(shares: Iterable[Share], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """The shares as chart and CSV rows, one per measure and group; empty groups left out."""
    return [
        {
            "what": item.measure,
            "measure": titles.get(item.measure, item.measure),
            "key": item.key,
            "group": item.title,
            "day": item.day,
            "position": item.position,
            "share": item.rate.value,
            "low": item.rate.low,
            "high": item.rate.high,
            "hits": item.rate.hits,
            "n": item.rate.n,
            "words": in_words(item.rate),
        }
        for item in shares
        if item.rate.n
    ]
