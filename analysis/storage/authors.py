"""What is counted of one author's comments: by the index of authors, nothing kept beside it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.domain.decision import ReviewState
from analysis.storage.tables import QueueEntryTable, UserReportTable

_ENTRY = QueueEntryTable
_REPORT = UserReportTable


def states_of(session: Session, author: str) -> dict[ReviewState, int]:
    """How many of the author's comments are open, approved, rejected and so on."""
    rows = session.execute(
        select(_ENTRY.state, func.count()).where(_ENTRY.author == author).group_by(_ENTRY.state)
    )
    return {ReviewState(state): int(count) for state, count in rows}


def edited_of(session: Session, author: str) -> int:
    """How many of the author's comments have another text now than the one decided on."""
    statement = select(func.count()).where(_ENTRY.author == author, _ENTRY.edited)
    return int(session.scalars(statement).one())


def reported_comments(session: Session, author: str) -> list[int]:
    """The numbers of the author's comments that readers reported."""
    reported = select(_REPORT.comment_id).where(_REPORT.comment_id == _ENTRY.comment_id)
    return list(
        session.scalars(
            select(_ENTRY.comment_id).where(
                _ENTRY.author == author, reported.correlate(_ENTRY).exists()
            )
        )
    )
