"""What no column can say: triggers that keep what was written, and the search index.

Migrations hold their own copy of these statements as they were at that time; a test compares.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

ERASABLE: Mapping[str, str] = {
    "comment_text": "the original text is write-once",
    "comment_raw": "the raw record is write-once",
    "analysis_document": "findings are only added",
    "reader_report": "reports are only added",
}
"""Tables whose rows never change and go only when an erasure of their comment is on record."""

APPEND_ONLY: Mapping[str, str] = {
    "erasure": "erasures are only added",
    "run": "runs are only added",
    "run_end": "runs are only added",
    "analysis": "findings are only added",
    "label_result": "findings are only added",
    "profile": "profiles are published once and never edited",
    "decision": "decisions are only added",
    "audit_event": "audit events are only added",
    "annotation_set": "annotations are only added",
    "annotation_item": "annotations are only added",
    "annotation": "annotations are only added",
    "evidence_feedback": "annotations are only added",
    "site_heads": "heads are published once and never edited",
    "change_report": "reports of changes are only added",
    "review_command": "commands are only added",
    "chain_link": "the chain is only added to",
    "export_file": "accounts of exports are only added",
    "api_request": "answered requests are only added",
}
"""Tables whose rows neither change nor go, and why, as the database says it."""

FIXED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "import_file": (
        "accounts of imports stay",
        ("id", "file", "person", "started_at", "digest"),
    ),
    "quarantine": (
        "what could not be read stays on record",
        ("id", "file", "position", "reason", "seen_at"),
    ),
    "api_key": (
        "keys are revoked and otherwise stay",
        ("id", "name", "sha256", "scopes", "account", "per_minute", "created_by", "created_at"),
    ),
}
"""Tables whose rows never go, why, and which of their columns never change."""

_IDENTITY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "comment_text": (("id",), ("comment_id", "revision")),
    "comment_raw": (("text_id",),),
    "analysis_document": (("analysis_id",),),
    "reader_report": (("id",), ("comment_id", "reporter", "reason")),
    "erasure": (("id",), ("comment_id", "revision")),
    "run": (("id",), ("key",)),
    "run_end": (("run_id",),),
    "analysis": (("id",), ("comment_id", "revision", "run_id")),
    "label_result": (("analysis_id", "label"),),
    "profile": (("id",), ("name", "version")),
    "decision": (("id",), ("comment_id", "sequence")),
    "audit_event": (("id",),),
    "annotation_set": (("id",), ("name",)),
    "annotation_item": (("id",), ("set_id", "comment_id")),
    "annotation": (("id",), ("item_id", "label", "person", "kind", "sequence")),
    "evidence_feedback": (("id",),),
    "site_heads": (("version",),),
    "change_report": (("id",),),
    "review_command": (("id",), ("key",)),
    "chain_link": (("position",),),
    "export_file": (("id",),),
    "api_request": (("id",), ("caller", "key")),
}
"""What makes a row the same row: an INSERT OR REPLACE on any of these is refused."""

ONLY_BY_ERASING = "an erasure is recorded by erasing alone"
"""Why a row of ``erasure`` that nobody erases for is refused."""

_ERASED = "EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = {row}.comment_id)"

_ERASING = "erasing"
"""Where a SQLite connection notes the comment that is being erased on it."""

_ERASING_SETTING = "moderato.erasing"
"""The same as a setting of a PostgreSQL transaction."""


def add_functions(connection: sqlite3.Connection, info: Mapping[str, Any]) -> None:
    """Give a SQLite connection the function that its guards ask; ``info`` is its pool record's.

    No other program's connection has it, so that there an erasure row unlocks nothing.
    """
    connection.create_function(
        "moderato_erasing", 1, lambda comment_id: int(info.get(_ERASING) == comment_id)
    )


@contextmanager
def erasing(session: Session, comment_id: int) -> Iterator[None]:
    """Let the guards go of one comment, inside this block and transaction alone."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.info[_ERASING] = comment_id
        try:
            yield
        finally:
            connection.info.pop(_ERASING, None)
        return
    setting = text("SELECT set_config(:name, :comment, true)")
    session.execute(setting, {"name": _ERASING_SETTING, "comment": str(comment_id)})
    yield
    session.execute(setting, {"name": _ERASING_SETTING, "comment": ""})


