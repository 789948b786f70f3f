"""A queue's filter as an address, and back.

The address holds the whole filter, so that a view can be bookmarked and shared; nothing that
matters lives in the browser session only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from analysis.domain.errors import BadInput, nearest
from analysis.domain.profile import Recommendation
from analysis.domain.review import Queue, QueueFilter, Sort

__all__ = [
    "FILTER_KEYS",
    "address_of",
    "comment_from",
    "filter_from",
    "in_queue",
    "is_narrowed",
    "page_from",
]

_Word = TypeVar("_Word", bound=StrEnum)


#: Parameters of the address that belong to the filter, in the order they are written.
FILTER_KEYS: tuple[str, ...] = (
    "queue", "label", "recommendation", "facet", "min", "max", "article", "section",
    "author", "from", "to", "q", "reason", "reported_as", "sort",
)  # fmt: skip


def filter_from(query: Mapping[str, str]) -> QueueFilter:
    """The filter that an address asks for. ``BadInput`` names the parameter that is wrong."""
    recommendation = query.get("recommendation")
    return QueueFilter(
        queue=_word("queue", query.get("queue"), Queue) or Queue.FLAGGED,
        label=query.get("label") or None,
        recommendation=_word("recommendation", recommendation, Recommendation),
        facet=query.get("facet") or None,
        score_min=_probability("min", query.get("min")),
        score_max=_probability("max", query.get("max")),
        article_id=query.get("article") or None,
        section=query.get("section") or None,
        author=query.get("author") or None,
        date_from=_day("from", query.get("from")),
        date_to=_day("to", query.get("to")),
        text=query.get("q") or None,
        report_reason=query.get("reason") or None,
        report_label=query.get("reported_as") or None,
        sort=_word("sort", query.get("sort"), Sort) or Sort.PRIORITY,
    )


def address_of(where: QueueFilter) -> dict[str, str]:
    """The shortest address that gives this filter back; defaults are left out."""
    written = {
        "queue": "" if where.queue is Queue.FLAGGED else where.queue.value,
        "label": where.label or "",
        "recommendation": where.recommendation.value if where.recommendation else "",
        "facet": where.facet or "",
        "min": _number(where.score_min),
        "max": _number(where.score_max),
        "article": where.article_id or "",
        "section": where.section or "",
        "author": where.author or "",
        "from": where.date_from.isoformat() if where.date_from else "",
        "to": where.date_to.isoformat() if where.date_to else "",
        "q": where.text or "",
        "reason": where.report_reason or "",
        "reported_as": where.report_label or "",
        "sort": "" if where.sort is Sort.PRIORITY else where.sort.value,
    }
    return {key: value for key, value in written.items() if value}


def in_queue(where: QueueFilter, queue: Queue) -> QueueFilter:
    """The same filter in another queue; what readers gave as reason stays with their reports."""
    if queue is Queue.REPORTED:
        return replace(where, queue=queue)
    return replace(where, queue=queue, report_reason=None, report_label=None)


def page_from(query: Mapping[str, str]) -> int:
    """The page of the list that an address asks for, from 1."""
    asked = query.get("page", "1")
    if not asked.isdecimal() or int(asked) < 1:
        raise BadInput(f"page in the address must be a whole number from 1, not {asked!r}")
    return int(asked)


def comment_from(query: Mapping[str, str]) -> int | None:
    """The comment that an address names, by the database's number."""
    asked = query.get("comment")
    if asked is None:
        return None
    if not asked.isdecimal():
        raise BadInput(f"comment in the address must be a whole number, not {asked!r}")
    return int(asked)


def is_narrowed(where: QueueFilter) -> bool:
    """Whether anything but queue and order narrows the list."""
    return bool(set(address_of(where)) - {"queue", "sort"})


def _word(name: str, asked: str | None, kind: type[_Word]) -> _Word | None:
    if not asked:
        return None
    try:
        return kind(asked)
    except ValueError:
        raise BadInput(
            f"{name} in the address is {asked!r}; {nearest(asked, [word.value for word in kind])}"
        ) from None


def _probability(name: str, asked: str | None) -> float | None:
    if not asked:
        return None
    try:
        value = float(asked)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise BadInput(f"{name} in the address must be a number from 0 to 1, not {asked!r}")
    return value


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _day(name: str, asked: str | None) -> date | None:
    if not asked:
        return None
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise BadInput(
            f"{name} in the address must be a date such as 2026-03-01, not {asked!r}"
        ) from None
