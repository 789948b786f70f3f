"""What a filter of the queue asks, as conditions on the queue's cache."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Session

from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.domain.queue_policy import PLACES
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.storage.queue_index.patterns import of_concern
from analysis.storage.tables import (
    ArticleTable,
    QueueEntryTable,
    QueueLabelTable,
    UserReportTable,
)

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable


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


def is_in(column: SQLColumnExpression[str], queue: Queue) -> ColumnElement[bool]:
    """Whether the place in ``column`` is one that ``queue`` lists, as a database can foresee it."""
    return column.in_([place.value for place in PLACES[queue]])


def listed_in(column: SQLColumnExpression[str], queue: Queue) -> ColumnElement[bool]:
    """The same, to be found in the order of an index.

    Several places are written out as the condition of the index that holds them in order spells
    it (see ``tables.queue``): a database uses it only then. As an expression they are no reason to
    ask an index place by place, and to sort what that gives.
    """
    places = PLACES[queue]
    if len(places) == 1:
        return column == places[0].value
    named: list[ColumnElement[str]] = [literal_column(f"'{place.value}'") for place in places]
    return func.coalesce(column, literal_column("''")).in_(named)


def by_label(where: QueueFilter) -> bool:
    """Whether a label's answer or score is asked, or orders the queue."""
    return where.label is not None and _asks_label(where)


def only_label(where: QueueFilter) -> bool:
    """Whether the index of the labels' answers knows all that is asked."""
    bare = replace(where, label=None, recommendation=None, score_min=None, score_max=None)
    anywhere = where.queue is Queue.ALL and where.article_id is None and where.section is None
    return anywhere and only_place(bare)


def asks_each(where: QueueFilter) -> bool:
    """Whether each comment's text or facets are asked."""
    return where.facet is not None or bool(where.text and where.text.strip())


def _asks_label(where: QueueFilter) -> bool:
    return (
        where.recommendation is not None
        or where.score_min is not None
        or where.score_max is not None
        or where.sort is Sort.SCORE
    )


def only_place(where: QueueFilter) -> bool:
    """Whether nothing but queue, article and section is asked, which kept counts know."""
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


def unsorted(where: QueueFilter) -> QueueFilter:
    """The same filter for counting, in the order that its own index has."""
    return replace(where, sort=Sort.SCORE if by_label(where) else Sort.PRIORITY)


def without_answer(where: QueueFilter) -> QueueFilter:
    """The same filter, whatever the label's answer is."""
    return replace(where, recommendation=None, score_min=None, score_max=None, sort=Sort.PRIORITY)


def label_conditions(
    where: QueueFilter, profile: Profile, *, led: bool = False
) -> list[ColumnElement[bool]]:
    """What is asked of the label's answer; with ``led`` the entries lead, not the label's index."""
    label = where.label or ""
    # As an expression it is no reason to begin with the label's index.
    conditions = [(func.coalesce(_LABEL.label, "") if led else _LABEL.label) == label]
    if _below_flags(where):
        conditions.append(_LABEL.probability < profile.thresholds[label].flag_at)
    if where.recommendation is not None:
        conditions.append(in_range(where.recommendation, profile.thresholds[label]))
    if where.score_min is not None:
        conditions.append(_LABEL.probability >= where.score_min)
    if where.score_max is not None:
        conditions.append(_LABEL.probability <= where.score_max)
    if where.sort is Sort.SCORE and where.recommendation is not Recommendation.UNSUPPORTED:
        conditions.append(_LABEL.probability.is_not(None))
    return conditions


def _below_flags(where: QueueFilter) -> bool:
    """Whether the scores that are asked begin below those that flag.

    A comment is unsure where no label of concern flags it; without this a walk down the scores
    would pass all flagged ones first.
    """
    descends = where.sort is Sort.SCORE or where.recommendation is Recommendation.FLAG
    return where.queue is Queue.UNSURE and where.label in of_concern() and descends


def entry_conditions(session: Session, where: QueueFilter) -> list[ColumnElement[bool]]:
    """What is asked of the comment itself: article, section, author, days, readers' reports."""
    conditions: list[ColumnElement[bool]] = []
    if where.article_id is not None:
        # Looked up first: an equality lets an index give the article's comments in order.
        number = session.scalars(articles_of(where)).one_or_none()
        conditions.append(_ENTRY.article_id == (-1 if number is None else number))
    elif where.section is not None:
        conditions.append(_ENTRY.article_id.in_(articles_of(where)))
    if where.author is not None:
        conditions.append(_ENTRY.author == where.author)
    if where.date_from is not None:
        conditions.append(_ENTRY.created_at >= _midnight(where.date_from))
    if where.date_to is not None:
        conditions.append(_ENTRY.created_at < _midnight(where.date_to) + timedelta(days=1))
        conditions.append(_ENTRY.day.is_not(None))
    if where.report_reason is not None or where.report_label is not None:
        # Beside a search SQLite would try each reported comment for each text that was found.
        alone = not asks_each(where)
        here = _ENTRY.comment_id if alone else func.coalesce(_ENTRY.comment_id, 0)
        conditions.append(here.in_(_reported(where)))
    return conditions


def articles_of(where: QueueFilter) -> Select[int]:
    """The numbers of the articles that the filter names."""
    statement = select(ArticleTable.id)
    if where.article_id is not None:
        statement = statement.where(ArticleTable.platform_id == where.article_id)
    if where.section is not None:
        statement = statement.where(ArticleTable.section == where.section)
    return statement


def _reported(where: QueueFilter) -> Select[int]:
    statement = select(UserReportTable.comment_id)
    if where.report_reason is not None:
        statement = statement.where(UserReportTable.reason == where.report_reason)
    if where.report_label is not None:
        statement = statement.where(UserReportTable.label == where.report_label)
    return statement


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
