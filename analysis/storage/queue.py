"""Questions to the queue's cache, each answered from an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.storage.search import matching_texts
from analysis.storage.tables import (
    ArticleTable,
    CommentTable,
    CommentTextTable,
    QueueCountTable,
    QueueEntryTable,
    QueueFacetTable,
    QueueLabelTable,
    ReaderReportTable,
)

EXCERPT_CHARACTERS = 280
"""How much of a text a line of a list holds: about two lines on screen."""

FEW = 5_000
"""So many matches are sorted, and so many texts searched one by one, in a quarter of a second. Of
a million comments one in two hundred is a match then: a walk past as many finds a page of them."""

FEW_TO_ASK = 50_000
"""So many comments are asked for a label's answer one by one, or looked up in the list of all
that a search finds, within a quarter of a second."""

_WAITING = (
    Queue.FLAGGED.value,
    Queue.UNSURE.value,
    Queue.UNSUPPORTED.value,
    Queue.REPORTED.value,
    Queue.ESCALATED.value,
    Queue.SECOND_OPINION.value,
)
"""The queues in which somebody has to do something."""

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable


@dataclass(frozen=True, slots=True)
class _Order:
    """Columns that order a queue, the comment's number last, all one way."""

    columns: tuple[InstrumentedAttribute[Any], ...]
    descending: bool


def page_of(
    session: Session, where: QueueFilter, profile: Profile, *, offset: int, limit: int
) -> list[int]:
    """The comment numbers of one page, in order."""
    order = _order(where)
    statement = _in_order(session, where, profile).order_by(*_sorted(order, forward=True))
    return list(session.scalars(statement.offset(offset).limit(limit)))


def count_of(session: Session, where: QueueFilter, profile: Profile) -> int:
    """How many comments match; kept counts answer where only queue and article are asked."""
    if _only_place(where):
        counts = select(func.coalesce(func.sum(QueueCountTable.comments), 0))
        if where.queue is not Queue.ALL:
            counts = counts.where(QueueCountTable.queue == where.queue.value)
        if where.article_id is not None or where.section is not None:
            counts = counts.where(QueueCountTable.article_id.in_(_articles(where)))
        return int(session.scalars(counts).one())
    found = _matching(session, _unsorted(where), profile).subquery()
    return int(session.scalars(select(func.count()).select_from(found)).one())


def counted_up_to(
    session: Session, where: QueueFilter, profile: Profile, most: int
) -> tuple[int, bool]:
    """How many comments match, and whether there are more than that.

    What a kept count or one index answers is exact; where each match has to be looked at (a search,
    a facet, a label's answer together with anything else), counting ends at ``most``.
    """
    one_index = not (_asks_each(where) or (_by_label(where) and not _only_label(where)))
    if one_index:
        return count_of(session, where, profile), False
    left = _entries_left(session, where, profile)
    led = left <= FEW_TO_ASK
    walk = led and not _listed(where, left)
    matching = _matching(session, _unsorted(where), profile, walk=walk, led=led)
    found = _up_to(session, matching, most + 1)
    return min(found, most), found > most


def neighbour_of(
    session: Session,
    where: QueueFilter,
    profile: Profile,
    comment_id: int | None,
    *,
    forward: bool,
) -> int | None:
    """The match next to a comment's place in the order, whether or not it matches itself."""
    order = _order(where)
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


def still_in(session: Session, queue: str, ids: Sequence[int]) -> set[int]:
    """Those of these comments that are in ``queue``."""
    here = _ENTRY.comment_id.in_(ids), _ENTRY.queue == queue
    return set(session.scalars(select(_ENTRY.comment_id).where(*here)))


def counts_by_queue(session: Session, article: str | None) -> dict[str, int]:
    """How many comments are in each queue of the cache."""
    statement = select(QueueCountTable.queue, func.sum(QueueCountTable.comments)).group_by(
        QueueCountTable.queue
    )
    if article is not None:
        statement = statement.where(
            QueueCountTable.article_id.in_(_articles(QueueFilter(article_id=article)))
        )
    return {queue: int(count) for queue, count in session.execute(statement)}


