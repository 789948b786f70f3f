"""The hash chain over everything that is added only; erasures unlock nothing by themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

# The form of a link never changes, so that the upgrade and every later version agree on it.
from analysis.storage.chain import take_in
from analysis.storage.create import execute_plain

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
ERASABLE = ("comment_text", "comment_raw", "analysis_document", "reader_report")

# ruff: noqa: E501 (the statements as the guards made them, one a line)
SQLITE = (
    "CREATE TRIGGER erasure_by_erasing BEFORE INSERT ON erasure WHEN NOT moderato_erasing(new.comment_id) BEGIN SELECT RAISE(ABORT, 'an erasure is recorded by erasing alone'); END",
    "CREATE TRIGGER comment_text_no_delete BEFORE DELETE ON comment_text WHEN NOT (moderato_erasing(old.comment_id) AND EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = old.comment_id)) BEGIN SELECT RAISE(ABORT, 'the original text is write-once'); END",
    "CREATE TRIGGER comment_raw_no_delete BEFORE DELETE ON comment_raw WHEN NOT (moderato_erasing(old.comment_id) AND EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = old.comment_id)) BEGIN SELECT RAISE(ABORT, 'the raw record is write-once'); END",
    "CREATE TRIGGER analysis_document_no_delete BEFORE DELETE ON analysis_document WHEN NOT (moderato_erasing(old.comment_id) AND EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = old.comment_id)) BEGIN SELECT RAISE(ABORT, 'findings are only added'); END",
    "CREATE TRIGGER reader_report_no_delete BEFORE DELETE ON reader_report WHEN NOT (moderato_erasing(old.comment_id) AND EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = old.comment_id)) BEGIN SELECT RAISE(ABORT, 'reports are only added'); END",
    "CREATE TRIGGER chain_link_no_update BEFORE UPDATE ON chain_link BEGIN SELECT RAISE(ABORT, 'the chain is only added to'); END",
    "CREATE TRIGGER chain_link_no_delete BEFORE DELETE ON chain_link BEGIN SELECT RAISE(ABORT, 'the chain is only added to'); END",
    "CREATE TRIGGER chain_link_no_replace BEFORE INSERT ON chain_link WHEN EXISTS (SELECT 1 FROM chain_link WHERE (chain_link.position = new.position)) BEGIN SELECT RAISE(ABORT, 'the chain is only added to'); END",
    "CREATE TRIGGER export_file_no_update BEFORE UPDATE ON export_file BEGIN SELECT RAISE(ABORT, 'accounts of exports are only added'); END",
    "CREATE TRIGGER export_file_no_delete BEFORE DELETE ON export_file BEGIN SELECT RAISE(ABORT, 'accounts of exports are only added'); END",
    "CREATE TRIGGER export_file_no_replace BEFORE INSERT ON export_file WHEN EXISTS (SELECT 1 FROM export_file WHERE (export_file.id = new.id)) BEGIN SELECT RAISE(ABORT, 'accounts of exports are only added'); END",
    "CREATE TRIGGER import_file_no_update BEFORE UPDATE OF id, file, person, started_at, digest ON import_file BEGIN SELECT RAISE(ABORT, 'accounts of imports stay'); END",
    "CREATE TRIGGER import_file_no_delete BEFORE DELETE ON import_file BEGIN SELECT RAISE(ABORT, 'accounts of imports stay'); END",
    "CREATE TRIGGER import_file_no_replace BEFORE INSERT ON import_file WHEN EXISTS (SELECT 1 FROM import_file WHERE import_file.id = new.id) BEGIN SELECT RAISE(ABORT, 'accounts of imports stay'); END",
    "CREATE TRIGGER quarantine_no_update BEFORE UPDATE OF id, file, position, reason, seen_at ON quarantine BEGIN SELECT RAISE(ABORT, 'what could not be read stays on record'); END",
    "CREATE TRIGGER quarantine_no_delete BEFORE DELETE ON quarantine BEGIN SELECT RAISE(ABORT, 'what could not be read stays on record'); END",
    "CREATE TRIGGER quarantine_no_replace BEFORE INSERT ON quarantine WHEN EXISTS (SELECT 1 FROM quarantine WHERE quarantine.id = new.id) BEGIN SELECT RAISE(ABORT, 'what could not be read stays on record'); END",
)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION moderato_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF current_setting('moderato.erasing', true) = old.comment_id::text AND EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = old.comment_id) THEN RETURN old; END IF; RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE FUNCTION moderato_refuse_unless_erasing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF current_setting('moderato.erasing', true) = new.comment_id::text THEN RETURN new; END IF; RAISE EXCEPTION 'an erasure is recorded by erasing alone' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER erasure_by_erasing BEFORE INSERT ON erasure FOR EACH ROW EXECUTE FUNCTION moderato_refuse_unless_erasing()",
    "CREATE TRIGGER chain_link_no_update BEFORE UPDATE ON chain_link FOR EACH ROW EXECUTE FUNCTION moderato_refuse('the chain is only added to')",
    "CREATE TRIGGER chain_link_no_delete BEFORE DELETE ON chain_link FOR EACH ROW EXECUTE FUNCTION moderato_refuse('the chain is only added to')",
    "CREATE TRIGGER chain_link_no_truncate BEFORE TRUNCATE ON chain_link FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('the chain is only added to')",
    "CREATE TRIGGER export_file_no_update BEFORE UPDATE ON export_file FOR EACH ROW EXECUTE FUNCTION moderato_refuse('accounts of exports are only added')",
    "CREATE TRIGGER export_file_no_delete BEFORE DELETE ON export_file FOR EACH ROW EXECUTE FUNCTION moderato_refuse('accounts of exports are only added')",
    "CREATE TRIGGER export_file_no_truncate BEFORE TRUNCATE ON export_file FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('accounts of exports are only added')",
    "CREATE TRIGGER import_file_no_update BEFORE UPDATE OF id, file, person, started_at, digest ON import_file FOR EACH ROW EXECUTE FUNCTION moderato_refuse('accounts of imports stay')",
    "CREATE TRIGGER import_file_no_delete BEFORE DELETE ON import_file FOR EACH ROW EXECUTE FUNCTION moderato_refuse('accounts of imports stay')",
    "CREATE TRIGGER import_file_no_truncate BEFORE TRUNCATE ON import_file FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('accounts of imports stay')",
    "CREATE TRIGGER quarantine_no_update BEFORE UPDATE OF id, file, position, reason, seen_at ON quarantine FOR EACH ROW EXECUTE FUNCTION moderato_refuse('what could not be read stays on record')",
    "CREATE TRIGGER quarantine_no_delete BEFORE DELETE ON quarantine FOR EACH ROW EXECUTE FUNCTION moderato_refuse('what could not be read stays on record')",
    "CREATE TRIGGER quarantine_no_truncate BEFORE TRUNCATE ON quarantine FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('what could not be read stays on record')",
)


def upgrade() -> None:
    """The chain with all that is there already, guards that ask who erases, a list of exports."""
    op.create_table(
        "chain_link",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("previous_sha256", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_chain_link_position_from_one")),
        sa.CheckConstraint("last_id >= first_id", name=op.f("ck_chain_link_range")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_chain_link_sha256_length")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_chain_link")),
    )
    op.create_index(
        op.f("ix_chain_link_kind_first_id_position"),
        "chain_link",
        ["kind", "first_id", "position"],
    )
    op.create_table(
        "export_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("comments", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_file")),
    )
    op.add_column("erasure", sa.Column("salt", sa.Text(), nullable=True))
    op.create_index(op.f("ix_decision_person_id"), "decision", ["person", "id"])
    bind = op.get_bind()
    sqlite = bind.dialect.name == "sqlite"
    for table in ERASABLE if sqlite else ():
        op.execute(f"DROP TRIGGER {table}_no_delete")
    for statement in SQLITE if sqlite else POSTGRESQL:
        execute_plain(bind, statement)
    with Session(bind=bind, autoflush=False) as session:
        take_in(session)
        session.flush()
