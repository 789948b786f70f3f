"""Which exports were written, and which of them held a comment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import accumulate, pairwise

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from analysis.domain.erasure import HeldExport
from analysis.storage.tables import ExportTable


def add_export(
    session: Session, ids: Iterable[int], *, file: str, format: str, person: str, at: datetime
) -> None:
    """Keep the account of an export of the comments with these numbers."""
    ordered = sorted(set(ids))
    steps = [ordered[0], *(b - a for a, b in pairwise(ordered))] if ordered else []
    session.execute(
        insert(ExportTable).values(
            file=file, format=format, person=person, written_at=at, comments=steps
        )
    )


def exports_with(session: Session, comment_id: int) -> list[HeldExport]:
    """The exports that held a comment, oldest first."""
    rows = session.execute(select(ExportTable.__table__).order_by(ExportTable.id))
    return [
        HeldExport(row.file, row.format, row.person, row.written_at)
        for row in rows
        if comment_id in set(accumulate(row.comments))
    ]
