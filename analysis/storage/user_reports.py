"""Readers' reports: added once each, read back per comment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from analysis.domain.user_report import UserReport
from analysis.storage import chain
from analysis.storage.comments import chunks
from analysis.storage.tables import ArticleTable, CommentTable, ErasureTable, UserReportTable

_REPORT = UserReportTable

MOST_REASONS = 200
"""Different reasons that are offered to choose from; a platform has about ten."""


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report to add (see ``UserReport``); ``people`` of a count is the platform's total."""

    comment_id: int
    reason: str
    label: str | None
    reporter: str | None
    people: int
    reported_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportableComment:
    """A comment that a report may be about; ``erased`` when its text is gone for good."""

    comment_id: int
    article: str
    erased: bool


def reports_of(session: Session, ids: Sequence[int]) -> dict[int, list[UserReport]]:
    """Per comment its reports, oldest first; comments without any are left out."""
    reports: dict[int, list[UserReport]] = defaultdict(list)
    for some in chunks(ids):
        for row in session.execute(
            select(_REPORT.__table__).where(_REPORT.comment_id.in_(some)).order_by(_REPORT.id)
        ):
            reports[row.comment_id].append(
                UserReport(
                    number=row.id,
                    comment_id=row.comment_id,
                    reason=row.reason,
                    label=row.label,
                    reporter=row.reporter,
                    people=row.people,
                    reported_at=row.reported_at,
                    read_at=row.read_at,
                )
            )
    return dict(reports)


def comments_named(
    session: Session, platform_ids: Sequence[str]
) -> dict[str, list[ReportableComment]]:
    """The comments that bear each of these platform ids, in any article; not those of an import
    that was undone, which is as if they had never come."""
    named: dict[str, list[ReportableComment]] = defaultdict(list)
    erased = select(ErasureTable.id).where(ErasureTable.comment_id == CommentTable.id).exists()
    for some in chunks(list(dict.fromkeys(platform_ids))):
        for row in session.execute(
            select(
                CommentTable.id,
                CommentTable.platform_id,
                ArticleTable.platform_id.label("article"),
                erased.label("erased"),
            )
            .join(ArticleTable, ArticleTable.id == CommentTable.article_id)
            .where(CommentTable.platform_id.in_(some), CommentTable.withdrawn.is_(False))
        ):
            named[row.platform_id].append(ReportableComment(row.id, row.article, bool(row.erased)))
    return named


def erased_among(session: Session, ids: Sequence[int]) -> set[int]:
    """Those of these comments whose text was erased."""
    erased: set[int] = set()
    for some in chunks(ids):
        gone = select(ErasureTable.comment_id).where(ErasureTable.comment_id.in_(some))
        erased.update(session.scalars(gone))
    return erased


def add_reports(
    session: Session, reports: Sequence[NewReport], *, read_at: datetime
) -> tuple[int, set[int]]:
    """Add what is new: unknown reports, and by how much a count grew.

    How many were added, and which comments they are about.
    """
    known = reports_of(session, list(dict.fromkeys(report.comment_id for report in reports)))
    named = {(r.comment_id, r.reporter, r.reason) for some in known.values() for r in some}
    counted: dict[tuple[int, str], int] = defaultdict(int)
    for report in (
        earlier for some in known.values() for earlier in some if earlier.reporter is None
    ):
        counted[report.comment_id, report.reason] += report.people
    rows: list[dict[str, object]] = []
    concerned: set[int] = set()
    for new in reports:
        people = 1
        if new.reporter is None:
            here = (new.comment_id, new.reason)
            people = new.people - counted[here]
            counted[here] = max(counted[here], new.people)
        elif (new.comment_id, new.reporter, new.reason) in named:
            continue
        if people < 1:
            continue
        named.add((new.comment_id, new.reporter, new.reason))
        concerned.add(new.comment_id)
        rows.append(
            {
                "comment_id": new.comment_id,
                "reason": new.reason,
                "label": new.label,
                "reporter": new.reporter,
                "people": people,
                "reported_at": new.reported_at,
                "read_at": read_at,
            }
        )
    if rows:
        _insert(session, rows)
    return len(rows), concerned


def _insert(session: Session, rows: list[dict[str, object]]) -> None:
    kind = chain.Kind.USER_REPORT
    if session.get_bind().dialect.name == "sqlite":
        # Chosen here: SQLite would give an erased report's number again, which a link stands for.
        first = chain.next_number(session, kind)
        rows = [{**row, "id": first + place} for place, row in enumerate(rows)]
        session.execute(insert(cast(Table, _REPORT.__table__)), rows)
        numbers = list(range(first, first + len(rows)))
    else:
        numbers = list(session.scalars(insert(_REPORT).returning(_REPORT.id), rows))
    chain.seal(session, kind, numbers)


def last_numbers(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """Per comment the number of its newest report."""
    numbers: dict[int, int] = {}
    for some in chunks(ids):
        for comment_id, number in session.execute(
            select(_REPORT.comment_id, func.max(_REPORT.id))
            .where(_REPORT.comment_id.in_(some))
            .group_by(_REPORT.comment_id)
        ):
            numbers[comment_id] = number
    return numbers


def reasons_given(session: Session) -> list[str]:
    """The reasons that reports name, in alphabetical order; a step through the index for each."""
    reasons: list[str] = []
    following = select(func.min(_REPORT.reason))
    reason = session.scalar(following)
    while reason is not None and len(reasons) < MOST_REASONS:
        reasons.append(reason)
        reason = session.scalar(following.where(_REPORT.reason > reason))
    return reasons


def labels_given(session: Session, labels: Sequence[str]) -> list[str]:
    """Those of ``labels`` that some report asks about."""
    return [
        label
        for label in labels
        if session.scalar(select(_REPORT.id).where(_REPORT.label == label).limit(1)) is not None
    ]
