"""Annotation sets and the comments in them; added, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, select
from sqlalchemy.orm import Session

from analysis.domain.annotation import AnnotationSet, CountedSet, Selection, SetItem
from analysis.domain.judgement import JudgementKind
from analysis.storage import chain
from analysis.storage.tables import (
    AnnotationItemTable,
    AnnotationSetTable,
    AnnotationTable,
    CommentTextTable,
    QueueEntryTable,
)

_SET, _ITEM, _ANNOTATION = AnnotationSetTable, AnnotationItemTable, AnnotationTable


def add_set(
    session: Session,
    *,
    name: str,
    labels: Sequence[str],
    guideline: str,
    created_by: str,
    created_at: datetime,
) -> int:
    """Start a set; its number."""
    number = session.scalar(
        insert(_SET)
        .values(
            name=name,
            labels=list(labels),
            guideline=guideline,
            created_by=created_by,
            created_at=created_at,
        )
        .returning(_SET.id)
    )
    return int(number or 0)


def read_sets(session: Session) -> list[AnnotationSet]:
    """All sets, newest first."""
    return [_annotation_set(row) for row in session.scalars(select(_SET).order_by(_SET.id.desc()))]


def read_set(session: Session, set_id: int) -> AnnotationSet | None:
    """One set; ``None`` when there is none of this number."""
    row = session.get(_SET, set_id)
    return None if row is None else _annotation_set(row)


def set_named(session: Session, name: str) -> int | None:
    """The number of the set with this name."""
    return session.scalar(select(_SET.id).where(_SET.name == name))


def counted(session: Session, sets: Sequence[AnnotationSet]) -> list[CountedSet]:
    """These sets with their progress, counted in the database: no judgement is loaded.

    Of the comments that can be shown; who has judged others only is named all the same.
    """
    ids = [annotation_set.id for annotation_set in sets]
    per_set = select(_ITEM.set_id, func.count()).where(_ITEM.set_id.in_(ids), _can_be_shown())
    items = dict(session.execute(per_set.group_by(_ITEM.set_id)).all())
    votes = and_(_ANNOTATION.kind == JudgementKind.VOTE.value, _ITEM.set_id.in_(ids))
    answered = (
        select(_ITEM.set_id, _ITEM.id, func.count(_ANNOTATION.label.distinct()).label("labels"))
        .join(_ANNOTATION, _ANNOTATION.item_id == _ITEM.id)
        .where(votes, _can_be_shown())
        .group_by(_ITEM.set_id, _ITEM.id)
        .subquery()
    )
    judged: dict[tuple[int, int], int] = {
        (set_id, labels): count
        for set_id, labels, count in session.execute(
            select(answered.c.set_id, answered.c.labels, func.count()).group_by(
                answered.c.set_id, answered.c.labels
            )
        )
    }
    people: dict[int, list[str]] = defaultdict(list)
    for set_id, person in session.execute(
        select(_ITEM.set_id, _ANNOTATION.person)
        .join(_ANNOTATION, _ANNOTATION.item_id == _ITEM.id)
        .where(votes)
        .distinct()
    ):
        people[set_id].append(person)
    return [
        CountedSet(
            **asdict(of),
            items=items.get(of.id, 0),
            judged=judged.get((of.id, len(of.labels)), 0),
            annotators=tuple(sorted(people[of.id])),
        )
        for of in sets
    ]


def add_items(
    session: Session, set_id: int, chosen: Sequence[tuple[int, int]], selection: Selection
) -> list[int]:
    """Add comments (number, revision) to a set; the items' numbers."""
    if not chosen:
        return []
    numbers = list(
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
    chain.seal(session, chain.Kind.ANNOTATION_ITEM, numbers)
    return numbers


def items_of(session: Session, set_id: int) -> list[SetItem]:
    """A set's items in the order of adding."""
    rows = session.execute(_items().where(_ITEM.set_id == set_id).order_by(_ITEM.id))
    return [_item(row) for row in rows]


def items_shown(session: Session, set_id: int) -> list[SetItem]:
    """Those of a set's items that can be shown to somebody now, in the order of adding."""
    rows = session.execute(
        _items().where(_ITEM.set_id == set_id, _can_be_shown()).order_by(_ITEM.id)
    )
    return [_item(row) for row in rows]


def _can_be_shown() -> ColumnElement[bool]:
    """That an item's text was not erased, nor its comment withdrawn with an undone import."""
    text, entry = CommentTextTable, QueueEntryTable
    same = (text.comment_id == _ITEM.comment_id, text.revision == _ITEM.revision)
    return and_(
        select(text.id).where(*same).correlate(_ITEM).exists(),
        select(entry.comment_id)
        .where(entry.comment_id == _ITEM.comment_id)
        .correlate(_ITEM)
        .exists(),
    )


def items_of_newest_texts(session: Session, set_id: int) -> frozenset[int]:
    """The numbers of a set's items whose comment has not been edited since it was chosen."""
    entry = QueueEntryTable
    same = and_(entry.comment_id == _ITEM.comment_id, entry.revision == _ITEM.revision)
    return frozenset(
        session.scalars(select(_ITEM.id).join(entry, same).where(_ITEM.set_id == set_id))
    )


def read_item(session: Session, item_id: int) -> SetItem | None:
    """One item; ``None`` when there is none."""
    row = session.execute(_items().where(_ITEM.id == item_id)).one_or_none()
    return None if row is None else _item(row)


def item_of_comment(session: Session, set_id: int, comment_id: int) -> SetItem | None:
    """A comment's item in a set; ``None`` when the set has not got it."""
    row = session.execute(
        _items().where(_ITEM.set_id == set_id, _ITEM.comment_id == comment_id)
    ).one_or_none()
    return None if row is None else _item(row)


def open_items(
    session: Session, of: AnnotationSet, *, person: str, after: int = 0, limit: int
) -> list[SetItem]:
    """The next items behind the number ``after`` that ``person`` has not judged in every label."""
    answered = (
        select(func.count(_ANNOTATION.label.distinct()))
        .where(
            _ANNOTATION.item_id == _ITEM.id,
            _ANNOTATION.person == person,
            _ANNOTATION.kind == JudgementKind.VOTE.value,
            _ANNOTATION.label.in_(of.labels),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        _items()
        .where(_ITEM.set_id == of.id, _ITEM.id > after, answered < len(of.labels))
        .order_by(_ITEM.id)
        .limit(limit)
    )
    return [_item(row) for row in rows]


def _items() -> Select[int, int, int, int, str]:
    return select(_ITEM.id, _ITEM.set_id, _ITEM.comment_id, _ITEM.revision, _ITEM.selection)


def _item(row: Row[int, int, int, int, str]) -> SetItem:
    number, set_id, comment_id, revision, selection = row
    return SetItem(number, set_id, comment_id, revision, Selection(selection))


def _annotation_set(row: AnnotationSetTable) -> AnnotationSet:
    return AnnotationSet(
        id=row.id,
        name=row.name,
        labels=tuple(row.labels),
        guideline=row.guideline,
        created_by=row.created_by,
        created_at=row.created_at,
    )
