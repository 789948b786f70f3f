"""What people did: profiles, decisions, reports, claims, settings, the audit."""

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

from analysis.storage.columns import Document, OriginalText
from analysis.storage.tables.base import Table


class ProfileTable(Table):
    """One published version of the thresholds, or a shadow that is only watched. Append-only."""

    __tablename__ = "profile"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    version: Mapped[int]
    shadow: Mapped[bool]
    thresholds: Mapped[Any] = mapped_column(Document)
    reason: Mapped[str]
    author: Mapped[str]
    created_at: Mapped[datetime | None]


class DecisionTable(Table):
    """One act of one person on one comment. Append-only; state is the fold of these."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("comment_id", "sequence"),
        CheckConstraint(
            "action IN ('approve', 'reject', 'escalate', 'second_opinion', 'undo')", name="action"
        ),
        CheckConstraint("sequence >= 1", name="sequence_from_one"),
        CheckConstraint("replaces IS NULL OR replaces < sequence", name="replaces_earlier"),
        CheckConstraint("action <> 'undo' OR replaces IS NOT NULL", name="undo_names_one"),
        Index(None, "person", "decided_at"),
        Index(None, "person", "id"),
        Index(None, "decided_at", "person", "action"),
        Index(None, "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    sequence: Mapped[int]
    action: Mapped[str]
    person: Mapped[str]
    decided_at: Mapped[datetime]
    reason_code: Mapped[str]
    note: Mapped[str] = mapped_column(OriginalText)
    replaces: Mapped[int | None]
    revision: Mapped[int]
    run_key: Mapped[str | None]
    profile_name: Mapped[str | None]
    profile_version: Mapped[int | None]
    batch_id: Mapped[str | None]
    reports_seen: Mapped[int | None]


class ReviewCommandTable(Table):
    """One command of a front end that was done, under the id that the front end gave it.

    It is written in the transaction that does the command, so that a command that arrives again
    (after a lost answer, a restart, a reload) is answered from here and done once. Append-only.
    """

    __tablename__ = "review_command"
    __table_args__ = (UniqueConstraint("key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    person: Mapped[str]
    kind: Mapped[str]
    comment_id: Mapped[int | None]
    sequence: Mapped[int | None]
    answer: Mapped[Any] = mapped_column(Document)
    done_at: Mapped[datetime]


class UserReportTable(Table):
    """A reader's report of a comment, or a growth of a platform's count of them. Append-only.

    ``reporter`` is a keyed hash that tells readers of one comment apart and nothing else; a count
    has none. An erasure of the comment removes its reports.
    """

    __tablename__ = "reader_report"
    __table_args__ = (
        UniqueConstraint("comment_id", "reporter", "reason"),
        CheckConstraint("people >= 1", name="people_from_one"),
        CheckConstraint("reporter IS NULL OR people = 1", name="a_reporter_is_one"),
        Index(None, "reason", "comment_id"),
        Index(None, "label", "comment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    reason: Mapped[str] = mapped_column(OriginalText)
    label: Mapped[str | None]
    reporter: Mapped[str | None]
    people: Mapped[int]
    reported_at: Mapped[datetime | None]
    read_at: Mapped[datetime]


class ClaimTable(Table):
    """Who is looking at a comment, on which page's walk, until when. Comes and goes."""

    __tablename__ = "claim"

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id"), primary_key=True, autoincrement=False
    )
    person: Mapped[str]
    expires_at: Mapped[datetime]
    walk: Mapped[str | None] = mapped_column(index=True)


class EndedWalkTable(Table):
    """A walk whose page was closed: what of it arrives late holds nothing. Comes and goes."""

    __tablename__ = "ended_walk"

    walk: Mapped[str] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime]


class SettingTable(Table):
    """What a site has chosen: reason codes, rules switched off, word lists. Audited."""

    __tablename__ = "site_setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Document)


class AuditEventTable(Table):
    """Who did what, when, under which run and profile. Append-only."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index(None, "at"),
        Index(None, "person", "at"),
        Index(None, "action", "at"),
        Index(None, "comment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str]
    action: Mapped[str]
    comment_id: Mapped[int | None]
    run_key: Mapped[str | None]
    profile_name: Mapped[str | None]
    profile_version: Mapped[int | None]
    detail: Mapped[Any] = mapped_column(Document)
