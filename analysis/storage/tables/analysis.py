"""What the pipeline said: runs, analyses and the answer for each label."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from analysis.storage.columns import Document, PackedDocument
from analysis.storage.tables.base import Table


class RunTable(Table):
    """One pass of one version of the pipeline. ``signature`` is equal for equal versions."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    signature: Mapped[str] = mapped_column(index=True)
    again: Mapped[bool]
    person: Mapped[str]
    started_at: Mapped[datetime]
    info: Mapped[Any] = mapped_column(Document)


class RunEndTable(Table):
    """That a run has gone through everything it set out to score."""

    __tablename__ = "run_end"

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    finished_at: Mapped[datetime]
    counts: Mapped[Any] = mapped_column(Document)


class AnalysisTable(Table):
    """That a run looked at one revision of one comment. Append-only."""

    __tablename__ = "analysis"
    __table_args__ = (
        UniqueConstraint("comment_id", "revision", "run_id"),
        Index(None, "run_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    revision: Mapped[int]
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    language: Mapped[str]


class AnalysisDocumentTable(Table):
    """Findings, evidence, quotes, addressee and parent of one analysis. Append-only.

    An erasure of the comment removes it: reasons may repeat single words of the text.
    """

    __tablename__ = "analysis_document"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    body: Mapped[Any] = mapped_column(PackedDocument)


class LabelResultTable(Table):
    """The combined answer for one label of one analysis, for questions over many. Append-only.

    ``facets`` are the keys of the facets seen, with a space between.
    """

    __tablename__ = "label_result"
    __table_args__ = (
        CheckConstraint("status IN ('scored', 'abstained', 'failed')", name="status"),
        CheckConstraint(
            "(status = 'scored') = (probability IS NOT NULL)", name="probability_when_scored"
        ),
        CheckConstraint("probability BETWEEN 0.0 AND 1.0", name="probability_range"),
        {"sqlite_with_rowid": False},
    )

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id"), primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    probability: Mapped[float | None]
    facets: Mapped[str]
