"""What was read: articles, comments, their texts and what was left out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from analysis.storage.columns import Document, OriginalText, PackedDocument
from analysis.storage.tables.base import Table


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
    """A comment's place and what the platform shows beside it (the votes as last read).

    ``import_id`` is the import that brought it, ``withdrawn`` says that this import was undone:
    the original stays, and nothing shows it.
    """

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("article_id", "platform_id"),
        Index(None, "article_id", "position", "id"),
        Index("ix_comment_replies", "article_id", "parent_platform_id", "position", "id"),
        Index("ix_comment_platform_id", "platform_id", "article_id"),
        Index("ix_comment_shown_import_id", "import_id", "withdrawn", "id"),
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
    import_id: Mapped[int | None]
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())


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
    """A text that was removed on a lawful request: its hash, who, why, when. Append-only.

    ``sha256`` is over ``salt`` and the text's own hash (see ``erased_sha256``), so that no list of
    hashes of likely texts finds it; without a salt, in old rows, it is the text's own.
    """

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
    salt: Mapped[str | None]


class ImportTable(Table):
    """One import (a batch): begun, then finished with what it counted, or undone.

    ``digest`` is a hash of the file (over the salt in ``hash_salt``; in old rows its SHA-256
    itself), ``options`` how it was read, ``columns`` what was read as what. ``counts`` name the
    batch that it replaces, too, where it is another reading of the same file.
    """

    __tablename__ = "import_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    format: Mapped[str]
    person: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    counts: Mapped[Any] = mapped_column(Document)
    notes: Mapped[Any] = mapped_column(Document)
    state: Mapped[str] = mapped_column(default="finished", server_default="finished")
    path: Mapped[str | None]
    digest: Mapped[str | None]
    options: Mapped[Any] = mapped_column(Document, nullable=True)
    columns: Mapped[Any] = mapped_column(Document, nullable=True)


class HashSaltTable(Table):
    """What the hash of a row ``number`` of a table ``kind`` was made with; goes by an erasure.

    Without it nobody can tell whether a guessed text is what was hashed. ``comment_id`` is the
    comment that it goes with; a hash over several comments has a salt for each.
    """

    __tablename__ = "hash_salt"
    __table_args__ = (Index(None, "kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    number: Mapped[int]
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    salt: Mapped[str]


class ExportTable(Table):
    """An export that was written: who, when, to which file, and which comments. Append-only.

    ``comments`` are their numbers in ascending order, each as the step from the one before.
    """

    __tablename__ = "export_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    format: Mapped[str]
    person: Mapped[str]
    written_at: Mapped[datetime]
    comments: Mapped[Any] = mapped_column(PackedDocument)


class QuarantineTable(Table):
    """A record that could not be read: file, position, reason; resolved when it could, later."""

    __tablename__ = "quarantine"
    __table_args__ = (UniqueConstraint("file", "position", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    position: Mapped[str]
    reason: Mapped[str]
    seen_at: Mapped[datetime]
    import_id: Mapped[int | None]
    resolved_at: Mapped[datetime | None]
