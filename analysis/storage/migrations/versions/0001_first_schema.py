"""The first schema: originals, findings, decisions, accounts, annotations, the queue's cache."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from analysis.storage.create import execute_plain

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")

# ruff: noqa: E501 (the statements as the guards made them, one a line)
SQLITE = (
    "CREATE VIRTUAL TABLE comment_search USING fts5(text, content='comment_text', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER comment_text_searched AFTER INSERT ON comment_text BEGIN INSERT INTO comment_search(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER comment_text_unsearched AFTER DELETE ON comment_text BEGIN INSERT INTO comment_search(comment_search, rowid, text) VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER comment_text_not_erased BEFORE INSERT ON comment_text WHEN EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = new.comment_id) BEGIN SELECT RAISE(ABORT, 'this comment was erased'); END",
    "CREATE TRIGGER comment_text_no_update BEFORE UPDATE ON comment_text BEGIN SELECT RAISE(ABORT, 'the original text is write-once'); END",
    "CREATE TRIGGER comment_text_no_delete BEFORE DELETE ON comment_text WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = old.comment_id) BEGIN SELECT RAISE(ABORT, 'the original text is write-once'); END",
    "CREATE TRIGGER comment_text_no_replace BEFORE INSERT ON comment_text WHEN EXISTS (SELECT 1 FROM comment_text WHERE (comment_text.id = new.id) OR (comment_text.comment_id = new.comment_id AND comment_text.revision = new.revision)) BEGIN SELECT RAISE(ABORT, 'the original text is write-once'); END",
    "CREATE TRIGGER comment_raw_no_update BEFORE UPDATE ON comment_raw BEGIN SELECT RAISE(ABORT, 'the raw record is write-once'); END",
    "CREATE TRIGGER comment_raw_no_delete BEFORE DELETE ON comment_raw WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = old.comment_id) BEGIN SELECT RAISE(ABORT, 'the raw record is write-once'); END",
    "CREATE TRIGGER comment_raw_no_replace BEFORE INSERT ON comment_raw WHEN EXISTS (SELECT 1 FROM comment_raw WHERE (comment_raw.text_id = new.text_id)) BEGIN SELECT RAISE(ABORT, 'the raw record is write-once'); END",
    "CREATE TRIGGER analysis_document_no_update BEFORE UPDATE ON analysis_document BEGIN SELECT RAISE(ABORT, 'findings are only added'); END",
    "CREATE TRIGGER analysis_document_no_delete BEFORE DELETE ON analysis_document WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = old.comment_id) BEGIN SELECT RAISE(ABORT, 'findings are only added'); END",
    "CREATE TRIGGER analysis_document_no_replace BEFORE INSERT ON analysis_document WHEN EXISTS (SELECT 1 FROM analysis_document WHERE (analysis_document.analysis_id = new.analysis_id)) BEGIN SELECT RAISE(ABORT, 'findings are only added'); END",
    "CREATE TRIGGER erasure_no_update BEFORE UPDATE ON erasure BEGIN SELECT RAISE(ABORT, 'erasures are only added'); END",
    "CREATE TRIGGER erasure_no_delete BEFORE DELETE ON erasure BEGIN SELECT RAISE(ABORT, 'erasures are only added'); END",
    "CREATE TRIGGER erasure_no_replace BEFORE INSERT ON erasure WHEN EXISTS (SELECT 1 FROM erasure WHERE (erasure.id = new.id) OR (erasure.comment_id = new.comment_id AND erasure.revision = new.revision)) BEGIN SELECT RAISE(ABORT, 'erasures are only added'); END",
    "CREATE TRIGGER run_no_update BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'runs are only added'); END",
    "CREATE TRIGGER run_no_delete BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'runs are only added'); END",
    "CREATE TRIGGER run_no_replace BEFORE INSERT ON run WHEN EXISTS (SELECT 1 FROM run WHERE (run.id = new.id) OR (run.key = new.key)) BEGIN SELECT RAISE(ABORT, 'runs are only added'); END",
    "CREATE TRIGGER run_end_no_update BEFORE UPDATE ON run_end BEGIN SELECT RAISE(ABORT, 'runs are only added'); END",
    "CREATE TRIGGER run_end_no_delete BEFORE DELETE ON run_end BEGIN SELECT RAISE(ABORT, 'runs are only added'); END",
    "CREATE TRIGGER run_end_no_replace BEFORE INSERT ON run_end WHEN EXISTS (SELECT 1 FROM run_end WHERE (run_end.run_id = new.run_id)) BEGIN SELECT RAISE(ABORT, 'runs are only added'); END",
    "CREATE TRIGGER analysis_no_update BEFORE UPDATE ON analysis BEGIN SELECT RAISE(ABORT, 'findings are only added'); END",
    "CREATE TRIGGER analysis_no_delete BEFORE DELETE ON analysis BEGIN SELECT RAISE(ABORT, 'findings are only added'); END",
    "CREATE TRIGGER analysis_no_replace BEFORE INSERT ON analysis WHEN EXISTS (SELECT 1 FROM analysis WHERE (analysis.id = new.id) OR (analysis.comment_id = new.comment_id AND analysis.revision = new.revision AND analysis.run_id = new.run_id)) BEGIN SELECT RAISE(ABORT, 'findings are only added'); END",
    "CREATE TRIGGER label_result_no_update BEFORE UPDATE ON label_result BEGIN SELECT RAISE(ABORT, 'findings are only added'); END",
    "CREATE TRIGGER label_result_no_delete BEFORE DELETE ON label_result BEGIN SELECT RAISE(ABORT, 'findings are only added'); END",
    "CREATE TRIGGER label_result_no_replace BEFORE INSERT ON label_result WHEN EXISTS (SELECT 1 FROM label_result WHERE (label_result.analysis_id = new.analysis_id AND label_result.label = new.label)) BEGIN SELECT RAISE(ABORT, 'findings are only added'); END",
    "CREATE TRIGGER profile_no_update BEFORE UPDATE ON profile BEGIN SELECT RAISE(ABORT, 'profiles are published once and never edited'); END",
    "CREATE TRIGGER profile_no_delete BEFORE DELETE ON profile BEGIN SELECT RAISE(ABORT, 'profiles are published once and never edited'); END",
    "CREATE TRIGGER profile_no_replace BEFORE INSERT ON profile WHEN EXISTS (SELECT 1 FROM profile WHERE (profile.id = new.id) OR (profile.name = new.name AND profile.version = new.version)) BEGIN SELECT RAISE(ABORT, 'profiles are published once and never edited'); END",
    "CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END",
    "CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END",
    "CREATE TRIGGER decision_no_replace BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM decision WHERE (decision.id = new.id) OR (decision.comment_id = new.comment_id AND decision.sequence = new.sequence)) BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END",
    "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit events are only added'); END",
    "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit events are only added'); END",
    "CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM audit_event WHERE (audit_event.id = new.id)) BEGIN SELECT RAISE(ABORT, 'audit events are only added'); END",
    "CREATE TRIGGER annotation_set_no_update BEFORE UPDATE ON annotation_set BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER annotation_set_no_delete BEFORE DELETE ON annotation_set BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER annotation_set_no_replace BEFORE INSERT ON annotation_set WHEN EXISTS (SELECT 1 FROM annotation_set WHERE (annotation_set.id = new.id) OR (annotation_set.name = new.name)) BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER annotation_item_no_update BEFORE UPDATE ON annotation_item BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER annotation_item_no_delete BEFORE DELETE ON annotation_item BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER annotation_item_no_replace BEFORE INSERT ON annotation_item WHEN EXISTS (SELECT 1 FROM annotation_item WHERE (annotation_item.id = new.id) OR (annotation_item.set_id = new.set_id AND annotation_item.comment_id = new.comment_id)) BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER annotation_no_update BEFORE UPDATE ON annotation BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER annotation_no_delete BEFORE DELETE ON annotation BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER annotation_no_replace BEFORE INSERT ON annotation WHEN EXISTS (SELECT 1 FROM annotation WHERE (annotation.id = new.id) OR (annotation.item_id = new.item_id AND annotation.label = new.label AND annotation.person = new.person AND annotation.kind = new.kind AND annotation.sequence = new.sequence)) BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER evidence_feedback_no_update BEFORE UPDATE ON evidence_feedback BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER evidence_feedback_no_delete BEFORE DELETE ON evidence_feedback BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
    "CREATE TRIGGER evidence_feedback_no_replace BEFORE INSERT ON evidence_feedback WHEN EXISTS (SELECT 1 FROM evidence_feedback WHERE (evidence_feedback.id = new.id)) BEGIN SELECT RAISE(ABORT, 'annotations are only added'); END",
)

POSTGRESQL = (
    "CREATE TABLE comment_search (text_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX ix_comment_search_words ON comment_search USING gin (words)",
    "CREATE FUNCTION moderato_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE FUNCTION moderato_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = old.comment_id) THEN RETURN old; END IF; RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE FUNCTION moderato_refuse_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = new.comment_id) THEN RAISE EXCEPTION 'this comment was erased' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN new; END $$",
    "CREATE FUNCTION moderato_unsearch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM comment_search WHERE text_id = old.id; RETURN old; END $$",
    "CREATE TRIGGER comment_text_unsearched AFTER DELETE ON comment_text FOR EACH ROW EXECUTE FUNCTION moderato_unsearch()",
    "CREATE TRIGGER comment_text_not_erased BEFORE INSERT ON comment_text FOR EACH ROW EXECUTE FUNCTION moderato_refuse_erased()",
    "CREATE TRIGGER comment_text_no_update BEFORE UPDATE ON comment_text FOR EACH ROW EXECUTE FUNCTION moderato_refuse('the original text is write-once')",
    "CREATE TRIGGER comment_text_no_delete BEFORE DELETE ON comment_text FOR EACH ROW EXECUTE FUNCTION moderato_refuse_unless_erased('the original text is write-once')",
    "CREATE TRIGGER comment_text_no_truncate BEFORE TRUNCATE ON comment_text FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('the original text is write-once')",
    "CREATE TRIGGER comment_raw_no_update BEFORE UPDATE ON comment_raw FOR EACH ROW EXECUTE FUNCTION moderato_refuse('the raw record is write-once')",
    "CREATE TRIGGER comment_raw_no_delete BEFORE DELETE ON comment_raw FOR EACH ROW EXECUTE FUNCTION moderato_refuse_unless_erased('the raw record is write-once')",
    "CREATE TRIGGER comment_raw_no_truncate BEFORE TRUNCATE ON comment_raw FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('the raw record is write-once')",
    "CREATE TRIGGER analysis_document_no_update BEFORE UPDATE ON analysis_document FOR EACH ROW EXECUTE FUNCTION moderato_refuse('findings are only added')",
    "CREATE TRIGGER analysis_document_no_delete BEFORE DELETE ON analysis_document FOR EACH ROW EXECUTE FUNCTION moderato_refuse_unless_erased('findings are only added')",
    "CREATE TRIGGER analysis_document_no_truncate BEFORE TRUNCATE ON analysis_document FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('findings are only added')",
    "CREATE TRIGGER erasure_no_update BEFORE UPDATE ON erasure FOR EACH ROW EXECUTE FUNCTION moderato_refuse('erasures are only added')",
    "CREATE TRIGGER erasure_no_delete BEFORE DELETE ON erasure FOR EACH ROW EXECUTE FUNCTION moderato_refuse('erasures are only added')",
    "CREATE TRIGGER erasure_no_truncate BEFORE TRUNCATE ON erasure FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('erasures are only added')",
    "CREATE TRIGGER run_no_update BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION moderato_refuse('runs are only added')",
    "CREATE TRIGGER run_no_delete BEFORE DELETE ON run FOR EACH ROW EXECUTE FUNCTION moderato_refuse('runs are only added')",
    "CREATE TRIGGER run_no_truncate BEFORE TRUNCATE ON run FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('runs are only added')",
    "CREATE TRIGGER run_end_no_update BEFORE UPDATE ON run_end FOR EACH ROW EXECUTE FUNCTION moderato_refuse('runs are only added')",
    "CREATE TRIGGER run_end_no_delete BEFORE DELETE ON run_end FOR EACH ROW EXECUTE FUNCTION moderato_refuse('runs are only added')",
    "CREATE TRIGGER run_end_no_truncate BEFORE TRUNCATE ON run_end FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('runs are only added')",
    "CREATE TRIGGER analysis_no_update BEFORE UPDATE ON analysis FOR EACH ROW EXECUTE FUNCTION moderato_refuse('findings are only added')",
    "CREATE TRIGGER analysis_no_delete BEFORE DELETE ON analysis FOR EACH ROW EXECUTE FUNCTION moderato_refuse('findings are only added')",
    "CREATE TRIGGER analysis_no_truncate BEFORE TRUNCATE ON analysis FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('findings are only added')",
    "CREATE TRIGGER label_result_no_update BEFORE UPDATE ON label_result FOR EACH ROW EXECUTE FUNCTION moderato_refuse('findings are only added')",
    "CREATE TRIGGER label_result_no_delete BEFORE DELETE ON label_result FOR EACH ROW EXECUTE FUNCTION moderato_refuse('findings are only added')",
    "CREATE TRIGGER label_result_no_truncate BEFORE TRUNCATE ON label_result FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('findings are only added')",
    "CREATE TRIGGER profile_no_update BEFORE UPDATE ON profile FOR EACH ROW EXECUTE FUNCTION moderato_refuse('profiles are published once and never edited')",
    "CREATE TRIGGER profile_no_delete BEFORE DELETE ON profile FOR EACH ROW EXECUTE FUNCTION moderato_refuse('profiles are published once and never edited')",
    "CREATE TRIGGER profile_no_truncate BEFORE TRUNCATE ON profile FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('profiles are published once and never edited')",
    "CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision FOR EACH ROW EXECUTE FUNCTION moderato_refuse('decisions are only added')",
    "CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision FOR EACH ROW EXECUTE FUNCTION moderato_refuse('decisions are only added')",
    "CREATE TRIGGER decision_no_truncate BEFORE TRUNCATE ON decision FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('decisions are only added')",
    "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event FOR EACH ROW EXECUTE FUNCTION moderato_refuse('audit events are only added')",
    "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION moderato_refuse('audit events are only added')",
    "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('audit events are only added')",
    "CREATE TRIGGER annotation_set_no_update BEFORE UPDATE ON annotation_set FOR EACH ROW EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER annotation_set_no_delete BEFORE DELETE ON annotation_set FOR EACH ROW EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER annotation_set_no_truncate BEFORE TRUNCATE ON annotation_set FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER annotation_item_no_update BEFORE UPDATE ON annotation_item FOR EACH ROW EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER annotation_item_no_delete BEFORE DELETE ON annotation_item FOR EACH ROW EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER annotation_item_no_truncate BEFORE TRUNCATE ON annotation_item FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER annotation_no_update BEFORE UPDATE ON annotation FOR EACH ROW EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER annotation_no_delete BEFORE DELETE ON annotation FOR EACH ROW EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER annotation_no_truncate BEFORE TRUNCATE ON annotation FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER evidence_feedback_no_update BEFORE UPDATE ON evidence_feedback FOR EACH ROW EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER evidence_feedback_no_delete BEFORE DELETE ON evidence_feedback FOR EACH ROW EXECUTE FUNCTION moderato_refuse('annotations are only added')",
    "CREATE TRIGGER evidence_feedback_no_truncate BEFORE TRUNCATE ON evidence_feedback FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('annotations are only added')",
)


def upgrade() -> None:
    """Make the tables, then their guards and the search index."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "role IN ('moderator', 'manager', 'researcher', 'admin')", name=op.f("ck_account_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "annotation_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("guideline", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation_set")),
        sa.UniqueConstraint("name", name=op.f("uq_annotation_set_name")),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("paragraphs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("platform_id", name=op.f("uq_article_platform_id")),
    )
    op.create_index(op.f("ix_article_section"), "article", ["section"], unique=False)
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("run_key", sa.Text(), nullable=True),
        sa.Column("profile_name", sa.Text(), nullable=True),
        sa.Column("profile_version", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_action_at"), "audit_event", ["action", "at"], unique=False)
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"], unique=False)
    op.create_index(op.f("ix_audit_event_comment_id"), "audit_event", ["comment_id"], unique=False)
    op.create_index(op.f("ix_audit_event_person_at"), "audit_event", ["person", "at"], unique=False)
    op.create_table(
        "import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
    )
    op.create_table(
        "profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shadow", sa.Boolean(), nullable=False),
        sa.Column("thresholds", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_profile_name_version")),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint(
            "file", "position", "reason", name=op.f("uq_quarantine_file_position_reason")
        ),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("info", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("key", name=op.f("uq_run_key")),
    )
    op.create_index(op.f("ix_run_signature"), "run", ["signature"], unique=False)
    op.create_table(
        "site_setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_site_setting")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("parent_platform_id", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=True),
        sa.Column("votes_up", sa.Integer(), nullable=True),
        sa.Column("votes_down", sa.Integer(), nullable=True),
        sa.Column("votes_score", sa.Integer(), nullable=True),
        sa.Column("platform_status", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_comment_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint(
            "article_id", "platform_id", name=op.f("uq_comment_article_id_platform_id")
        ),
    )
    op.create_index(
        op.f("ix_comment_article_id_position_id"),
        "comment",
        ["article_id", "position", "id"],
        unique=False,
    )
    op.create_index(
        "ix_comment_replies",
        "comment",
        ["article_id", "parent_platform_id", "position", "id"],
        unique=False,
    )
    op.create_table(
        "queue_count",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_queue_count_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "queue", name=op.f("pk_queue_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run_end",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", MOMENT, nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_end_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run_end")),
    )
    op.create_table(
        "session",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account_id")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account_id"), "session", ["account_id"], unique=False)
    op.create_table(
        "analysis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_analysis_comment_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_analysis_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis")),
        sa.UniqueConstraint(
            "comment_id", "revision", "run_id", name=op.f("uq_analysis_comment_id_revision_run_id")
        ),
    )
    op.create_index(op.f("ix_analysis_run_id"), "analysis", ["run_id"], unique=False)
    op.create_table(
        "annotation_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("selection", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_annotation_item_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_set.id"], name=op.f("fk_annotation_item_set_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation_item")),
        sa.UniqueConstraint(
            "set_id", "comment_id", name=op.f("uq_annotation_item_set_id_comment_id")
        ),
    )
    op.create_index(
        op.f("ix_annotation_item_comment_id"), "annotation_item", ["comment_id"], unique=False
    )
    op.create_table(
        "claim",
        sa.Column("comment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_claim_comment_id")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_claim")),
    )
    op.create_table(
        "comment_raw",
        sa.Column("text_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_comment_raw_comment_id")
        ),
        sa.PrimaryKeyConstraint("text_id", name=op.f("pk_comment_raw")),
    )
    op.create_index(op.f("ix_comment_raw_comment_id"), "comment_raw", ["comment_id"], unique=False)
    op.create_table(
        "comment_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_comment_text_sha256_length")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_comment_text_revision_from_one")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_comment_text_comment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_text")),
        sa.UniqueConstraint(
            "comment_id", "revision", name=op.f("uq_comment_text_comment_id_revision")
        ),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("run_key", sa.Text(), nullable=True),
        sa.Column("profile_name", sa.Text(), nullable=True),
        sa.Column("profile_version", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "action <> 'undo' OR replaces IS NOT NULL", name=op.f("ck_decision_undo_names_one")
        ),
        sa.CheckConstraint(
            "action IN ('approve', 'reject', 'escalate', 'second_opinion', 'undo')",
            name=op.f("ck_decision_action"),
        ),
        sa.CheckConstraint(
            "replaces IS NULL OR replaces < sequence", name=op.f("ck_decision_replaces_earlier")
        ),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_decision_sequence_from_one")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_decision_comment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("comment_id", "sequence", name=op.f("uq_decision_comment_id_sequence")),
    )
    op.create_index(op.f("ix_decision_batch_id"), "decision", ["batch_id"], unique=False)
    op.create_index(
        op.f("ix_decision_person_decided_at"), "decision", ["person", "decided_at"], unique=False
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("erased_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_erasure_comment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("comment_id", "revision", name=op.f("uq_erasure_comment_id_revision")),
    )
    op.create_table(
        "evidence_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("scorer", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "verdict IN ('confirm', 'reject', 'add')", name=op.f("ck_evidence_feedback_verdict")
        ),
        sa.CheckConstraint(
            "span_start >= 0 AND span_end > span_start", name=op.f("ck_evidence_feedback_span")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_evidence_feedback_comment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_feedback")),
    )
    op.create_index(
        op.f("ix_evidence_feedback_comment_id"), "evidence_feedback", ["comment_id"], unique=False
    )
    op.create_table(
        "queue_entry",
        sa.Column("comment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("analysis_id", sa.Integer(), nullable=True),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("priority", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_queue_entry_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_queue_entry_comment_id")
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_queue_entry")),
    )
    op.create_index(
        "ix_queue_entry_all_by_place",
        "queue_entry",
        ["article_id", "position", "comment_id"],
        unique=False,
    )
    op.create_index(
        "ix_queue_entry_all_by_priority", "queue_entry", ["priority", "comment_id"], unique=False
    )
    op.create_index(
        "ix_queue_entry_all_by_time", "queue_entry", ["created_at", "comment_id"], unique=False
    )
    op.create_index(
        "ix_queue_entry_article_priority",
        "queue_entry",
        ["article_id", "queue", "priority", "comment_id"],
        unique=False,
    )
    op.create_index("ix_queue_entry_author", "queue_entry", ["author", "created_at"], unique=False)
    op.create_index(
        "ix_queue_entry_by_place",
        "queue_entry",
        ["queue", "article_id", "position", "comment_id"],
        unique=False,
    )
    op.create_index(
        "ix_queue_entry_by_priority",
        "queue_entry",
        ["queue", "priority", "comment_id"],
        unique=False,
    )
    op.create_index(
        "ix_queue_entry_by_time", "queue_entry", ["queue", "created_at", "comment_id"], unique=False
    )
    op.create_index(
        "ix_queue_entry_machine",
        "queue_entry",
        ["machine", "article_id", "comment_id"],
        unique=False,
    )
    op.create_index("ix_queue_entry_text_id", "queue_entry", ["text_id"], unique=False)
    op.create_index("ix_queue_entry_tone", "queue_entry", ["article_id", "pattern"], unique=False)
    op.create_index("ix_queue_entry_tone_by_day", "queue_entry", ["day", "pattern"], unique=False)
    op.create_table(
        "queue_facet",
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("comment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_queue_facet_comment_id")
        ),
        sa.PrimaryKeyConstraint("label", "facet", "comment_id", name=op.f("pk_queue_facet")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_queue_facet_comment_id"), "queue_facet", ["comment_id"], unique=False)
    op.create_table(
        "queue_label",
        sa.Column("comment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_queue_label_comment_id")
        ),
        sa.PrimaryKeyConstraint("comment_id", "label", name=op.f("pk_queue_label")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_queue_label_by_score",
        "queue_label",
        ["label", "probability", "comment_id"],
        unique=False,
    )
    op.create_index(
        "ix_queue_label_in_queue",
        "queue_label",
        ["label", "queue", "probability", "comment_id", "state"],
        unique=False,
    )
    op.create_table(
        "analysis_document",
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_analysis_document_analysis_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_analysis_document_comment_id")
        ),
        sa.PrimaryKeyConstraint("analysis_id", name=op.f("pk_analysis_document")),
    )
    op.create_index(
        op.f("ix_analysis_document_comment_id"), "analysis_document", ["comment_id"], unique=False
    )
    op.create_table(
        "annotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("facets", sa.Text(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "judgement IN ('yes', 'no', 'skip')", name=op.f("ck_annotation_judgement")
        ),
        sa.CheckConstraint(
            "kind IN ('vote', 'adjudication', 'gold')", name=op.f("ck_annotation_kind")
        ),
        sa.CheckConstraint(
            "level IS NULL OR level BETWEEN 0 AND 3", name=op.f("ck_annotation_level")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["annotation_item.id"], name=op.f("fk_annotation_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation")),
        sa.UniqueConstraint(
            "item_id",
            "label",
            "person",
            "kind",
            "sequence",
            name=op.f("uq_annotation_item_id_label_person_kind_sequence"),
        ),
    )
    op.create_table(
        "label_result",
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.Column("facets", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status = 'scored') = (probability IS NOT NULL)",
            name=op.f("ck_label_result_probability_when_scored"),
        ),
        sa.CheckConstraint(
            "status IN ('scored', 'abstained', 'failed')", name=op.f("ck_label_result_status")
        ),
        sa.CheckConstraint(
            "probability BETWEEN 0.0 AND 1.0", name=op.f("ck_label_result_probability_range")
        ),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_label_result_analysis_id")
        ),
        sa.PrimaryKeyConstraint("analysis_id", "label", name=op.f("pk_label_result")),
        sqlite_with_rowid=False,
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        execute_plain(op.get_bind(), statement)
