"""Write down who did what, in the same transaction as the act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from analysis.domain.profile import Profile
from analysis.storage.tables import AuditEventTable


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def log(
    session: Session,
    person: str,
    action: str,
    *,
    comment_id: int | None = None,
    run_key: str | None = None,
    profile: Profile | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add one event; ``detail`` must not hold comment text."""
    session.execute(
        insert(AuditEventTable).values(
            at=now(),
            person=person,
            action=action,
            comment_id=comment_id,
            run_key=run_key,
            profile_name=profile.name if profile else None,
            profile_version=profile.version if profile else None,
            detail=dict(detail or {}),
        )
    )
