"""Write down who did what, in the same transaction as the act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from analysis.domain.account import LOCAL
from analysis.domain.audit import SHELL_USER, AuditEvent, AuditFilter
from analysis.domain.profile import Profile
from analysis.storage import act_log, chain
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
    """Add one event and its link of the chain; ``detail`` must not hold comment text.

    What a command at the shell does under somebody's name is marked with the system's user.
    """
    shell_user = SHELL_USER.get() if person != LOCAL else None
    row = {
        "at": now(),
        "person": person,
        "action": action,
        "comment_id": comment_id,
        "run_key": run_key,
        "profile_name": profile.name if profile else None,
        "profile_version": profile.version if profile else None,
        "detail": {**(detail or {}), **({"shell_user": shell_user} if shell_user else {})},
    }
    number = session.scalars(insert(AuditEventTable).values(**row).returning(_EVENT.id)).one()
    chain.append_rows(session, chain.Kind.AUDIT, [number], [row])
    act_log.remember(session, number, row)


def newest(session: Session, where: AuditFilter, *, offset: int, limit: int) -> list[AuditEvent]:
    """One page of events, newest first."""
    statement = select(_EVENT).where(*_conditions(where)).order_by(_EVENT.id.desc())
    return [_event(row) for row in session.scalars(statement.offset(offset).limit(limit))]


def oldest(session: Session, where: AuditFilter, *, after: int, limit: int) -> list[AuditEvent]:
    """The next events behind number ``after``, in the order in which they happened."""
    statement = select(_EVENT).where(_EVENT.id > after, *_conditions(where))
    return [_event(row) for row in session.scalars(statement.order_by(_EVENT.id).limit(limit))]


def happened(session: Session, action: str, *, since: datetime) -> bool:
    """Whether an event is of this kind and not older than ``since``."""
    matching = select(_EVENT.id).where(_EVENT.action == action, _EVENT.at >= since).limit(1)
    return session.scalar(matching) is not None


def event_numbered(session: Session, number: int) -> AuditEvent | None:
    """The event with this number."""
    row = session.get(_EVENT, number)
    return None if row is None else _event(row)


def count(session: Session, where: AuditFilter) -> int:
    """How many events match."""
    statement = select(func.count()).select_from(_EVENT).where(*_conditions(where))
    return int(session.scalars(statement).one())


def actions(session: Session) -> list[str]:
    """The kinds of events on record."""
    return sorted(session.scalars(select(_EVENT.action).distinct()))


_EVENT = AuditEventTable


def _conditions(where: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if where.person is not None:
        conditions.append(_EVENT.person == where.person)
    if where.action is not None:
        conditions.append(_EVENT.action == where.action)
    if where.comment_id is not None:
        conditions.append(_EVENT.comment_id == where.comment_id)
    if where.date_from is not None:
        conditions.append(_EVENT.at >= datetime.combine(where.date_from, time.min, tzinfo=UTC))
    if where.date_to is not None:
        end = datetime.combine(where.date_to, time.min, tzinfo=UTC) + timedelta(days=1)
        conditions.append(_EVENT.at < end)
    return conditions


def _event(row: AuditEventTable) -> AuditEvent:
    return AuditEvent(
        id=row.id,
        at=row.at,
        person=row.person,
        action=row.action,
        comment_id=row.comment_id,
        run_id=row.run_key,
        profile_name=row.profile_name,
        profile_version=row.profile_version,
        detail=row.detail,
    )
