"""Decisions: added one after the other, read in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from analysis.domain.decision import Action, Decision
from analysis.storage import chain
from analysis.storage.comments import chunks
from analysis.storage.tables import AnalysisTable, DecisionTable, QueueEntryTable, RunTable


def add_decisions(session: Session, decisions: Iterable[tuple[Decision, int]]) -> None:
    """Add decisions and their links; each with the revision of the text that was on screen."""
    rows = [
        {
            "comment_id": decision.comment_id,
            "sequence": decision.sequence,
            "action": decision.action.value,
            "person": decision.person,
            "decided_at": decision.decided_at,
            "reason_code": decision.reason_code,
            "note": decision.note,
            "replaces": decision.replaces,
            "revision": revision,
            "run_key": decision.run_id,
            "profile_name": decision.profile_name,
            "profile_version": decision.profile_version,
            "batch_id": decision.batch_id,
            "reports_seen": decision.reports_seen,
        }
        for decision, revision in decisions
    ]
    if rows:
        numbers = session.scalars(
            insert(DecisionTable).returning(DecisionTable.id, sort_by_parameter_order=True), rows
        )
        chain.append_rows(session, chain.Kind.DECISION, numbers, rows)


def decisions_with_revisions(
    session: Session, ids: Sequence[int]
) -> dict[int, tuple[tuple[Decision, ...], Mapping[int, int]]]:
    """Per comment its decisions in order, and the text's revision that each was about."""
    decisions: dict[int, list[Decision]] = defaultdict(list)
    revisions: dict[int, dict[int, int]] = defaultdict(dict)
    for row in session.execute(
        select(DecisionTable.__table__)
        .where(DecisionTable.comment_id.in_(ids))
        .order_by(DecisionTable.comment_id, DecisionTable.sequence)
    ):
        decisions[row.comment_id].append(decision_of(row))
        revisions[row.comment_id][row.sequence] = row.revision
    return {number: (tuple(decisions[number]), revisions[number]) for number in decisions}


def decision_of(row: Any) -> Decision:
    """A row of the table as the domain has it."""
    return Decision(
        comment_id=row.comment_id,
        sequence=row.sequence,
        action=Action(row.action),
        person=row.person,
        decided_at=row.decided_at,
        reason_code=row.reason_code,
        note=row.note,
        replaces=row.replaces,
        run_id=row.run_key,
        profile_name=row.profile_name,
        profile_version=row.profile_version,
        batch_id=row.batch_id,
        reports_seen=row.reports_seen,
    )


def lock_entries(session: Session, ids: Sequence[int]) -> dict[int, Any]:
    """What is known of these comments (machine's analysis, revision, state), locked for a change.

    SQLite's writer is alone anyway; PostgreSQL locks the rows in a common order.
    """
    entry = QueueEntryTable
    entries: dict[int, Any] = {}
    for some in chunks(sorted(ids)):
        rows = session.execute(
            select(
                entry.comment_id,
                entry.revision,
                entry.text_id,
                entry.state,
                entry.edited,
                entry.analysis_id,
            )
            .where(entry.comment_id.in_(some))
            .order_by(entry.comment_id)
            .with_for_update(of=entry)
        )
        entries |= {row.comment_id: row for row in rows}
    return entries


def run_keys(session: Session, analysis_ids: Iterable[int | None]) -> dict[int, str]:
    """The public key of the run behind each analysis."""
    keys: dict[int, str] = {}
    for some in chunks([number for number in analysis_ids if number is not None]):
        rows = session.execute(
            select(AnalysisTable.id, RunTable.key)
            .join(RunTable, RunTable.id == AnalysisTable.run_id)
            .where(AnalysisTable.id.in_(some))
        )
        keys |= {row.id: row.key for row in rows}
    return keys


def latest_of(session: Session, person: str, *, limit: int) -> list[Decision]:
    """A person's newest decisions, newest first: by the order of writing, whatever a clock said."""
    rows = session.execute(
        select(DecisionTable.__table__)
        .where(DecisionTable.person == person)
        .order_by(DecisionTable.id.desc())
        .limit(limit)
    )
    return [decision_of(row) for row in rows]


def of_batch(session: Session, batch_id: str) -> list[Decision]:
    """The decisions that were made together under one batch id."""
    rows = session.execute(
        select(DecisionTable.__table__)
        .where(DecisionTable.batch_id == batch_id)
        .order_by(DecisionTable.comment_id, DecisionTable.sequence)
    )
    return [decision_of(row) for row in rows]


def reason_codes_used(session: Session) -> set[str]:
    """The reason codes that decisions name."""
    return set(session.scalars(select(DecisionTable.reason_code).distinct()))
