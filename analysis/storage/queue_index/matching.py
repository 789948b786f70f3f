"""The statement that finds what a filter asks, led by the index that fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from analysis.domain.profile import Profile
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.storage.queue_index.filters import (
    asks_each,
    by_label,
    entry_conditions,
    is_in,
    label_conditions,
    listed_in,
)
from analysis.storage.search import has_phrase, matching_texts
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
    postgres = session.get_bind().dialect.name == "postgresql"
    by_score = order_of(where).columns[0].class_ is _LABEL
    if by_label(where) and not each and not led and (by_score or not walk):
        return _with_answer(session, where, profile)
    conditions = entry_conditions(session, where)
    if where.queue is not Queue.ALL:
        # An author's comments are few, and SQLite would rather go through the whole queue.
        leads = (walk or led or not each) and where.author is None
        conditions.append(_in_queue(where.queue, leads=leads, postgres=postgres))
    statement = select(_ENTRY.comment_id)
    if by_score:
        conditions += label_conditions(where, profile, led=led and not postgres)
        statement = select(_LABEL.comment_id).join(_ENTRY, _ENTRY.comment_id == _LABEL.comment_id)
    elif by_label(where):
        answers = [_LABEL.comment_id == _ENTRY.comment_id, *label_conditions(where, profile)]
        conditions.append(select(_LABEL.comment_id).where(*answers).correlate(_ENTRY).exists())
    for column, matches in _asked_of_each(session, where):
        of_text = column is _ENTRY.text_id
        if walk or (led and (postgres or not of_text)):
            same_entry = matches.where(matches.selected_columns[0] == column).correlate(_ENTRY)
            # As a value it is asked of each entry: PostgreSQL joins what is asked as EXISTS, and
            # then reads all texts in the belief that it may stop after the first of them.
            as_value = same_entry.scalar_subquery().is_not(None)
            conditions.append(as_value if postgres and of_text else same_entry.exists())
        elif led:
            # As an expression it is looked up in the list, and is no way into the entries.
            conditions.append(func.coalesce(column, 0).in_(matches))
        elif by_score:
            conditions.append(column.in_(matches))
        else:
            # PostgreSQL guesses that a word is in one text of 200, and would walk for a rare one;
            # of a phrase it expects a third of all, and would look for the first of them anywhere.
            collected = matches.cte().prefix_with("MATERIALIZED", dialect="postgresql")
            unforeseen = few or (of_text and has_phrase(where.text or ""))
            listed = collected if unforeseen else matches.subquery()
            statement = statement.join(listed, listed.c[0] == column)
    return statement.where(*conditions)


def _with_answer(session: Session, where: QueueFilter, profile: Profile) -> Select[int]:
    """The comments whose answer for the label matches, from the labels' own index."""
    of_entry = entry_conditions(session, where)
    if where.queue is not Queue.ALL:
        postgres = session.get_bind().dialect.name == "postgresql"
        of_entry.append(_in_queue(where.queue, leads=False, postgres=postgres))
    needs_entry = bool(of_entry) or order_of(where).columns[0].class_ is _ENTRY
    statement = select(_LABEL.comment_id).where(*label_conditions(where, profile), *of_entry)
    if needs_entry:
        statement = statement.join(_ENTRY, _ENTRY.comment_id == _LABEL.comment_id)
    return statement


def _in_queue(queue: Queue, *, leads: bool, postgres: bool) -> ColumnElement[bool]:
    """The condition on the entry's queue; with ``leads`` one that an index in order answers."""
    if leads:
        return listed_in(_ENTRY.queue, queue)
    if postgres:  # which weighs by the number of rows where to begin, and knows none of expressions
        return is_in(_ENTRY.queue, queue)
    # As an expression it is no reason to begin with the queue rather than with scores or search.
    return listed_in(func.coalesce(_ENTRY.queue, ""), queue)


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
