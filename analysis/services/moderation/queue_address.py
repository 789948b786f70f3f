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
from analysis.domain.review_command import LARGEST_NUMBER

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


#: The last page that can be asked for; nobody turns so many.
LAST_PAGE = 1_000_000
#: Days that a comment can be of; beyond them databases and calendars have no neighbour days.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
#: Characters of a word or search in the address.
LONGEST_WORD = 200

#: Parameters of the address that belong to the filter, in the order they are written.
FILTER_KEYS: tuple[str, ...] = (
    "queue", "label", "recommendation", "facet", "min", "max", "article", "section",
    "author", "from", "to", "q", "reason", "reported_as", "sort",
)  # fmt: skip


def filter_from(query: Mapping[str, str]) -> QueueFilter:
    """The filter that an address asks for. ``BadInput`` names the parameter that is wrong."""
    recommendation = query.get("recommendation")
    return QueueFilter(
        queue=_word("queue", query.get("queue"), Queue) or Queue.ATTENTION,
        label=_short("label", query.get("label")),
        recommendation=_word("recommendation", recommendation, Recommendation),
        facet=_short("facet", query.get("facet")),
        score_min=_probability("min", query.get("min")),
        score_max=_probability("max", query.get("max")),
        article_id=query.get("article") or None,
        section=query.get("section") or None,
        author=_short("author", query.get("author")),
        date_from=_day("from", query.get("from")),
        date_to=_day("to", query.get("to")),
        text=_short("q", query.get("q")),
        report_reason=query.get("reason") or None,
        report_label=_short("reported_as", query.get("reported_as")),
        sort=_word("sort", query.get("sort"), Sort) or Sort.PRIORITY,
    )


def address_of(where: QueueFilter) -> dict[str, str]:
    """The shortest address that gives this filter back; defaults are left out."""
    written = {
        "queue": "" if where.queue is Queue.ATTENTION else where.queue.value,
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
    return _whole("page", query.get("page", "1"), most=LAST_PAGE)


def comment_from(query: Mapping[str, str]) -> int | None:
    """The comment that an address names, by the database's number."""
    asked = query.get("comment")
    return None if asked is None else _whole("comment", asked, most=LARGEST_NUMBER)


def is_narrowed(where: QueueFilter) -> bool:
    """Whether anything but queue and order narrows the list."""
    return bool(set(address_of(where)) - {"queue", "sort"})


def _whole(name: str, asked: str, *, most: int) -> int:
    # Ten digits at most are looked at: a number of a million digits takes long to read.
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 10 and 1 <= int(asked) <= most):
        raise BadInput(
            f"{name} in the address must be a whole number from 1 to {most}, not {_shown(asked)}"
        )
    return int(asked)


def _shown(asked: str) -> str:
    """What an address asked for, as far as a sentence has room for it."""
    return repr(asked if len(asked) <= 40 else asked[:40] + "…")


def _short(name: str, asked: str | None) -> str | None:
    if asked is not None and len(asked) > LONGEST_WORD:
        raise BadInput(f"{name} in the address has at most {LONGEST_WORD} characters")
    return asked or None


def _word(name: str, asked: str | None, kind: type[_Word]) -> _Word | None:
    if not asked:
        return None
    try:
        return kind(asked)
    except ValueError:
        hint = nearest(asked[:40], [word.value for word in kind])
        raise BadInput(f"{name} in the address is {_shown(asked)}; {hint}") from None


def _probability(name: str, asked: str | None) -> float | None:
    if not asked:
        return None
    try:
        value = float(asked)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise BadInput(f"{name} in the address must be a number from 0 to 1, not {_shown(asked)}")
    return value


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _day(name: str, asked: str | None) -> date | None:
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise BadInput(
            f"{name} in the address must be a date such as 2026-03-01, from {FIRST_DAY.year} "
            f"to {LAST_DAY.year}, not {_shown(asked)}"
        )
    return day
