"""What moderators say about passages of evidence; added, never changed."""

from __future__ import annotations

from sqlalchemy import and_, insert, select
from sqlalchemy.orm import Session, aliased

from analysis.domain.annotation import EvidenceFeedback, Feedback
from analysis.domain.span import Span
from analysis.storage import chain
from analysis.storage.tables import CommentTextTable, EvidenceFeedbackTable, QueueEntryTable


def add_feedback(session: Session, feedback: EvidenceFeedback, *, revision: int) -> None:
    """Keep a word on a span of evidence."""
    number = session.scalars(
        insert(EvidenceFeedbackTable)
        .values(
            comment_id=feedback.comment_id,
            revision=revision,
            label=feedback.label,
            facet=feedback.facet,
            span_start=feedback.span.start,
            span_end=feedback.span.end,
            verdict=feedback.verdict.value,
            scorer=feedback.scorer,
            person=feedback.person,
            created_at=feedback.created_at,
        )
        .returning(EvidenceFeedbackTable.id)
    ).one()
    chain.append_stored(session, chain.Kind.FEEDBACK, [number])


def read_feedback(session: Session, comment_id: int | None) -> list[EvidenceFeedback]:
    """The words on evidence, of one comment or of all, oldest first.

    Those on a text that stands now: after an edit their spans are of other words.
    """
    table, entry = EvidenceFeedbackTable, QueueEntryTable
    then, now = aliased(CommentTextTable), aliased(CommentTextTable)
    statement = (
        select(table)
        .join(then, and_(then.comment_id == table.comment_id, then.revision == table.revision))
        .join(entry, entry.comment_id == table.comment_id)
        .join(now, and_(now.id == entry.text_id, now.sha256 == then.sha256))
        .order_by(table.id)
    )
    if comment_id is not None:
        statement = statement.where(table.comment_id == comment_id)
    return [
        EvidenceFeedback(
            comment_id=row.comment_id,
            label=row.label,
            facet=row.facet,
            span=Span(row.span_start, row.span_end),
            verdict=Feedback(row.verdict),
            scorer=row.scorer,
            person=row.person,
            created_at=row.created_at,
        )
        for row in session.scalars(statement)
    ]
