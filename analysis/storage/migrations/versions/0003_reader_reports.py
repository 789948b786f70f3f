"""Readers' reports, and which of them a decision answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from analysis.storage.create import execute_plain

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")

# ruff: noqa: E501 (the statements as the guards made them, one a line)
SQLITE = (
    "CREATE TRIGGER reader_report_no_update BEFORE UPDATE ON reader_report BEGIN SELECT RAISE(ABORT, 'reports are only added'); END",
    "CREATE TRIGGER reader_report_no_delete BEFORE DELETE ON reader_report WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.comment_id = old.comment_id) BEGIN SELECT RAISE(ABORT, 'reports are only added'); END",
    "CREATE TRIGGER reader_report_no_replace BEFORE INSERT ON reader_report WHEN EXISTS (SELECT 1 FROM reader_report WHERE (reader_report.id = new.id) OR (reader_report.comment_id = new.comment_id AND reader_report.reporter = new.reporter AND reader_report.reason = new.reason)) BEGIN SELECT RAISE(ABORT, 'reports are only added'); END",
)
POSTGRESQL = (
    "CREATE TRIGGER reader_report_no_update BEFORE UPDATE ON reader_report FOR EACH ROW EXECUTE FUNCTION moderato_refuse('reports are only added')",
    "CREATE TRIGGER reader_report_no_delete BEFORE DELETE ON reader_report FOR EACH ROW EXECUTE FUNCTION moderato_refuse_unless_erased('reports are only added')",
    "CREATE TRIGGER reader_report_no_truncate BEFORE TRUNCATE ON reader_report FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('reports are only added')",
)


def upgrade() -> None:
    """A table of its own, guarded like the rest; a comment is found by the platform's id alone."""
    op.create_table(
        "reader_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("reporter", sa.Text(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.CheckConstraint("people >= 1", name=op.f("ck_reader_report_people_from_one")),
        sa.CheckConstraint(
            "reporter IS NULL OR people = 1", name=op.f("ck_reader_report_a_reporter_is_one")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_reader_report_comment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_report")),
        sa.UniqueConstraint(
            "comment_id",
            "reporter",
            "reason",
            name=op.f("uq_reader_report_comment_id_reporter_reason"),
        ),
    )
    op.create_index(
        op.f("ix_reader_report_reason_comment_id"), "reader_report", ["reason", "comment_id"]
    )
    op.create_index(
        op.f("ix_reader_report_label_comment_id"), "reader_report", ["label", "comment_id"]
    )
    op.create_index("ix_comment_platform_id", "comment", ["platform_id", "article_id"])
    op.add_column("decision", sa.Column("reports_seen", sa.Integer(), nullable=True))
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        execute_plain(op.get_bind(), statement)
