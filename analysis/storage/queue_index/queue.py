"""Questions to the queue's cache, each answered from an index."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from analysis.domain.profile import Profile
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.storage.number_lists import as_list, listed
from analysis.storage.queue_index.filters import (
    articles_of,
    asks_each,
    by_label,
    listed_in,
    only_label,
    only_place,
    unsorted,
    without_answer,
)
from analysis.storage.queue_index.matching import Order, matching, order_of
from analysis.storage.search import has_phrase, matching_texts
from analysis.storage.tables import (
    QueueCountTable,
    QueueEntryTable,
    QueueLabelTable,
)

FEW = 5_000
"""So many matches are sorted, and so many texts searched one by one, in a quarter of a second. Of
a million comments one in two hundred is a match then: a walk past as many finds a page of them."""

FEW_TO_ASK = 50_000
"""So many comments are asked for a label's answer one by one, or looked up in the list of all
that a search finds, within a quarter of a second."""

SAMPLE = 250
"""So many of a queue's first comments tell how soon a walk meets what is searched for."""

MET_SOON = 4
"""Hits among the sample from which a walk fills a page: some 1,500 texts at most, searched one by
one in 0.15 s. With fewer all hits are listed, which takes 0.2 s for half a million."""

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable


@dataclass(frozen=True, slots=True)
class Page:
    """The comment numbers of one page in order, and how many there are on all of them.

    With ``more`` the count ended at ``total``.
    """

    numbers: list[int]
    total: int
    more: bool


def page_and_count(
    session: Session, where: QueueFilter, profile: Profile, *, offset: int, limit: int, most: int
) -> Page:
    """One page of the matches and their number.

    What a kept count or one index answers is counted whole. Where each match has to be looked at (a
    search, a facet, a label's answer together with anything else), counting ends at ``most``.
    """
    if where.text and where.text.strip():
        matches = list(session.scalars(_some(session, where, profile).limit(most + 1)))
        count = len(matches)
        if count <= min(
            FEW, most
        ):  # what was searched once is put in order, and not searched again
            numbers = _sorted_page(session, where, matches, offset=offset, limit=limit)
            return Page(numbers, count, more=False)
    elif asks_each(where) or (by_label(where) and not only_label(where)):
        count = _up_to(session, _some(session, where, profile), most + 1)
    else:
        count, most = count_of(session, where, profile), sys.maxsize
    numbers = page_of(session, where, profile, offset=offset, limit=limit)
    return Page(numbers, min(count, most), more=count > most)


def page_of(
    session: Session, where: QueueFilter, profile: Profile, *, offset: int, limit: int
) -> list[int]:
    """The comment numbers of one page, in order."""
    order = order_of(where)
    statement = _in_order(session, where, profile).order_by(*_sorted(order, forward=True))
    return list(session.scalars(statement.offset(offset).limit(limit)))


def count_of(session: Session, where: QueueFilter, profile: Profile) -> int:
    """How many comments match; kept counts answer where only queue and article are asked."""
    if only_place(where):
        counts = select(func.coalesce(func.sum(QueueCountTable.comments), 0))
        if where.queue is not Queue.ALL:
            counts = counts.where(listed_in(QueueCountTable.queue, where.queue))
        if where.article_id is not None or where.section is not None:
            counts = counts.where(QueueCountTable.article_id.in_(articles_of(where)))
        return int(session.scalars(counts).one())
    matches = matching(session, unsorted(where), profile).subquery()
    return int(session.scalars(select(func.count()).select_from(matches)).one())


def neighbour_of(
    session: Session,
    where: QueueFilter,
    profile: Profile,
    comment_id: int | None,
    *,
    forward: bool,
) -> int | None:
    """The match next to a comment's place in the order, whether or not it matches itself."""
    order = order_of(where)
    statement = _in_order(session, where, profile)
    if comment_id is not None:
        place = _place(session, where, order, comment_id)
        if place is None:
            return None
        beyond = tuple_(*order.columns) < tuple_(*place)
        ahead = tuple_(*order.columns) > tuple_(*place)
        statement = statement.where(beyond if order.descending is forward else ahead)
    return session.scalars(
        statement.order_by(*_sorted(order, forward=forward)).limit(1)
    ).one_or_none()


def _some(session: Session, where: QueueFilter, profile: Profile) -> Select[int]:
    """The matches, so asked that any of them come quickly."""
    left = _entries_left(session, where, profile)
    led = left <= FEW_TO_ASK
    all_hits = led and _all_hits(where, left)
    few = all_hits and _is_postgres(session) and not _finds_many(session, where)
    return matching(
        session,
        unsorted(where),
        profile,
        walk=led and not all_hits,
        led=led and not few,
        few=few,
    )


