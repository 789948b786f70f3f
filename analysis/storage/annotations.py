"""Annotation sets, their items, and what people said; added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, select
from sqlalchemy.orm import Session

from analysis.domain.annotation import (
    AnnotatedSpan,
    Annotation,
    EvidenceFeedback,
    Feedback,
    Judgement,
    Selection,
)
from analysis.domain.span import Span
from analysis.storage.comments import chunks
from analysis.storage.tables import (
    AnnotationItemTable,
    AnnotationSetTable,
    AnnotationTable,
    EvidenceFeedbackTable,
    QueueEntryTable,
    QueueLabelTable,
)

VOTE, ADJUDICATION, GOLD = "vote", "adjudication", "gold"

_ITEM = AnnotationItemTable
_SAID = AnnotationTable


def add_set(session: Session, **columns: Any) -> int:
    """Start a set (see ``AnnotationSetTable``); its number."""
    number = session.scalar(
        insert(AnnotationSetTable).values(**columns).returning(AnnotationSetTable.id)
    )
    return int(number or 0)


def read_sets(session: Session, set_id: int | None = None) -> list[AnnotationSetTable]:
    """All sets, newest first, or the one that is named."""
    statement = select(AnnotationSetTable).order_by(AnnotationSetTable.id.desc())
    if set_id is not None:
        statement = statement.where(AnnotationSetTable.id == set_id)
    return list(session.scalars(statement))


def set_named(session: Session, name: str) -> int | None:
    """The number of the set with this name."""
    return session.scalar(select(AnnotationSetTable.id).where(AnnotationSetTable.name == name))


def add_items(
    session: Session, set_id: int, chosen: Sequence[tuple[int, int]], selection: Selection
) -> list[int]:
    """Add comments (number, revision) to a set; the items' numbers."""
    if not chosen:
        return []
    return list(
        session.scalars(
            insert(_ITEM).returning(_ITEM.id, sort_by_parameter_order=True),
            [
                {
                    "set_id": set_id,
                    "comment_id": comment_id,
                    "revision": revision,
                    "selection": selection.value,
                }
                for comment_id, revision in chosen
            ],
        )
    )


def items_of(session: Session, set_id: int) -> list[Any]:
    """Number, comment, revision and selection of a set's items, in the order of adding."""
    rows = session.execute(
        select(_ITEM.id, _ITEM.set_id, _ITEM.comment_id, _ITEM.revision, _ITEM.selection)
        .where(_ITEM.set_id == set_id)
        .order_by(_ITEM.id)
    )
    return list(rows)


def item(session: Session, item_id: int) -> Any:
    """One item; ``None`` when there is none."""
    return session.execute(
        select(_ITEM.id, _ITEM.set_id, _ITEM.comment_id, _ITEM.revision, _ITEM.selection).where(
            _ITEM.id == item_id
        )
    ).one_or_none()


def add_annotation(session: Session, *, kind: str, **columns: Any) -> Annotation:
    """Add one judgement (see ``AnnotationTable``) behind the person's earlier ones."""
    same = (
        _SAID.item_id == columns["item_id"],
        _SAID.label == columns["label"],
        _SAID.person == columns["person"],
        _SAID.kind == kind,
    )
    last = session.scalar(select(func.max(_SAID.sequence)).where(*same)) or 0
    row = _SAID(kind=kind, sequence=last + 1, **columns)
    session.add(row)
    session.flush()
    comment_id = session.scalars(select(_ITEM.comment_id).where(_ITEM.id == row.item_id)).one()
    return _annotation(row, comment_id)


def latest(
    session: Session,
    *,
    kind: str,
    set_id: int | None = None,
    item_id: int | None = None,
    person: str | None = None,
) -> list[Annotation]:
    """The judgements that hold: each person's newest per item and label."""
    conditions: list[ColumnElement[bool]] = [_SAID.kind == kind]
    if item_id is not None:
        conditions.append(_SAID.item_id == item_id)
    if person is not None:
        conditions.append(_SAID.person == person)
    newest = (
        select(_SAID.item_id, _SAID.label, _SAID.person, func.max(_SAID.sequence).label("last"))
        .where(*conditions)
        .group_by(_SAID.item_id, _SAID.label, _SAID.person)
        .subquery()
    )
    if set_id is not None:
        conditions.append(_ITEM.set_id == set_id)
    rows = session.execute(
        select(_SAID, _ITEM.comment_id)
        .join(_ITEM, _ITEM.id == _SAID.item_id)
        .join(
            newest,
            and_(
                newest.c.item_id == _SAID.item_id,
                newest.c.label == _SAID.label,
                newest.c.person == _SAID.person,
                newest.c.last == _SAID.sequence,
            ),
        )
        .where(*conditions)
        .order_by(_SAID.item_id, _SAID.id)
    )
    return [_annotation(row, comment_id) for row, comment_id in rows]