def lines(session: Session, ids: Sequence[int]) -> list[Any]:
    """What a list shows of these comments, in the order of ``ids``."""
    rows = session.execute(
        select(
            _ENTRY.comment_id,
            _ENTRY.state,
            _ENTRY.queue,
            _ENTRY.machine,
            _ENTRY.edited,
            _ENTRY.priority,
            CommentTable.platform_id,
            CommentTable.position,
            CommentTable.author,
            CommentTable.created_at,
            ArticleTable.platform_id.label("article_id"),
            ArticleTable.title,
            # Some room for escapes (see columns.storable), cut to size after reading.
            func.substr(CommentTextTable.text, 1, 2 * EXCERPT_CHARACTERS).label("excerpt"),
        )
        .join(CommentTable, CommentTable.id == _ENTRY.comment_id)
        .join(ArticleTable, ArticleTable.id == _ENTRY.article_id)
        .outerjoin(CommentTextTable, CommentTextTable.id == _ENTRY.text_id)
        .where(_ENTRY.comment_id.in_(ids))
    )
    by_id = {row.comment_id: row for row in rows}
    return [by_id[number] for number in ids if number in by_id]


def answers(session: Session, ids: Sequence[int]) -> dict[int, list[Any]]:
    """The newest combined answers (label, status, probability) of these comments."""
    found: dict[int, list[Any]] = {number: [] for number in ids}
    for row in session.execute(
        select(_LABEL.comment_id, _LABEL.label, _LABEL.status, _LABEL.probability)
        .where(_LABEL.comment_id.in_(ids))
        .order_by(_LABEL.comment_id, _LABEL.label)
    ):
        found[row.comment_id].append(row)
    return found


def article_counts(session: Session, *, limit: int | None) -> list[Any]:
    """Articles with their comments, those waiting, decided and unscored; most waiting first."""
    counted = QueueCountTable

    def of(*queues: str) -> ColumnElement[int]:
        return func.sum(case((counted.queue.in_(queues), counted.comments), else_=0))

    counts = (
        select(
            counted.article_id,
            func.sum(counted.comments).label("comments"),
            of(*_WAITING).label("waiting"),
            of(Queue.DECIDED.value).label("decided"),
            of("unscored").label("unscored"),
        )
        .group_by(counted.article_id)
        .subquery()
    )
    zero = func.coalesce
    return list(
        session.execute(
            select(
                ArticleTable.platform_id,
                ArticleTable.title,
                ArticleTable.section,
                ArticleTable.published_at,
                zero(counts.c.comments, 0).label("comments"),
                zero(counts.c.waiting, 0).label("waiting"),
                zero(counts.c.decided, 0).label("decided"),
                zero(counts.c.unscored, 0).label("unscored"),
            )
            .outerjoin(counts, counts.c.article_id == ArticleTable.id)
            .order_by(
                zero(counts.c.waiting, 0).desc(),
                zero(counts.c.comments, 0).desc(),
                ArticleTable.title,
                ArticleTable.id,
            )
            .limit(limit)
        )
    )


def in_range(answer: Recommendation, threshold: Threshold) -> ColumnElement[bool]:
    """The scores for which ``threshold`` gives ``answer``, as a condition on an index."""
    score = _LABEL.probability
    if answer is Recommendation.UNSUPPORTED:
        return score.is_(None)
    if answer is Recommendation.FLAG:
        return score >= threshold.flag_at
    if answer is Recommendation.CLEAR:
        return score < threshold.clear_below
    return and_(score >= threshold.clear_below, score < threshold.flag_at)


def _order(where: QueueFilter) -> _Order:
    if where.sort is Sort.SCORE and where.label is not None:
        return _Order((_LABEL.probability, _LABEL.comment_id), descending=True)
    if where.sort is Sort.POSITION:
        return _Order((_ENTRY.article_id, _ENTRY.position, _ENTRY.comment_id), descending=False)
    if where.sort in (Sort.NEWEST, Sort.OLDEST):
        return _Order((_ENTRY.created_at, _ENTRY.comment_id), where.sort is Sort.NEWEST)
    return _Order((_ENTRY.priority, _ENTRY.comment_id), descending=True)


def _sorted(order: _Order, *, forward: bool) -> list[ColumnElement[Any]]:
    down = order.descending is forward
    return [column.desc() if down else column.asc() for column in order.columns]


