"""The site's own heads and the comparisons of before and after: added, never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from analysis.domain.learned import ChangeKind, HeadsVersion, StoredChange
from analysis.storage import chain
from analysis.storage.tables.learned import ChangeReportTable, SiteHeadsTable

_HEADS, _REPORT = SiteHeadsTable, ChangeReportTable


def add_heads(session: Session, published: HeadsVersion, body: Mapping[str, Any]) -> None:
    """Keep a version with its weights."""
    session.execute(
        insert(_HEADS).values(
            version=published.version,
            model=published.model,
            model_digest=published.model_digest,
            digest=published.digest,
            annotation_sets=list(published.sets),
            learned_from=sorted(published.learned_from),
            person=published.person,
            reason=published.reason,
            created_at=published.created_at,
            body=dict(body),
        )
    )
    chain.append_stored(session, chain.Kind.HEADS, [published.version])


def last_heads(session: Session) -> int:
    """The number of the newest version; 0 when there is none."""
    return session.scalar(select(func.max(_HEADS.version))) or 0


def heads_body(session: Session, version: int) -> Any:
    """The weights of a version; ``None`` when there is no such version."""
    return session.scalar(select(_HEADS.body).where(_HEADS.version == version))


def read_versions(session: Session, version: int | None = None) -> list[HeadsVersion]:
    """All versions, newest first, or the one that is named."""
    statement = select(_HEADS).order_by(_HEADS.version.desc())
    if version is not None:
        statement = statement.where(_HEADS.version == version)
    return [
        HeadsVersion(
            version=row.version,
            model=row.model,
            model_digest=row.model_digest,
            digest=row.digest,
            sets=tuple(row.annotation_sets),
            learned_from=frozenset(row.learned_from),
            labels=tuple(
                head["label"] + (f"/{head['facet']}" if head["facet"] else "")
                for head in row.body["heads"]
            ),
            person=row.person,
            reason=row.reason,
            created_at=row.created_at,
        )
        for row in session.scalars(statement)
    ]


def add_change_summary(
    session: Session,
    kind: ChangeKind,
    *,
    before: str,
    after: str,
    person: str,
    reason: str,
    at: datetime,
    body: Mapping[str, Any],
) -> int:
    """Keep a report; its number."""
    number = session.scalar(
        insert(_REPORT)
        .values(
            kind=kind.value,
            version_before=before,
            version_after=after,
            person=person,
            reason=reason,
            created_at=at,
            body=dict(body),
        )
        .returning(_REPORT.id)
    )
    return int(number or 0)


def read_change_summaries(
    session: Session, kinds: Collection[ChangeKind], *, limit: int
) -> list[StoredChange]:
    """The newest reports of these kinds, newest first."""
    rows = session.scalars(
        select(_REPORT)
        .where(_REPORT.kind.in_([kind.value for kind in kinds]))
        .order_by(_REPORT.id.desc())
        .limit(limit)
    )
    return [
        StoredChange(
            id=row.id,
            kind=ChangeKind(row.kind),
            before=row.version_before,
            after=row.version_after,
            person=row.person,
            reason=row.reason,
            created_at=row.created_at,
            body=row.body,
        )
        for row in rows
    ]


def fitted_on(session: Session, kind: ChangeKind, version: str) -> frozenset[int]:
    """The comments that a published version was fitted on; none for one that shipped."""
    bodies = session.scalars(
        select(_REPORT.body).where(_REPORT.kind == kind.value, _REPORT.version_after == version)
    )
    return frozenset(number for body in bodies for number in body["learned_from"])