def history(session: Session, *, kind: str, item_id: int, person: str) -> list[Annotation]:
    """All that a person has said about an item, in the order of saying."""
    rows = session.execute(
        select(_SAID, _ITEM.comment_id)
        .join(_ITEM, _ITEM.id == _SAID.item_id)
        .where(_SAID.kind == kind, _SAID.item_id == item_id, _SAID.person == person)
        .order_by(_SAID.id)
    )
    return [_annotation(row, comment_id) for row, comment_id in rows]


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
    found: list[tuple[float, int]] = []
    for side, order in ((score >= boundary, score.asc()), (score < boundary, score.desc())):
        rows = session.execute(
            select(score, QueueLabelTable.comment_id)
            .join(QueueEntryTable, QueueEntryTable.comment_id == QueueLabelTable.comment_id)
            .where(QueueLabelTable.label == label, side, not_in_set(set_id))
            .order_by(order, QueueLabelTable.comment_id)
            .limit(limit)
        )
        found += [(abs((p or 0.0) - boundary), number) for p, number in rows]
    return sorted(found)[:limit]


def revisions(session: Session, ids: Sequence[int]) -> list[tuple[int, int]]:
    """Comment and newest revision, in the order of ``ids``."""
    entry = QueueEntryTable
    found: dict[int, int] = {}
    for some in chunks(ids):
        rows = session.execute(
            select(entry.comment_id, entry.revision).where(
                entry.comment_id.in_(some), entry.text_id.is_not(None)
            )
        )
        found |= {row.comment_id: row.revision for row in rows}
    return [(number, found[number]) for number in ids if number in found]


def analysis_numbers(session: Session, ids: Sequence[int]) -> list[int]:
    """The newest analyses of these comments."""
    entry = QueueEntryTable
    rows = session.scalars(
        select(entry.analysis_id).where(entry.comment_id.in_(ids), entry.analysis_id.is_not(None))
    )
    return [number for number in rows if number is not None]


def add_feedback(session: Session, made: EvidenceFeedback, *, revision: int) -> None:
    """Keep a word on a span of evidence."""
    session.execute(
        insert(EvidenceFeedbackTable).values(
            comment_id=made.comment_id,
            revision=revision,
            label=made.label,
            facet=made.facet,
            span_start=made.span.start,
            span_end=made.span.end,
            verdict=made.verdict.value,
            scorer=made.scorer,
            person=made.person,
            created_at=made.created_at,
        )
    )


def read_feedback(session: Session, comment_id: int | None) -> list[EvidenceFeedback]:
    """The words on evidence, of one comment or of all, oldest first."""
    statement = select(EvidenceFeedbackTable).order_by(EvidenceFeedbackTable.id)
    if comment_id is not None:
        statement = statement.where(EvidenceFeedbackTable.comment_id == comment_id)
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


def columns_of(
    *,
    item_id: int,
    label: str,
    judgement: Judgement,
    person: str,
    facets: Sequence[str],
    spans: Sequence[AnnotatedSpan],
    level: int | None,
    note: str,
    at: datetime,
) -> dict[str, Any]:
    """A judgement as the table keeps it."""
    return {
        "item_id": item_id,
        "label": label,
        "judgement": judgement.value,
        "person": person,
        "facets": list(facets),
        "spans": [[s.span.start, s.span.end, s.facet] for s in spans],
        "level": level,
        "note": note,
        "created_at": at,
    }


def _annotation(row: AnnotationTable, comment_id: int) -> Annotation:
    return Annotation(
        id=row.id,
        item_id=row.item_id,
        comment_id=comment_id,
        label=row.label,
        person=row.person,
        judgement=Judgement(row.judgement),
        facets=tuple(row.facets),
        spans=tuple(AnnotatedSpan(Span(start, end), facet) for start, end, facet in row.spans),
        level=row.level,
        note=row.note,
        created_at=row.created_at,
        adjudicates=row.kind == ADJUDICATION,
    )
