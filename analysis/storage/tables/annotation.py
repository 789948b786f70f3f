"""What people say the labels are: sets, items, annotations, feedback on passages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from analysis.storage.columns import Document, OriginalText
from analysis.storage.tables.base import Table


class AnnotationSetTable(Table):
    """A piece of annotation work. Append-only."""

    __tablename__ = "annotation_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    labels: Mapped[Any] = mapped_column(Document)
    guideline: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime]


class AnnotationItemTable(Table):
    """A comment in a set, with how it was chosen. Append-only."""

    __tablename__ = "annotation_item"
    __table_args__ = (UniqueConstraint("set_id", "comment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("annotation_set.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    revision: Mapped[int]
    selection: Mapped[str]


class AnnotationTable(Table):
    """One person's judgement of one label of one item. Append-only; the latest holds.

    ``kind`` tells a vote from a settling one and from the known answer of a gold item.
    """

    __tablename__ = "annotation"
    __table_args__ = (
        UniqueConstraint("item_id", "label", "person", "kind", "sequence"),
        CheckConstraint("kind IN ('vote', 'adjudication', 'gold')", name="kind"),
        CheckConstraint("judgement IN ('yes', 'no', 'skip')", name="judgement"),
        CheckConstraint("level IS NULL OR level BETWEEN 0 AND 3", name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("annotation_item.id"))
    label: Mapped[str]
    person: Mapped[str]
    kind: Mapped[str]
    sequence: Mapped[int]
    judgement: Mapped[str]
    facets: Mapped[Any] = mapped_column(Document)
    spans: Mapped[Any] = mapped_column(Document)
    level: Mapped[int | None]
    note: Mapped[str] = mapped_column(OriginalText)
    created_at: Mapped[datetime]


class EvidenceFeedbackTable(Table):
    """A moderator's word on a span of evidence. Append-only; the latest on a span holds."""

    __tablename__ = "evidence_feedback"
    __table_args__ = (
        CheckConstraint("verdict IN ('confirm', 'reject', 'add', 'withdraw')", name="verdict"),
        CheckConstraint("span_start >= 0 AND span_end > span_start", name="span"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    revision: Mapped[int]
    label: Mapped[str]
    facet: Mapped[str]
    span_start: Mapped[int]
    span_end: Mapped[int]
    verdict: Mapped[str]
    scorer: Mapped[str]
    person: Mapped[str]
    created_at: Mapped[datetime]