def _sorted_page(
    session: Session, where: QueueFilter, matches: Sequence[int], *, offset: int, limit: int
) -> list[int]:
    if not matches:
        return []
    order = order_of(where)
    table = order.columns[0].class_
    dialect = session.get_bind().dialect.name
    statement = select(table.comment_id).where(table.comment_id.in_(listed(dialect, "matches")))
    if table is _LABEL:
        statement = statement.where(_LABEL.label == where.label)
    statement = statement.order_by(*_sorted(order, forward=True)).offset(offset).limit(limit)
    return list(session.scalars(statement, {"matches": as_list(dialect, matches)}))


def _sorted(order: Order, *, forward: bool) -> list[ColumnElement[Any]]:
    down = order.descending is forward
    return [column.desc() if down else column.asc() for column in order.columns]


def _place(
    session: Session, where: QueueFilter, order: Order, comment_id: int
) -> tuple[Any, ...] | None:
    table = order.columns[0].class_
    statement = select(*order.columns).where(table.comment_id == comment_id)
    if table is _LABEL:
        statement = statement.where(_LABEL.label == where.label)
    row = session.execute(statement).one_or_none()
    return None if row is None or row[0] is None else tuple(row)


def _in_order(session: Session, where: QueueFilter, profile: Profile) -> Select[int]:
    """The matches, so asked that the first of them in the queue's order come quickly.

    Few matches are collected and sorted. Many are met soon on a walk along the order's index; that
    would take long for few, and sorting takes long for many.
    """
    if not (by_label(where) or asks_each(where)):
        return matching(session, where, profile)
    left = _entries_left(session, where, profile)
    if left <= FEW_TO_ASK:
        if not _all_hits(where, left):
            return matching(session, where, profile, walk=True, led=True)
        # Few texts lead to their comments. Many are met soon on a walk along the order, unless
        # this queue hardly holds any: then its comments are looked up in the list of them.
        if not _finds_many(session, where):
            return matching(session, where, profile, few=True)
        walk = _is_postgres(session) or _met_soon(session, where, profile)
        return matching(session, where, profile, walk=walk, led=True)
    if where.sort is Sort.SCORE and not asks_each(where):
        return matching(session, where, profile)
    # Which are few is asked of what leads: the search or the facet, else the label's answer.
    leading = without_answer(where) if asks_each(where) else unsorted(where)
    walk = _up_to(session, matching(session, leading, profile), FEW + 1) > FEW
    if walk and where.text and not by_label(where) and not _met_soon(session, where, profile):
        # The first comments hold hardly any: they are looked up in the list of all hits.
        return matching(session, where, profile, led=True)
    return matching(session, where, profile, walk=walk, few=not walk)


def _up_to(session: Session, statement: Select[int], most: int) -> int:
    some = statement.limit(most).subquery()
    return int(session.scalars(select(func.count()).select_from(some)).one())


def _entries_left(session: Session, where: QueueFilter, profile: Profile) -> int:
    """How many comments queue, place, author, days and reports leave; counted a little past
    ``FEW_TO_ASK``, and not at all where an article or author leaves few."""
    if where.article_id is not None or where.author is not None:
        return 0
    entries = replace(without_answer(where), facet=None, text=None)
    if only_place(entries):
        return count_of(session, entries, profile)
    return _up_to(session, matching(session, entries, profile), FEW_TO_ASK + 1)


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _all_hits(where: QueueFilter, entries: int) -> bool:
    """Whether all that a search finds is listed once, rather than each text searched."""
    return bool(where.text) and entries > FEW


def _finds_many(session: Session, where: QueueFilter) -> bool:
    """Whether a search finds many texts, wherever they are."""
    texts = matching_texts(session.get_bind().dialect.name, where.text or "")
    if has_phrase(where.text or ""):
        # PostgreSQL expects a third of all, and would read them one by one until there are many.
        collected = texts.cte().prefix_with("MATERIALIZED", dialect="postgresql")
        texts = select(collected.c[0])
    return _up_to(session, texts, FEW + 1) > FEW


def _met_soon(session: Session, where: QueueFilter, profile: Profile) -> bool:
    """Whether the first comments in the queue's order hold enough of what is searched for."""
    first = page_of(session, replace(where, text=None), profile, offset=0, limit=SAMPLE)
    texts = matching_texts(session.get_bind().dialect.name, where.text or "")
    holds = texts.where(texts.selected_columns[0] == _ENTRY.text_id).correlate(_ENTRY).exists()
    some = select(_ENTRY.comment_id).where(_ENTRY.comment_id.in_(first), holds)
    return _up_to(session, some, MET_SOON) == MET_SOON
