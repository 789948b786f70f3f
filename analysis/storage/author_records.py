"""One comment with everything that is held on it, for the person who wrote it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.storage.decisions import decisions_with_revisions
from analysis.storage.tables import (
    AnalysisDocumentTable,
    AnalysisTable,
    AnnotationItemTable,
    AnnotationTable,
    ArticleTable,
    CommentRawTable,
    CommentTable,
    CommentTextTable,
    EvidenceFeedbackTable,
    LabelResultTable,
)
from analysis.storage.user_reports import reports_of


def record_of(session: Session, number: int) -> dict[str, Any]:
    """A comment's facts, texts, record as read, findings of all runs, decisions, judgements."""
    comment = session.get_one(CommentTable, number)
    article = session.get_one(ArticleTable, comment.article_id)
    decisions, revision_of = decisions_with_revisions(session, [number]).get(number, ((), {}))
    return {
        "number": number,
        "id": comment.platform_id,
        "article": {"id": article.platform_id, "title": article.title, "url": article.url},
        "position": comment.position,
        "parent": comment.parent_platform_id,
        "created_at": comment.created_at,
        "votes": [comment.votes_up, comment.votes_down, comment.votes_score],
        "platform_status": comment.platform_status,
        "texts": _rows(session, CommentTextTable, number, "revision", "text", "sha256", "read_at"),
        "records": [row["record"] for row in _rows(session, CommentRawTable, number, "record")],
        "findings": _findings(session, number),
        "decisions": [
            {
                "revision": revision_of[decision.sequence],
                "action": decision.action.value,
                "at": decision.decided_at,
                "reason": decision.reason_code,
                "note": decision.note,
            }
            for decision in decisions
        ],
        "judgements": _judgements(session, number),
        "passages": _rows(
            session,
            EvidenceFeedbackTable,
            number,
            *("revision", "label", "facet", "span_start", "span_end", "verdict", "created_at"),
        ),
        "reports": [
            {"reason": report.reason, "people": report.people, "at": report.reported_at}
            for report in reports_of(session, [number]).get(number, ())
        ],
    }


def _rows(session: Session, table: Any, number: int, *names: str) -> list[dict[str, Any]]:
    columns = [getattr(table, name) for name in names]
    rows = session.execute(select(*columns).where(table.comment_id == number))
    return [dict(row._mapping) for row in rows]


def _findings(session: Session, number: int) -> list[dict[str, Any]]:
    analysis, document = AnalysisTable, AnalysisDocumentTable
    findings = []
    for row in session.execute(
        select(analysis.id, analysis.revision, analysis.language, document.body)
        .outerjoin(document, document.analysis_id == analysis.id)
        .where(analysis.comment_id == number)
        .order_by(analysis.id)
    ):
        label = LabelResultTable
        answers = session.execute(
            select(label.label, label.status, label.probability, label.facets).where(
                label.analysis_id == row.id
            )
        )
        findings.append(
            {
                "revision": row.revision,
                "language": row.language,
                "answers": [dict(answer._mapping) for answer in answers],
                "document": row.body,
            }
        )
    return findings


def _judgements(session: Session, number: int) -> list[dict[str, Any]]:
    annotation, item = AnnotationTable, AnnotationItemTable
    rows = session.execute(
        select(
            item.revision,
            annotation.label,
            annotation.kind,
            annotation.judgement,
            annotation.level,
            annotation.note,
            annotation.created_at,
        )
        .join(item, item.id == annotation.item_id)
        .where(item.comment_id == number)
        .order_by(annotation.id)
    )
    return [dict(row._mapping) for row in rows]
