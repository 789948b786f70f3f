"""Keys of other programs: added, looked up by their hash, revoked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from analysis.domain.api_key import ApiKey, Scope
from analysis.storage.tables import ApiKeyTable


def add_key(session: Session, key: ApiKey, sha256: str) -> None:
    """Keep a new key by the hash of its secret."""
    session.execute(
        insert(ApiKeyTable).values(
            name=key.name,
            sha256=sha256,
            scopes=sorted(scope.value for scope in key.scopes),
            account=key.account,
            per_minute=key.per_minute,
            created_by=key.created_by,
            created_at=key.created_at,
        )
    )


def key_named(session: Session, name: str) -> ApiKey | None:
    """The key of that name, revoked ones included."""
    row = session.scalars(select(ApiKeyTable).where(ApiKeyTable.name == name)).one_or_none()
    return None if row is None else _key(row)


def key_hashed(session: Session, sha256: str) -> ApiKey | None:
    """The key whose secret has this hash, revoked ones included."""
    row = session.scalars(select(ApiKeyTable).where(ApiKeyTable.sha256 == sha256)).one_or_none()
    return None if row is None else _key(row)


def read_keys(session: Session) -> list[ApiKey]:
    """All keys by name."""
    return [_key(row) for row in session.scalars(select(ApiKeyTable).order_by(ApiKeyTable.name))]


def any_key(session: Session) -> bool:
    """Whether there is a key, revoked ones included."""
    return session.scalars(select(ApiKeyTable.id).limit(1)).one_or_none() is not None


def any_key_in_force(session: Session) -> bool:
    """Whether there is a key that is not revoked."""
    valid = select(ApiKeyTable.id).where(ApiKeyTable.revoked_at.is_(None)).limit(1)
    return session.scalars(valid).one_or_none() is not None


def revoke_key(session: Session, name: str, *, at: datetime) -> None:
    """Put a key out of force."""
    session.execute(
        update(ApiKeyTable)
        .where(ApiKeyTable.name == name, ApiKeyTable.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def _key(row: ApiKeyTable) -> ApiKey:
    return ApiKey(
        name=row.name,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        account=row.account,
        per_minute=row.per_minute,
        created_by=row.created_by,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
