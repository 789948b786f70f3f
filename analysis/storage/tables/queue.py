"""The queue: worked out from all other tables, rebuilt at any time."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from analysis.storage.columns import OriginalText
from analysis.storage.tables.base import Table

NO_TIME = datetime(1900, 1, 1, tzinfo=UTC)
"""Stands for "no time given" where a queue is sorted by time: older than any comment."""

_UNSCORED = text("machine = 'unscored'")
"""The condition of the index of what is to be scored, as ``analyses.to_score`` spells it."""

_FAILED = text("status = 'failed'")
"""The condition of the index of answers that failed, as ``status.failed`` spells it."""


def _needs_attention(name: str, *columns: str) -> Index:
    """An index of the rows that the queue *Needs attention* lists, in one order of it.

    The condition is spelled as ``queue_index.filters.listed_in`` spells it.
    """
    listed = text("coalesce(queue, '') IN ('flagged', 'reported')")
    return Index(name, *columns, sqlite_where=listed, postgresql_where=listed)


class QueuePatternTable(Table):
    """What a profile makes of a comment's labels, by their keys, each pattern once (see
    ``patterns``). Part of the cache."""

    __tablename__ = "queue_pattern"

    id: Mapped[int] = mapped_column(primary_key=True)
    answers: Mapped[str] = mapped_column(unique=True)


class QueueEntryTable(Table):
    """A comment's place in the queues. A cache: ``rebuild`` makes the same from the rest.

    ``pattern_id`` names what the profile makes of its labels (none when it is not scored),
    ``machine`` the queue that the pipeline's answers put it in, ``queue`` where it is after what
    people decided and readers reported, ``priority`` how urgent it is (``queue_policy.stand``). A
    comment without a time has ``NO_TIME`` and no ``day``, so that both databases sort it alike.
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
        Index(
            "ix_queue_entry_unscored",
            *("article_id", "position", "comment_id"),
            sqlite_where=_UNSCORED,
            postgresql_where=_UNSCORED,
        ),
        Index("ix_queue_entry_text_id", "text_id"),
        Index("ix_queue_entry_by_reading", "queue", "text_id"),
        _needs_attention("ix_queue_entry_attention_by_priority", "priority", "comment_id"),
        _needs_attention("ix_queue_entry_attention_by_time", "created_at", "comment_id"),
        _needs_attention(
            "ix_queue_entry_attention_by_place", "article_id", "position", "comment_id"
        ),
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
    pattern_id: Mapped[int | None]
    machine: Mapped[str]
    state: Mapped[str]
    last_sequence: Mapped[int]
    edited: Mapped[bool]
    queue: Mapped[str]
    priority: Mapped[float]


class QueueLabelTable(Table):
    """A comment's newest combined answer per label. Part of the cache.

    Nothing here follows from thresholds or decisions, so that moving a comment to another queue
    touches one row of ``queue_entry`` and no index of scores.
    """

    __tablename__ = "queue_label"
    __table_args__ = (
        Index("ix_queue_label_by_score", "label", "probability", "comment_id"),
        Index(
            "ix_queue_label_failed",
            *("label", "comment_id"),
            sqlite_where=_FAILED,
            postgresql_where=_FAILED,
        ),
        {"sqlite_with_rowid": False},
    )

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id"), primary_key=True, autoincrement=False
    )
    label: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    probability: Mapped[float | None]


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
    """How many comments of an article on one day add to a measure of tone (see ``tone_measures``).

    ``day`` is empty for comments without a time. Part of the cache.
    """

    __tablename__ = "queue_tone"
    __table_args__ = ({"sqlite_with_rowid": False},)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id"), primary_key=True, autoincrement=False
    )
    day: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    comments: Mapped[int]


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
