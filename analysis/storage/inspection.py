"""Look at a database as it lies there: its own checks, guards, texts, findings, decisions."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import LargeBinary, func, select, text, type_coerce
from sqlalchemy.orm import Session

from analysis.domain.comment import text_sha256
from analysis.domain.integrity import Fault
from analysis.storage.columns import PackedDocument
from analysis.storage.guards import statements
from analysis.storage.tables import (
    AnalysisDocumentTable,
    AnalysisTable,
    CommentTable,
    CommentTextTable,
    DecisionTable,
    ErasureTable,
    LabelResultTable,
)

AT_ONCE = 1_000
"""Rows read together."""

Counted = Callable[[int], None]
"""Hears how many rows were looked at."""

_NAME = re.compile(r"CREATE (?:TRIGGER|FUNCTION) (\w+)")
_BODY = re.compile(r"\$\$(.*)\$\$", re.DOTALL)


def database_checks(session: Session) -> Iterator[Fault]:
    """SQLite's ``integrity_check`` and ``foreign_key_check``; PostgreSQL has none of its own."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for (message,) in session.execute(text("PRAGMA integrity_check")):
        if message != "ok":
            yield Fault("database file", "SQLite", f"integrity_check: {message}")
    for table, row, parent, _ in session.execute(text("PRAGMA foreign_key_check")):
        yield Fault("foreign keys", f"{table} {row}", f"the {parent} that it belongs to is gone")


def guard_faults(session: Session) -> Iterator[Fault]:
    """Guards that are gone, changed or switched off, and triggers that nobody knows."""
    dialect = session.get_bind().dialect.name
    wanted, functions = _wanted(dialect)
    triggers = dict(_triggers(session, dialect))
    for name, body in sorted(wanted.items()):
        if name not in triggers:
            yield Fault("guards", f"trigger {name}", "it is gone")
        elif triggers[name] != body:
            yield Fault("guards", f"trigger {name}", "it is not the one that was made")
    for name in sorted(triggers.keys() - wanted.keys()):
        yield Fault("guards", f"trigger {name}", "this program made no such trigger")
    if functions:
        rows = session.execute(
            text(
                "SELECT proname, prosrc FROM pg_proc "
                "WHERE pronamespace = current_schema()::regnamespace"
            )
        )
        there: dict[str, str] = {row.proname: row.prosrc for row in rows}
        for name, body in sorted(functions.items()):
            if _spaced(there.get(name, "")) != body:
                yield Fault("guards", f"function {name}", "it is gone or not the one that was made")


def text_faults(session: Session, counted: Counted) -> Iterator[Fault]:
    """Every text against the SHA-256 that was taken when it was read; none is missing."""
    table = CommentTextTable
    comment = CommentTable
    there = select(table.id).where(table.comment_id == comment.id).exists()
    erased = select(ErasureTable.id).where(ErasureTable.comment_id == comment.id).exists()
    for number in session.scalars(select(comment.id).where(~there, ~erased).order_by(comment.id)):
        yield Fault("texts", f"comment {number}", "its text is gone, and no erasure says why")
    last = 0
    while True:
        rows = session.execute(
            select(table.id, table.comment_id, table.revision, table.text, table.sha256)
            .where(table.id > last)
            .order_by(table.id)
            .limit(AT_ONCE)
        ).all()
        if not rows:
            return
        for row in rows:
            if text_sha256(row.text) != row.sha256:
                yield Fault(
                    "texts",
                    f"comment {row.comment_id}, revision {row.revision}",
                    "its text does not match its SHA-256",
                )
        last = rows[-1].id
        counted(len(rows))


def sequence_faults(session: Session) -> Iterator[Fault]:
    """Decisions are numbered from 1 for each comment, without a gap."""
    table = DecisionTable
    for comment_id, count, last in session.execute(
        select(table.comment_id, func.count(), func.max(table.sequence))
        .group_by(table.comment_id)
        .having(func.count() != func.max(table.sequence))
    ):
        yield Fault(
            "decisions", f"comment {comment_id}", f"{count} decisions are there of {last} numbered"
        )


def finding_faults(session: Session, counted: Counted) -> Iterator[Fault]:
    """Every document can be read and says what the kept answers say; none is missing."""
    analysis, document = AnalysisTable, AnalysisDocumentTable
    erased = select(ErasureTable.id).where(ErasureTable.comment_id == analysis.comment_id).exists()
    last = 0
    while True:
        rows = session.execute(
            select(
                analysis.id,
                analysis.comment_id,
                type_coerce(document.body, LargeBinary).label("body"),
                erased.label("erased"),
            )
            .outerjoin(document, document.analysis_id == analysis.id)
            .where(analysis.id > last)
            .order_by(analysis.id)
            .limit(AT_ONCE)
        ).all()
        if not rows:
            return
        answers = _answers(session, rows[0].id, rows[-1].id)
        for row in rows:
            what = _document_fault(row, answers.get(row.id, {}))
            if what:
                yield Fault("findings", f"comment {row.comment_id}, analysis {row.id}", what)
        last = rows[-1].id
        counted(len(rows))


def _document_fault(row: Any, answers: dict[str, tuple[str, float | None]]) -> str:
    if row.body is None:
        return "" if row.erased else "its document is gone"
    try:
        body = PackedDocument().process_result_value(bytes(row.body), None)  # type: ignore[arg-type]
        answered = {
            label["label"]: (label["status"], label["probability"]) for label in body["labels"]
        }
    except (zlib.error, ValueError, KeyError, TypeError):
        return "its document can't be read"
    return "" if answered == answers else "its document and its kept answers differ"


def _answers(session: Session, first: int, last: int) -> dict[int, dict[str, Any]]:
    table = LabelResultTable
    answers: dict[int, dict[str, Any]] = {}
    for row in session.execute(
        select(table.analysis_id, table.label, table.status, table.probability).where(
            table.analysis_id.between(first, last)
        )
    ):
        answers.setdefault(row.analysis_id, {})[row.label] = (row.status, row.probability)
    return answers


def _wanted(dialect: str) -> tuple[dict[str, str], dict[str, str]]:
    """The triggers as this program makes them, and PostgreSQL's functions behind them."""
    triggers, functions = {}, {}
    for statement in statements(dialect):
        name = _NAME.match(statement)
        if name is None:
            continue
        if statement.startswith("CREATE TRIGGER"):
            triggers[name[1]] = _spaced(statement)
        elif body := _BODY.search(statement):
            functions[name[1]] = _spaced(body[1])
    return triggers, functions


def _triggers(session: Session, dialect: str) -> Iterator[tuple[str, str]]:
    if dialect == "sqlite":
        rows = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        yield from ((name, _spaced(body)) for name, body in rows)
        return
    for name, body, enabled in session.execute(
        text(
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true), t.tgenabled FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    ):
        # PostgreSQL quotes a column that has the name of a function of its own ("position").
        yield name, _spaced(body.replace('"', "")) if enabled == "O" else "(switched off)"


def _spaced(body: str) -> str:
    return " ".join(body.split())
