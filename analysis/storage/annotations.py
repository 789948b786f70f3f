"""What people judged, item by item; added, never changed. The newest holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from analysis.domain.annotation import Annotation
from analysis.domain.judgement import AnnotatedSpan, Answer, Judgement, JudgementKind
from analysis.domain.span import Span
from analysis.storage import chain
from analysis.storage.tables import AnnotationItemTable, AnnotationTable

_ITEM = AnnotationItemTable
_ANNOTATION = AnnotationTable
_Rows = Select[AnnotationTable, int]


def add_annotation(
    session: Session, item_id: int, judgement: Judgement, *, at: datetime
) -> Annotation:
    """Add a judgement behind the same person's earlier ones of its kind."""
    last = session.scalar(
        select(func.max(_ANNOTATION.sequence)).where(
            _ANNOTATION.item_id == item_id,
            _ANNOTATION.label == judgement.label,
            _ANNOTATION.person == judgement.person,
            _ANNOTATION.kind == judgement.kind.value,
        )
    )
    row = _ANNOTATION(
        item_id=item_id,
        label=judgement.label,
        person=judgement.person,
        kind=judgement.kind.value,
        sequence=(last or 0) + 1,
        judgement=judgement.answer.value,
        facets=list(judgement.facets),
        spans=[[s.span.start, s.span.end, s.facet] for s in judgement.spans],
        level=judgement.level,
        note=judgement.note,
        created_at=at,
    )
    session.add(row)
    session.flush()
    chain.append_stored(session, chain.Kind.ANNOTATION, [row.id])
    comment_id = session.scalars(select(_ITEM.comment_id).where(_ITEM.id == item_id)).one()
    return _annotation(row, comment_id)


def latest_of_set(
    session: Session, set_id: int, *, kind: JudgementKind, person: str | None = None
) -> list[Annotation]:
    """The judgements of a set that hold: each person's newest per item and label."""
    return _read(session, _latest(kind, person).where(_ITEM.set_id == set_id))


def latest_of_item(
    session: Session, item_id: int, *, kind: JudgementKind, person: str | None = None
) -> list[Annotation]:
    """The judgements of one item that hold: each person's newest per label."""
    return _read(session, _latest(kind, person).where(_ANNOTATION.item_id == item_id))


def history(
    session: Session, item_id: int, *, kind: JudgementKind, person: str
) -> list[Annotation]:
    """All that a person has said about an item, in the order of saying."""
    statement = _annotations().where(
        _ANNOTATION.kind == kind.value,
        _ANNOTATION.item_id == item_id,
        _ANNOTATION.person == person,
    )
    return _read(session, statement.order_by(_ANNOTATION.id))


def newest_by_place(annotations: Iterable[Annotation]) -> dict[tuple[int, str], Annotation]:
    """By item and label, the newest annotation of anybody, by when it was said."""
    return {(a.item_id, a.label): a for a in sorted(annotations, key=lambda a: (a.at, a.id))}


def _latest(kind: JudgementKind, person: str | None) -> _Rows:
    later = aliased(_ANNOTATION)
    # By the index of the table's one unique key, so that no set pays for another's judgements.
    replaced = exists().where(
        later.item_id == _ANNOTATION.item_id,
        later.label == _ANNOTATION.label,
        later.person == _ANNOTATION.person,
        later.kind == _ANNOTATION.kind,
        later.sequence > _ANNOTATION.sequence,
    )
    statement = _annotations().where(_ANNOTATION.kind == kind.value, ~replaced)
    if person is not None:
        statement = statement.where(_ANNOTATION.person == person)
    return statement.order_by(_ANNOTATION.item_id, _ANNOTATION.id)


def _annotations() -> _Rows:
    return select(_ANNOTATION, _ITEM.comment_id).join(_ITEM, _ITEM.id == _ANNOTATION.item_id)


def _read(session: Session, statement: _Rows) -> list[Annotation]:
    rows: Iterable[Row[AnnotationTable, int]] = session.execute(statement)
    return [_annotation(row, comment_id) for row, comment_id in rows]


def _annotation(row: AnnotationTable, comment_id: int) -> Annotation:
    return Annotation(
        id=row.id,
        item_id=row.item_id,
        comment_id=comment_id,
        label=row.label,
        person=row.person,
        answer=Answer(row.judgement),
        kind=JudgementKind(row.kind),
        facets=tuple(row.facets),
        spans=tuple(AnnotatedSpan(Span(start, end), facet) for start, end, facet in row.spans),
        level=row.level,
        note=row.note,
        at=row.created_at,
    )
