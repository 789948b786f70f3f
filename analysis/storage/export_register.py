"""Which exports were written, and which of them held a comment."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import datetime
from itertools import accumulate

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from analysis.domain.erasure import HeldExport
from analysis.storage.tables import ExportTable


def add_export(
    session: Session, ids: array[int], *, file: str, format: str, person: str, at: datetime
) -> None:
    """Keep the account of an export of the comments with these numbers (64 bits each)."""
    ordered = np.unique(np.frombuffer(ids, dtype=np.int64)) if ids else np.empty(0, np.int64)
    steps = np.diff(ordered, prepend=0).tolist()
    session.execute(
        insert(ExportTable).values(
            file=file, format=format, person=person, written_at=at, comments=steps
        )
    )


def exports_with(session: Session, comment_id: int) -> list[HeldExport]:
    """The exports that held a comment, oldest first; one account is in memory at a time."""
    rows = session.execute(
        select(ExportTable.__table__).order_by(ExportTable.id), execution_options={"yield_per": 1}
    )
    return [
        HeldExport(row.file, row.format, row.person, row.written_at)
        for row in rows
        if _holds(row.comments, comment_id)
    ]


def _holds(steps: Iterable[int], number: int) -> bool:
    """Whether an account (see ``ExportTable``) names a number; read up to its place alone."""
    return next((here for here in accumulate(steps) if here >= number), None) == number
