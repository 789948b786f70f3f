"""What other programs are known by, what they were answered, and what is sent to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from analysis.storage.columns import Document
from analysis.storage.tables.base import Table


class ApiKeyTable(Table):
    """A program's key, only as its SHA-256. It is revoked, and changes in nothing else."""

    __tablename__ = "api_key"
    __table_args__ = (
        UniqueConstraint("name"),
        UniqueConstraint("sha256"),
        CheckConstraint("per_minute IS NULL OR per_minute >= 1", name="per_minute"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str]
    scopes: Mapped[Any] = mapped_column(Document)
    account: Mapped[str | None]
    per_minute: Mapped[int | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ApiRequestTable(Table):
    """A request under the key that its sender gave it, with what was answered. Append-only.

    Written in the transaction that does it, so that one which arrives again is done once.
    ``body_sha256`` is over the salts in ``hash_salt``; in old rows it is the body's own.
    """

    __tablename__ = "api_request"
    __table_args__ = (UniqueConstraint("caller", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    caller: Mapped[str]
    key: Mapped[str]
    body_sha256: Mapped[str]
    answer: Mapped[Any] = mapped_column(Document)
    done_at: Mapped[datetime]


class WebhookTable(Table):
    """Where decisions are sent. ``position`` is the last decision that was put into its outbox."""

    __tablename__ = "webhook"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    url: Mapped[str]
    adapter: Mapped[str]
    secret: Mapped[str]
    position: Mapped[int]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class WebhookDeliveryTable(Table):
    """The outbox: one decision for one webhook, until it was taken. Nothing of the text."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "decision_id"),
        Index(None, "delivered_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    outcome: Mapped[str]
