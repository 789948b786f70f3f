"""Which comments can be put into an annotation set, and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from analysis.storage.comments import chunks
from analysis.storage.tables import AnnotationItemTable, QueueEntryTable, QueueLabelTable

_ITEM = AnnotationItemTable


def not_in_set(set_id: int) -> ColumnElement[bool]:
    """That a comment of the queue's cache can still be put into a set."""
    inside = select(_ITEM.comment_id).where(_ITEM.set_id == set_id)
    entry = QueueEntryTable
    return and_(entry.comment_id.not_in(inside), entry.text_id.is_not(None))


def candidates(session: Session, set_id: int) -> list[int]:
    """The numbers of all comments that the set has not got, in order."""
    statement = select(QueueEntryTable.comment_id).where(not_in_set(set_id))
    return list(session.scalars(statement.order_by(QueueEntryTable.comment_id)))


def nearest_to(
    session: Session, set_id: int, label: str, boundary: float, *, limit: int
) -> list[tuple[float, int]]:
    """The comments whose score for a label is nearest a boundary: distance and number.

    Two walks along the score's index, up and down from the boundary.
    """
    score = QueueLabelTable.probability
    near: list[tuple[float, int]] = []
    for side, order in ((score >= boundary, score.asc()), (score < boundary, score.desc())):
        rows = session.execute(
            select(score, QueueLabelTable.comment_id)
            .join(QueueEntryTable, QueueEntryTable.comment_id == QueueLabelTable.comment_id)
            .where(QueueLabelTable.label == label, side, not_in_set(set_id))
            .order_by(order, QueueLabelTable.comment_id)
            .limit(limit)
        )
        near += [(abs((p or 0.0) - boundary), number) for p, number in rows]
    return sorted(near)[:limit]


def revisions(session: Session, ids: Sequence[int]) -> list[tuple[int, int]]:
    """Comment and newest revision, in the order of ``ids``."""
    entry = QueueEntryTable
    newest: dict[int, int] = {}
    for some in chunks(ids):
        rows = session.execute(
            select(entry.comment_id, entry.revision).where(
                entry.comment_id.in_(some), entry.text_id.is_not(None)
            )
        )
        newest |= {row.comment_id: row.revision for row in rows}
    return [(number, newest[number]) for number in ids if number in newest]


def analysis_numbers(session: Session, ids: Sequence[int]) -> list[int]:
    """The newest analyses of these comments."""
    entry = QueueEntryTable
    rows = session.scalars(
        select(entry.analysis_id).where(entry.comment_id.in_(ids), entry.analysis_id.is_not(None))
    )
    return [number for number in rows if number is not None]
