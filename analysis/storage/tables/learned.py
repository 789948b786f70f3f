"""What a site has learned: the versions of its own heads, and what each change of a version did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from analysis.storage.columns import Document, OriginalText, PackedDocument
from analysis.storage.tables.base import Table


class SiteHeadsTable(Table):
    """One published version of the site's own heads. Append-only; a setting says which is used.

    ``body`` holds the weights, ``learned_from`` the numbers of the comments they were fitted on,
    ``annotation_sets`` the sets whose judgements taught them.
    """

    __tablename__ = "site_heads"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest_length"),)

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    model: Mapped[str]
    model_digest: Mapped[str]
    digest: Mapped[str]
    annotation_sets: Mapped[Any] = mapped_column(Document)
    learned_from: Mapped[Any] = mapped_column(PackedDocument)
    person: Mapped[str]
    reason: Mapped[str] = mapped_column(OriginalText)
    created_at: Mapped[datetime]
    body: Mapped[Any] = mapped_column(PackedDocument)


class ChangeReportTable(Table):
    """What a new profile, combination, set of heads or run changed. Append-only.

    ``version_before`` and ``version_after`` are names as people read them.
    """

    __tablename__ = "change_report"
    __table_args__ = (
        CheckConstraint("kind IN ('profile', 'combination', 'heads', 'run')", name="kind"),
        Index(None, "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    version_before: Mapped[str]
    version_after: Mapped[str]
    person: Mapped[str]
    reason: Mapped[str] = mapped_column(OriginalText)
    created_at: Mapped[datetime]
    body: Mapped[Any] = mapped_column(PackedDocument)
