"""The tables, in the words of the house. What may change is said at each; the rest may not.

``guards`` holds what no column can say: triggers that keep originals and judgements as they were
written, and the search index.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from analysis.storage.columns import Document, OriginalText, PackedDocument, UtcTime


class Table(DeclarativeBase):
    """The common base; its naming convention lets migrations name every constraint."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: OriginalText, datetime: UtcTime}  # noqa: RUF012 (SQLAlchemy's name)


# What was read ------------------------------------------------------------------------------


class ArticleTable(Table):
    """An article or page; what a later reading adds to it (a title, paragraphs) is filled in."""

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(OriginalText, default="")
    url: Mapped[str | None] = mapped_column(OriginalText)
    section: Mapped[str | None] = mapped_column(index=True)
    published_at: Mapped[datetime | None]
    paragraphs: Mapped[Any] = mapped_column(Document, default=list)


class CommentTable(Table):
    """A comment's place and what the platform shows beside it (the votes as last read)."""

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("article_id", "platform_id"),
        Index(None, "article_id", "position", "id"),
        Index("ix_comment_replies", "article_id", "parent_platform_id", "position", "id"),
        Index("ix_comment_platform_id", "platform_id", "article_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    platform_id: Mapped[str]
    position: Mapped[int]
    parent_platform_id: Mapped[str | None]
    author: Mapped[str | None] = mapped_column(OriginalText)
    created_at: Mapped[datetime | None]
    votes_up: Mapped[int | None]
    votes_down: Mapped[int | None]
    votes_score: Mapped[int | None]
    platform_status: Mapped[str | None]


class CommentTextTable(Table):
    """The original, once per revision. Write-once; goes only by an erasure, text and all."""

    __tablename__ = "comment_text"
    __table_args__ = (
        UniqueConstraint("comment_id", "revision"),
        CheckConstraint("revision >= 1", name="revision_from_one"),
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    revision: Mapped[int]
    text: Mapped[str] = mapped_column(OriginalText)
    sha256: Mapped[str]
    read_at: Mapped[datetime]


class CommentRawTable(Table):
    """The record a revision was read from. Write-once like the text, and erased with it."""

    __tablename__ = "comment_raw"

    text_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    record: Mapped[Any] = mapped_column(PackedDocument)


class ErasureTable(Table):
    """A text that was removed on a lawful request: its hash, who, why, when. Append-only."""

    __tablename__ = "erasure"
    __table_args__ = (UniqueConstraint("comment_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    revision: Mapped[int]
    sha256: Mapped[str]
    read_at: Mapped[datetime]
    person: Mapped[str]
    reason: Mapped[str]
    erased_at: Mapped[datetime]


class ImportTable(Table):
    """One import and what it counted; written when it ends."""

    __tablename__ = "import_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    format: Mapped[str]
    person: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    counts: Mapped[Any] = mapped_column(Document)
    notes: Mapped[Any] = mapped_column(Document)


class QuarantineTable(Table):
    """A record that could not be read: file, position, reason."""

    __tablename__ = "quarantine"
    __table_args__ = (UniqueConstraint("file", "position", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    position: Mapped[str]
    reason: Mapped[str]
    seen_at: Mapped[datetime]


# What the pipeline said ---------------------------------------------------------------------


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


# What people did ----------------------------------------------------------------------------


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


class ReaderReportTable(Table):
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
    """Who is looking at a comment, until when. Comes and goes."""

    __tablename__ = "claim"

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id"), primary_key=True, autoincrement=False
    )
    person: Mapped[str]
    expires_at: Mapped[datetime]


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


# Who is who ---------------------------------------------------------------------------------


class AccountTable(Table):
    """A person who may sign in; the password only as an Argon2 hash."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("role IN ('moderator', 'manager', 'researcher', 'admin')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    password_hash: Mapped[str | None]
    disabled: Mapped[bool]
    created_at: Mapped[datetime]


class SessionTable(Table):
    """A sign-in that holds until it ends; the token only as its SHA-256."""

    __tablename__ = "session"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


# What people say the labels are -------------------------------------------------------------


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
        CheckConstraint("verdict IN ('confirm', 'reject', 'add')", name="verdict"),
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


NO_TIME = datetime(1900, 1, 1, tzinfo=UTC)
"""Stands for "no time given" where a queue is sorted by time: older than any comment."""


# The queue: worked out from all of the above, rebuilt at any time ----------------------------


class QueueEntryTable(Table):
    """A comment's place in the queues. A cache: ``rebuild`` makes the same from the rest.

    ``pattern`` has one letter per label in the order of the labels' keys (see ``pattern``),
    ``machine`` the queue that the pipeline's answers put it in, ``queue`` where it is after what
    people decided and readers reported, ``priority`` the highest probability of a label of concern
    plus the readers whose reports wait for an answer. A comment without a time has ``NO_TIME`` and
    no ``day``, so that both databases sort it alike.
    """

    __tablename__ = "queue_entry"
    __table_args__ = (
        Index("ix_queue_entry_by_priority", "queue", "priority", "comment_id"),
        Index("ix_queue_entry_by_time", "queue", "created_at", "comment_id"),
        Index("ix_queue_entry_by_place", "queue", "article_id", "position", "comment_id"),
        Index("ix_queue_entry_all_by_priority", "priority", "comment_id"),
        Index("ix_queue_entry_all_by_time", "created_at", "comment_id"),
        Index("ix_queue_entry_all_by_place", "article_id", "position", "comment_id"),
        Index("ix_queue_entry_article_priority", "article_id", "queue", "priority", "comment_id"),
        Index("ix_queue_entry_author", "author", "created_at"),
        Index("ix_queue_entry_machine", "machine", "article_id", "comment_id"),
        Index("ix_queue_entry_text_id", "text_id"),
    )

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id"), primary_key=True, autoincrement=False
    )
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    position: Mapped[int]
    created_at: Mapped[datetime]
    day: Mapped[str | None]
    author: Mapped[str | None] = mapped_column(OriginalText)
    revision: Mapped[int]
    text_id: Mapped[int | None]
    analysis_id: Mapped[int | None]
    pattern: Mapped[str]
    machine: Mapped[str]
    state: Mapped[str]
    last_sequence: Mapped[int]
    edited: Mapped[bool]
    queue: Mapped[str]
    priority: Mapped[float]


class QueueLabelTable(Table):
    """A comment's newest combined answer per label, with its queue and state. Part of the cache."""

    __tablename__ = "queue_label"
    __table_args__ = (
        Index("ix_queue_label_in_queue", "label", "queue", "probability", "comment_id", "state"),
        Index("ix_queue_label_by_score", "label", "probability", "comment_id"),
        {"sqlite_with_rowid": False},
    )

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id"), primary_key=True, autoincrement=False
    )
    label: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    probability: Mapped[float | None]
    queue: Mapped[str]
    state: Mapped[str]


class QueueFacetTable(Table):
    """Which facets were seen in a comment. Part of the cache."""

    __tablename__ = "queue_facet"
    __table_args__ = (Index(None, "comment_id"), {"sqlite_with_rowid": False})

    label: Mapped[str] = mapped_column(primary_key=True)
    facet: Mapped[str] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id"), primary_key=True, autoincrement=False
    )


class QueueCountTable(Table):
    """How many comments of an article are in each queue. Part of the cache."""

    __tablename__ = "queue_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id"), primary_key=True, autoincrement=False
    )
    queue: Mapped[str] = mapped_column(primary_key=True)
    comments: Mapped[int]


class QueueToneTable(Table):
    """How the comments of an article on one day sound, counted as a ``ToneRow`` does it.

    ``day`` is empty for comments without a time. Part of the cache.
    """

    __tablename__ = "queue_tone"
    __table_args__ = ({"sqlite_with_rowid": False},)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id"), primary_key=True, autoincrement=False
    )
    day: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]
    scored: Mapped[int]
    disagreement: Mapped[int]
    civil_disagreement: Mapped[int]
    hostile_disagreement: Mapped[int]
    unsure_disagreement: Mapped[int]
    hostility: Mapped[int]
    generalization: Mapped[int]
    evidence: Mapped[int]
    unsure: Mapped[int]
    unsupported: Mapped[int]


class QueueScoreTable(Table):
    """How many comments have a score of one label in each step (see ``scores``), by outcome.

    ``outcome`` is ``approved`` or ``rejected`` where a person decided on the text as it is now,
    otherwise ``open``. Part of the cache.
    """

    __tablename__ = "queue_score"
    __table_args__ = ({"sqlite_with_rowid": False},)

    label: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    comments: Mapped[int]
