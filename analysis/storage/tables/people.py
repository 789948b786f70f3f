"""Who is who: accounts, sessions, and attempts to sign in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
)
from sqlalchemy.orm import Mapped, mapped_column

from analysis.storage.tables.base import Table


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
    used_at: Mapped[datetime | None]


class SignInAttemptTable(Table):
    """How often signing in failed for a name and an address, as a hash of them. Comes and goes."""

    __tablename__ = "sign_in_attempt"

    subject: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]
