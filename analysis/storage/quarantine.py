"""What imports could not read: kept once, marked when it could be read after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, or_, select, true, update
from sqlalchemy.orm import Session

from analysis.domain.outcomes import QuarantinedRecord
from analysis.storage.comments import chunks
from analysis.storage.tables import ImportTable, QuarantineTable


def add_quarantine(
    session: Session,
    records: Sequence[QuarantinedRecord],
    *,
    seen_at: datetime,
    import_id: int | None = None,
) -> int:
    """Keep what could not be read, each place and reason once; how many are new."""
    table = QuarantineTable
    new = 0
    for some in chunks(list(dict.fromkeys(records))):
        known = {
            (row.file, row.position, row.reason): row.id
            for row in session.execute(
                select(table.id, table.file, table.position, table.reason).where(
                    table.file.in_({record.file for record in some}),
                    table.position.in_({record.position for record in some}),
                )
            )
        }
        rows = [
            {
                "file": r.file, "position": r.position, "reason": r.reason, "seen_at": seen_at,
                "import_id": import_id,
            }
            for r in some
            if (r.file, r.position, r.reason) not in known
        ]  # fmt: skip
        if rows:
            session.execute(insert(table), rows)
        again = [known[key] for r in some if (key := (r.file, r.position, r.reason)) in known]
        if again:
            session.execute(update(table).where(table.id.in_(again)).values(resolved_at=None))
        new += len(rows)
    return new


def resolve_quarantine(
    session: Session,
    file: str,
    still: Sequence[QuarantinedRecord],
    *,
    at: datetime,
    places: Sequence[str] = (),
) -> int:
    """Mark what a new reading of ``file`` could read after all; how many there are.

    ``places`` are where that file lies and lay: one of its name that lies elsewhere is another.
    """
    remaining = {(record.position, record.reason) for record in still}
    table = QuarantineTable
    rows = session.execute(
        select(table.id, table.position, table.reason).where(
            table.file == file, table.resolved_at.is_(None), _may_be_of(places)
        )
    ).all()
    gone = [row.id for row in rows if (row.position, row.reason) not in remaining]
    for some in chunks(gone):
        session.execute(update(table).where(table.id.in_(some)).values(resolved_at=at))
    return len(gone)


def _may_be_of(places: Sequence[str]) -> ColumnElement[bool]:
    """Whether what is in quarantine is of a file at ``places``, as far as it is known."""
    if not places:
        return true()
    elsewhere = select(ImportTable.id).where(ImportTable.path.not_in(places))
    batch = QuarantineTable.import_id
    return or_(batch.is_(None), batch.not_in(elsewhere))


def read_quarantine(
    session: Session, *, offset: int = 0, limit: int = 100, file: str | None = None
) -> tuple[list[QuarantinedRecord], int]:
    """Some of what could not be read and still can't, newest first, and how much there is."""
    table = QuarantineTable
    where: list[ColumnElement[bool]] = [table.resolved_at.is_(None)]
    if file is not None:
        where.append(table.file == file)
    rows = session.execute(
        select(table.file, table.position, table.reason)
        .where(*where)
        .order_by(table.id.desc())
        .offset(offset)
        .limit(limit)
    )
    total = session.scalars(select(func.count()).select_from(table).where(*where)).one()
    return [QuarantinedRecord(*row) for row in rows], total
