"""Accounts and their sessions."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from analysis.domain.account import Account, Role
from analysis.domain.errors import BadInput, nearest
from analysis.storage.columns import UtcTime
from analysis.storage.tables import AccountTable, SessionTable


def any_account(session: Session) -> bool:
    """Whether there is an account at all."""
    return session.scalars(select(AccountTable.id).limit(1)).one_or_none() is not None


def read_account(session: Session, name: str) -> Account | None:
    """The account of that name, if there is one."""
    row = session.scalars(select(AccountTable).where(AccountTable.name == name)).one_or_none()
    return None if row is None else Account(row.name, Role(row.role), row.disabled)


def read_accounts(session: Session) -> list[Account]:
    """All accounts by name."""
    rows = session.scalars(select(AccountTable).order_by(AccountTable.name))
    return [Account(row.name, Role(row.role), row.disabled) for row in rows]


def read_password_hash(session: Session, name: str) -> str | None:
    """The stored hash; ``None`` for an unknown name or an account without a password."""
    return session.scalar(select(AccountTable.password_hash).where(AccountTable.name == name))


def existing(session: Session, name: str) -> Account:
    """The account of that name; ``BadInput`` with the nearest name when there is none."""
    account = read_account(session, name)
    if account is None:
        names = [known.name for known in read_accounts(session)]
        raise BadInput(f"There is no account named {name!r}; {nearest(name, names)}.")
    return account


def keep_an_admin(session: Session, name: str) -> None:
    """``BadInput`` when ``name`` is the last admin who can sign in."""
    others = select(func.count()).where(
        AccountTable.role == Role.ADMIN.value,
        AccountTable.disabled.is_(False),
        AccountTable.name != name,
    )
    if existing(session, name).role is Role.ADMIN and not session.scalars(others).one():
        raise BadInput(f"{name!r} is the only admin; make another one first.")


def add_account(
    session: Session, name: str, role: Role, password_hash: str | None, *, at: datetime
) -> None:
    """Add an account."""
    session.execute(
        insert(AccountTable).values(
            name=name,
            role=role.value,
            password_hash=password_hash,
            disabled=False,
            created_at=at,
        )
    )


def change_account(session: Session, name: str, **columns: str | bool) -> None:
    """Set columns of an account: ``role``, ``password_hash`` or ``disabled``."""
    session.execute(update(AccountTable).where(AccountTable.name == name).values(**columns))


def add_session(
    session: Session, name: str, token_sha256: str, *, at: datetime, ends: datetime
) -> None:
    """Open a session."""
    account = session.scalars(select(AccountTable.id).where(AccountTable.name == name)).one()
    session.execute(
        insert(SessionTable).values(
            token_sha256=token_sha256,
            account_id=account,
            created_at=at,
            expires_at=ends,
            used_at=at,
        )
    )


def account_of_session(
    session: Session, token_sha256: str, *, at: datetime, idle: timedelta | None = None
) -> tuple[Account, datetime] | None:
    """The account behind a session that has not ended, and when the session was last used.

    With ``idle`` a session that nobody used for as long has ended too.
    """
    used_at = func.coalesce(SessionTable.used_at, SessionTable.created_at, type_=UtcTime)
    conditions = [
        SessionTable.token_sha256 == token_sha256,
        SessionTable.expires_at > at,
        AccountTable.disabled.is_(False),
    ]
    if idle is not None:
        conditions.append(used_at > at - idle)
    row = session.execute(
        select(AccountTable, used_at)
        .join(SessionTable, SessionTable.account_id == AccountTable.id)
        .where(*conditions)
    ).one_or_none()
    if row is None:
        return None
    account, last_used = row
    return Account(account.name, Role(account.role), account.disabled), last_used


def note_use(session: Session, token_sha256: str, *, at: datetime) -> None:
    """Note that a session was used."""
    session.execute(
        update(SessionTable).where(SessionTable.token_sha256 == token_sha256).values(used_at=at)
    )


def end_session(session: Session, token_sha256: str) -> None:
    """End one session."""
    session.execute(delete(SessionTable).where(SessionTable.token_sha256 == token_sha256))


def end_of_session(session: Session, token_sha256: str, *, at: datetime) -> datetime | None:
    """When a session ends that has not ended yet."""
    return session.scalar(
        select(SessionTable.expires_at).where(
            SessionTable.token_sha256 == token_sha256, SessionTable.expires_at > at
        )
    )


def end_sessions(session: Session, name: str, *, but: str | None = None) -> None:
    """End all sessions of an account, but the one with this token's hash."""
    account = select(AccountTable.id).where(AccountTable.name == name).scalar_subquery()
    ended = delete(SessionTable).where(SessionTable.account_id == account)
    if but is not None:
        ended = ended.where(SessionTable.token_sha256 != but)
    session.execute(ended)


def end_all_sessions(session: Session) -> int:
    """End every session of everybody; how many there were."""
    return len(session.scalars(delete(SessionTable).returning(SessionTable.token_sha256)).all())


def drop_ended_sessions(session: Session, *, at: datetime) -> None:
    """Forget sessions whose time is over."""
    session.execute(delete(SessionTable).where(SessionTable.expires_at <= at))
