"""What imports leave behind besides comments: their account, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from analysis.domain.outcomes import QuarantinedRecord
from analysis.storage.comments import chunks
from analysis.storage.tables import ImportTable, QuarantineTable


def add_quarantine(
    session: Session, records: Sequence[QuarantinedRecord], *, seen_at: datetime
) -> int:
    """Keep what could not be read, each place and reason once; how many are new."""
    table = QuarantineTable
    new = 0
    for some in chunks(list(dict.fromkeys(records))):
        known = {
            (row.file, row.position, row.reason)
            for row in session.execute(
                select(table.file, table.position, table.reason).where(
                    table.file.in_({record.file for record in some}),
                    table.position.in_({record.position for record in some}),
                )
            )
        }
        rows = [
            {"file": r.file, "position": r.position, "reason": r.reason, "seen_at": seen_at}
            for r in some
            if (r.file, r.position, r.reason) not in known
        ]
        if rows:
            session.execute(insert(table), rows)
        new += len(rows)
    return new


def add_import(session: Session, **columns: Any) -> None:
    """Keep the account of one import (see ``ImportTable``)."""
    session.execute(insert(ImportTable).values(**columns))


def read_quarantine(
    session: Session, *, offset: int = 0, limit: int = 100
) -> tuple[list[QuarantinedRecord], int]:
    """Some of what could not be read, newest first, and how much there is."""
    rows = session.execute(
        select(QuarantineTable.file, QuarantineTable.position, QuarantineTable.reason)
        .order_by(QuarantineTable.id.desc())
        .offset(offset)
        .limit(limit)
    )
    total = session.scalars(select(func.count()).select_from(QuarantineTable)).one()
    return [QuarantinedRecord(*row) for row in rows], total
