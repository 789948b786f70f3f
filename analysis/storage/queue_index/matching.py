"""The statement that finds what a filter asks, led by the index that fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from analysis.domain.profile import Profile
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.storage.queue_index.filters import (
    asks_each,
    by_label,
    entry_conditions,
    label_conditions,
    listed_in,
)
from analysis.storage.search import matching_texts
from analysis.storage.tables import (
    QueueEntryTable,
    QueueFacetTable,
    QueueLabelTable,
)

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable


@dataclass(frozen=True, slots=True)
class Order:
    """Columns that order a queue, the comment's number last, all one way."""

    columns: tuple[InstrumentedAttribute[Any], ...]
    descending: bool


def order_of(where: QueueFilter) -> Order:
    """The columns by which the filter's order sorts."""
    if where.sort is Sort.SCORE and where.label is not None:
        return Order((_LABEL.probability, _LABEL.comment_id), descending=True)
    if where.sort is Sort.POSITION:
        return Order((_ENTRY.article_id, _ENTRY.position, _ENTRY.comment_id), descending=False)
    if where.sort in (Sort.NEWEST, Sort.OLDEST):
        return Order((_ENTRY.created_at, _ENTRY.comment_id), where.sort is Sort.NEWEST)
    return Order((_ENTRY.priority, _ENTRY.comment_id), descending=True)


def matching(
    session: Session,
    where: QueueFilter,
    profile: Profile,
    *,
    walk: bool = False,
    led: bool = False,
    few: bool = False,
) -> Select[int]:
    """The matching comments; with ``walk`` in a form that asks one entry after the other.

    With ``few`` what is searched for is collected before it is put in order. With ``led`` the
    entries are few: an order by score does not begin with the label's index, and a search not with
    the texts.
    """
    each = asks_each(where)
    by_score = order_of(where).columns[0].class_ is _LABEL
    if by_label(where) and not each and not led and (by_score or not walk):
        return _with_answer(session, where, profile)
    conditions = entry_conditions(session, where)
    if where.queue is not Queue.ALL:
        # As an expression it is no reason to begin with the queue rather than with the search.
        leads = walk or led or not each
        queue = _ENTRY.queue if leads else func.coalesce(_ENTRY.queue, "")
        conditions.append(listed_in(queue, where.queue))
    statement = select(_ENTRY.comment_id)
    if by_score:
        conditions += label_conditions(where, profile, led=led)
        statement = select(_LABEL.comment_id).join(_ENTRY, _ENTRY.comment_id == _LABEL.comment_id)
    elif by_label(where):
        answers = [_LABEL.comment_id == _ENTRY.comment_id, *label_conditions(where, profile)]
        conditions.append(select(_LABEL.comment_id).where(*answers).correlate(_ENTRY).exists())
    for column, matches in _asked_of_each(session, where):
        if walk or (led and column is not _ENTRY.text_id):
            same_entry = matches.where(matches.selected_columns[0] == column).correlate(_ENTRY)
            conditions.append(same_entry.exists())
        elif led:
            # As an expression it is looked up in the list, and is no way into the entries.
            conditions.append(func.coalesce(column, 0).in_(matches))
        elif by_score:
            conditions.append(column.in_(matches))
        else:
            # PostgreSQL guesses that a word is in one text of 200, and would walk for a rare one.
            collected = matches.cte().prefix_with("MATERIALIZED", dialect="postgresql")
            listed = collected if few else matches.subquery()
            statement = statement.join(listed, listed.c[0] == column)
    return statement.where(*conditions)


def _with_answer(session: Session, where: QueueFilter, profile: Profile) -> Select[int]:
    """The comments whose answer for the label matches, from the labels' own index."""
    of_entry = entry_conditions(session, where)
    if where.queue is not Queue.ALL:
        # As an expression it is no reason to begin with the queue rather than with the scores.
        of_entry.append(listed_in(func.coalesce(_ENTRY.queue, ""), where.queue))
    needs_entry = bool(of_entry) or order_of(where).columns[0].class_ is _ENTRY
    statement = select(_LABEL.comment_id).where(*label_conditions(where, profile), *of_entry)
    if needs_entry:
        statement = statement.join(_ENTRY, _ENTRY.comment_id == _LABEL.comment_id)
    return statement


def _asked_of_each(session: Session, where: QueueFilter) -> list[tuple[Any, Select[int]]]:
    """What a comment's text or facets have to be among."""
    asked: list[tuple[Any, Select[int]]] = []
    if where.text is not None and where.text.strip():
        dialect = session.get_bind().dialect.name
        asked.append((_ENTRY.text_id, matching_texts(dialect, where.text)))
    if where.facet is not None:
        table = QueueFacetTable
        seen = select(table.comment_id).where(table.facet == where.facet)
        if where.label is not None:
            seen = seen.where(table.label == where.label)
        else:
            seen = seen.distinct()  # two labels may have a facet of one name
        asked.append((_ENTRY.comment_id, seen))
    return asked