def statements(dialect: str) -> list[str]:
    """The guards and the search index for ``sqlite`` or ``postgresql``, in order."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> list[str]:
    statements = [
        "CREATE VIRTUAL TABLE comment_search USING fts5("
        "text, content='comment_text', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER comment_text_searched AFTER INSERT ON comment_text BEGIN "
        "INSERT INTO comment_search(rowid, text) VALUES (new.id, new.text); END",
        "CREATE TRIGGER comment_text_unsearched AFTER DELETE ON comment_text BEGIN "
        "INSERT INTO comment_search(comment_search, rowid, text) "
        "VALUES ('delete', old.id, old.text); END",
        "CREATE TRIGGER comment_text_not_erased BEFORE INSERT ON comment_text WHEN "
        f"{_ERASED.format(row='new')} BEGIN SELECT RAISE(ABORT, 'this comment was erased'); END",
        "CREATE TRIGGER erasure_by_erasing BEFORE INSERT ON erasure WHEN "
        "NOT moderato_erasing(new.comment_id) "
        f"BEGIN SELECT RAISE(ABORT, '{ONLY_BY_ERASING}'); END",
    ]
    for table, why in {**ERASABLE, **APPEND_ONLY}.items():
        lawful = f"(moderato_erasing(old.comment_id) AND {_ERASED.format(row='old')})"
        condition = f" WHEN NOT {lawful}" if table in ERASABLE else ""
        same = " OR ".join(
            "(" + " AND ".join(f"{table}.{column} = new.{column}" for column in columns) + ")"
            for columns in _IDENTITY[table]
        )
        refuse = f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}{condition} {refuse}",
            # INSERT OR REPLACE runs DELETE triggers only with recursive_triggers on; another
            # program's connection may not have it, so the insert itself looks.
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN "  # noqa: S608
            f"EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}",
        ]
    for table, (why, columns) in FIXED.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {', '.join(columns)} ON {table} "
            f"{refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN "  # noqa: S608
            f"EXISTS (SELECT 1 FROM {table} WHERE {table}.id = new.id) {refuse}",
        ]
    return statements


def _postgresql() -> list[str]:
    statements = [
        "CREATE TABLE comment_search (text_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_comment_search_words ON comment_search USING gin (words)",
        "CREATE FUNCTION moderato_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';"
        " END $$",
        "CREATE FUNCTION moderato_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF current_setting('{_ERASING_SETTING}', true) = old.comment_id::text "
        f"AND {_ERASED.format(row='old')} THEN RETURN old; END IF; "
        "RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE FUNCTION moderato_refuse_erased() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_ERASED.format(row='new')} THEN RAISE EXCEPTION 'this comment was erased' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN new; END $$",
        "CREATE FUNCTION moderato_refuse_unless_erasing() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF current_setting('{_ERASING_SETTING}', true) = new.comment_id::text "
        f"THEN RETURN new; END IF; RAISE EXCEPTION '{ONLY_BY_ERASING}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE FUNCTION moderato_unsearch() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN DELETE FROM comment_search WHERE text_id = old.id; RETURN old; END $$",
        "CREATE TRIGGER comment_text_unsearched AFTER DELETE ON comment_text "
        "FOR EACH ROW EXECUTE FUNCTION moderato_unsearch()",
        "CREATE TRIGGER comment_text_not_erased BEFORE INSERT ON comment_text "
        "FOR EACH ROW EXECUTE FUNCTION moderato_refuse_erased()",
        "CREATE TRIGGER erasure_by_erasing BEFORE INSERT ON erasure "
        "FOR EACH ROW EXECUTE FUNCTION moderato_refuse_unless_erasing()",
    ]
    for table, why in {**ERASABLE, **APPEND_ONLY}.items():
        on_delete = "moderato_refuse_unless_erased" if table in ERASABLE else "moderato_refuse"
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION moderato_refuse('{why}')",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {on_delete}('{why}')",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('{why}')",
        ]
    for table, (why, columns) in FIXED.items():
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {', '.join(columns)} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION moderato_refuse('{why}')",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION moderato_refuse('{why}')",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('{why}')",
        ]
    return statements
