"""What a list of comments shows, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from analysis.domain.queue_policy import WAITING, Place, Queue
from analysis.domain.review import QueueFilter
from analysis.storage.queue_index.filters import articles_of, listed_in
from analysis.storage.queue_index.patterns import severe_facets
from analysis.storage.tables import (
    ArticleTable,
    CommentTable,
    CommentTextTable,
    QueueCountTable,
    QueueEntryTable,
    QueueFacetTable,
    QueueLabelTable,
)

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable
_FACET = QueueFacetTable


EXCERPT_CHARACTERS = 280
"""How much of a text a line of a list holds: about two lines on screen."""


def still_in(session: Session, queue: Queue, ids: Sequence[int]) -> set[int]:
    """Those of these comments that are in ``queue``."""
    here = _ENTRY.comment_id.in_(ids), listed_in(_ENTRY.queue, queue)
    return set(session.scalars(select(_ENTRY.comment_id).where(*here)))


def counts_by_queue(session: Session, article: str | None) -> dict[str, int]:
    """How many comments are in each queue of the cache."""
    statement = select(QueueCountTable.queue, func.sum(QueueCountTable.comments)).group_by(
        QueueCountTable.queue
    )
    if article is not None:
        statement = statement.where(
            QueueCountTable.article_id.in_(articles_of(QueueFilter(article_id=article)))
        )
    return {queue: int(count) for queue, count in session.execute(statement)}


def lines(session: Session, ids: Sequence[int], *, whole: bool = False) -> list[Any]:
    """What a list shows of these comments, in the order of ``ids``.

    ``excerpt`` is some more than a line holds, so that what is cut can be told; with ``whole`` it
    is the text, in which a search has its hits.
    """
    body = CommentTextTable.text
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
            (body if whole else func.substr(body, 1, 2 * EXCERPT_CHARACTERS)).label("excerpt"),
        )
        .join(CommentTable, CommentTable.id == _ENTRY.comment_id)
        .join(ArticleTable, ArticleTable.id == _ENTRY.article_id)
        .outerjoin(CommentTextTable, CommentTextTable.id == _ENTRY.text_id)
        .where(_ENTRY.comment_id.in_(ids))
    )
    by_id = {row.comment_id: row for row in rows}
    return [by_id[number] for number in ids if number in by_id]


def answers(session: Session, ids: Sequence[int]) -> dict[int, list[Any]]:
    """The newest combined answers (label, status, probability, ``highest``) of these comments;
    ``highest`` says that the highest degree of the label was named."""
    by_comment: dict[int, list[Any]] = {number: [] for number in ids}
    named = select(_FACET.comment_id).where(
        _FACET.comment_id == _LABEL.comment_id,
        _FACET.label == _LABEL.label,
        _FACET.facet.in_(sorted(set(severe_facets().values()))),
    )
    for row in session.execute(
        select(
            _LABEL.comment_id,
            _LABEL.label,
            _LABEL.status,
            _LABEL.probability,
            named.correlate(_LABEL).exists().label("highest"),
        )
        .where(_LABEL.comment_id.in_(ids))
        .order_by(_LABEL.comment_id, _LABEL.label)
    ):
        by_comment[row.comment_id].append(row)
    return by_comment


def article_counts(session: Session, *, limit: int | None) -> list[Any]:
    """Articles with their comments, those waiting, decided and unscored; most waiting first."""
    counted = QueueCountTable

    def of(*queues: str) -> ColumnElement[int]:
        return func.sum(case((counted.queue.in_(queues), counted.comments), else_=0))

    counts = (
        select(
            counted.article_id,
            func.sum(counted.comments).label("comments"),
            of(*(queue.value for queue in WAITING)).label("waiting"),
            of(Queue.DECIDED.value).label("decided"),
            of(Place.UNSCORED.value).label("unscored"),
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


def section_names(session: Session) -> list[str]:
    """The sections that articles name, in alphabetical order."""
    statement = select(ArticleTable.section).where(ArticleTable.section.is_not(None)).distinct()
    return sorted(name for name in session.scalars(statement) if name)