def _place(
    session: Session, where: QueueFilter, order: _Order, comment_id: int
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
    if not (_by_label(where) or _asks_each(where)):
        return _matching(session, where, profile)
    left = _entries_left(session, where, profile)
    if left <= FEW_TO_ASK:
        # Many texts are met soon on a walk along the order; few lead to their comments.
        walk = not _listed(where, left) or _finds_many(session, where)
        return _matching(session, where, profile, walk=walk, led=walk, few=not walk)
    if where.sort is Sort.SCORE and not _asks_each(where):
        return _matching(session, where, profile)
    # Which are few is asked of what leads: the search or the facet, else the label's answer.
    leading = _without_answer(where) if _asks_each(where) else _unsorted(where)
    walk = _up_to(session, _matching(session, leading, profile), FEW + 1) > FEW
    return _matching(session, where, profile, walk=walk, few=not walk)


def _up_to(session: Session, matching: Select[int], most: int) -> int:
    some = matching.limit(most).subquery()
    return int(session.scalars(select(func.count()).select_from(some)).one())


def _entries_left(session: Session, where: QueueFilter, profile: Profile) -> int:
    """How many comments queue, place, author, days and reports leave; counted a little past
    ``FEW_TO_ASK``, and not at all where an article or author leaves few."""
    if where.article_id is not None or where.author is not None:
        return 0
    entries = replace(_without_answer(where), facet=None, text=None)
    if _only_place(entries):
        return count_of(session, entries, profile)
    return _up_to(session, _matching(session, entries, profile), FEW_TO_ASK + 1)


def _listed(where: QueueFilter, entries: int) -> bool:
    """Whether all that a search finds is listed once, rather than each text searched."""
    return bool(where.text) and entries > FEW


def _finds_many(session: Session, where: QueueFilter) -> bool:
    dialect = session.get_bind().dialect.name
    return _up_to(session, matching_texts(dialect, where.text or ""), FEW + 1) > FEW


def _unsorted(where: QueueFilter) -> QueueFilter:
    """The same filter for counting, in the order that its own index has."""
    return replace(where, sort=Sort.SCORE if _by_label(where) else Sort.PRIORITY)


def _without_answer(where: QueueFilter) -> QueueFilter:
    """The same filter, whatever the label's answer is."""
    return replace(where, recommendation=None, score_min=None, score_max=None, sort=Sort.PRIORITY)


def _by_label(where: QueueFilter) -> bool:
    return where.label is not None and _asks_label(where)


def _only_label(where: QueueFilter) -> bool:
    """Whether an index of the labels' answers knows all that is asked."""
    bare = replace(where, label=None, recommendation=None, score_min=None, score_max=None)
    return _only_place(bare) and where.article_id is None and where.section is None


def _asks_each(where: QueueFilter) -> bool:
    """Whether each comment's text or facets are asked."""
    return where.facet is not None or bool(where.text and where.text.strip())


def _matching(
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
    asks_each = _asks_each(where)
    by_score = _order(where).columns[0].class_ is _LABEL
    if _by_label(where) and not asks_each and not led and (by_score or not walk):
        return _with_answer(session, where, profile)
    conditions = _entry_conditions(session, where)
    if where.queue is not Queue.ALL:
        # As an expression it is no reason to begin with the queue rather than with the search.
        leads = walk or led or not asks_each
        queue = _ENTRY.queue if leads else func.coalesce(_ENTRY.queue, "")
        conditions.append(queue == where.queue.value)
    statement = select(_ENTRY.comment_id)
    if by_score:
        conditions += _label_conditions(where, profile, led=led)
        statement = select(_LABEL.comment_id).join(_ENTRY, _ENTRY.comment_id == _LABEL.comment_id)
    elif _by_label(where):
        said = [_LABEL.comment_id == _ENTRY.comment_id, *_label_conditions(where, profile)]
        conditions.append(select(_LABEL.comment_id).where(*said).correlate(_ENTRY).exists())
    for column, found in _asked_of_each(session, where):
        if walk or (led and column is not _ENTRY.text_id):
            one = found.where(found.selected_columns[0] == column).correlate(_ENTRY)
            conditions.append(one.exists())
        elif led:
            # As an expression it is looked up in the list, and is no way into the entries.
            conditions.append(func.coalesce(column, 0).in_(found))
        elif by_score:
            conditions.append(column.in_(found))
        else:
            # PostgreSQL guesses that a word is in one text of 200, and would walk for a rare one.
            collected = found.cte().prefix_with("MATERIALIZED", dialect="postgresql")
            listed = collected if few else found.subquery()
            statement = statement.join(listed, listed.c[0] == column)
    return statement.where(*conditions)


def _with_answer(session: Session, where: QueueFilter, profile: Profile) -> Select[int]:
    """The comments whose answer for the label matches, from the labels' own index."""
    conditions = [*_label_conditions(where, profile), *_entry_conditions(session, where)]
    needs_entry = len(conditions) > len(_label_conditions(where, profile)) or (
        _order(where).columns[0].class_ is _ENTRY
    )
    statement = select(_LABEL.comment_id).where(*conditions)
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


def _asks_label(where: QueueFilter) -> bool:
    return (
        where.recommendation is not None
        or where.score_min is not None
        or where.score_max is not None
        or where.sort is Sort.SCORE
    )


def _label_conditions(
    where: QueueFilter, profile: Profile, *, led: bool = False
) -> list[ColumnElement[bool]]:
    label = where.label or ""
    # As an expression it is no reason to begin with the label's index.
    conditions = [(func.coalesce(_LABEL.label, "") if led else _LABEL.label) == label]
    if where.queue is not Queue.ALL and not led:
        conditions.append(_LABEL.queue == where.queue.value)
    if where.recommendation is not None:
        conditions.append(in_range(where.recommendation, profile.thresholds[label]))
    if where.score_min is not None:
        conditions.append(_LABEL.probability >= where.score_min)
    if where.score_max is not None:
        conditions.append(_LABEL.probability <= where.score_max)
    if where.sort is Sort.SCORE and where.recommendation is not Recommendation.UNSUPPORTED:
        conditions.append(_LABEL.probability.is_not(None))
    return conditions


def _entry_conditions(session: Session, where: QueueFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if where.article_id is not None:
        # Looked up first: an equality lets an index give the article's comments in order.
        number = session.scalars(_articles(where)).one_or_none()
        conditions.append(_ENTRY.article_id == (-1 if number is None else number))
    elif where.section is not None:
        conditions.append(_ENTRY.article_id.in_(_articles(where)))
    if where.author is not None:
        conditions.append(_ENTRY.author == where.author)
    if where.date_from is not None:
        conditions.append(_ENTRY.created_at >= _midnight(where.date_from))
    if where.date_to is not None:
        conditions.append(_ENTRY.created_at < _midnight(where.date_to) + timedelta(days=1))
        conditions.append(_ENTRY.day.is_not(None))
    if where.report_reason is not None or where.report_label is not None:
        # Beside a search SQLite would try each reported comment for each text that was found.
        alone = not _asks_each(where)
        here = _ENTRY.comment_id if alone else func.coalesce(_ENTRY.comment_id, 0)
        conditions.append(here.in_(_reported(where)))
    return conditions


def _reported(where: QueueFilter) -> Select[int]:
    found = select(ReaderReportTable.comment_id)
    if where.report_reason is not None:
        found = found.where(ReaderReportTable.reason == where.report_reason)
    if where.report_label is not None:
        found = found.where(ReaderReportTable.label == where.report_label)
    return found


def _articles(where: QueueFilter) -> Select[int]:
    statement = select(ArticleTable.id)
    if where.article_id is not None:
        statement = statement.where(ArticleTable.platform_id == where.article_id)
    if where.section is not None:
        statement = statement.where(ArticleTable.section == where.section)
    return statement


def _only_place(where: QueueFilter) -> bool:
    return not (
        (where.label is not None and _asks_label(where))
        or where.facet is not None
        or where.author is not None
        or where.date_from is not None
        or where.date_to is not None
        or (where.text is not None and where.text.strip())
        or where.report_reason is not None
        or where.report_label is not None
    )


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def section_names(session: Session) -> list[str]:
    """The sections that articles name, in alphabetical order."""
    found = select(ArticleTable.section).where(ArticleTable.section.is_not(None)).distinct()
    return sorted(name for name in session.scalars(found) if name)


@dataclass(frozen=True, slots=True)
class Walked:
    """A comment met on a walk through all that match, in reading order."""

    article_id: int
    position: int
    comment_id: int
    analysis_id: int | None
    state: str
    erased: bool


def walk(
    session: Session,
    where: QueueFilter,
    profile: Profile,
    *,
    after: Walked | None,
    limit: int,
) -> list[Walked]:
    """The next matches in reading order behind ``after``."""
    place = (_ENTRY.article_id, _ENTRY.position, _ENTRY.comment_id)
    matching = _matching(session, replace(where, sort=Sort.POSITION), profile, walk=True)
    statement = matching.with_only_columns(*place, _ENTRY.analysis_id, _ENTRY.state, _ENTRY.text_id)
    if after is not None:
        statement = statement.where(
            tuple_(*place) > tuple_(after.article_id, after.position, after.comment_id)
        )
    rows = session.execute(statement.order_by(*place).limit(limit))
    return [
        Walked(
            article_id=row.article_id,
            position=row.position,
            comment_id=row.comment_id,
            analysis_id=row.analysis_id,
            state=row.state,
            erased=row.text_id is None,
        )
        for row in rows
    ]
