"""The site's own heads, and before/after reports of every change of a version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from analysis.storage.create import execute_plain

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")

# ruff: noqa: E501 (the statements as the guards made them, one a line)
SQLITE = (
    "CREATE TRIGGER site_heads_no_update BEFORE UPDATE ON site_heads BEGIN SELECT RAISE(ABORT, 'heads are published once and never edited'); END",
    "CREATE TRIGGER site_heads_no_delete BEFORE DELETE ON site_heads BEGIN SELECT RAISE(ABORT, 'heads are published once and never edited'); END",
    "CREATE TRIGGER site_heads_no_replace BEFORE INSERT ON site_heads WHEN EXISTS (SELECT 1 FROM site_heads WHERE (site_heads.version = new.version)) BEGIN SELECT RAISE(ABORT, 'heads are published once and never edited'); END",
    "CREATE TRIGGER change_report_no_update BEFORE UPDATE ON change_report BEGIN SELECT RAISE(ABORT, 'reports of changes are only added'); END",
    "CREATE TRIGGER change_report_no_delete BEFORE DELETE ON change_report BEGIN SELECT RAISE(ABORT, 'reports of changes are only added'); END",
    "CREATE TRIGGER change_report_no_replace BEFORE INSERT ON change_report WHEN EXISTS (SELECT 1 FROM change_report WHERE (change_report.id = new.id)) BEGIN SELECT RAISE(ABORT, 'reports of changes are only added'); END",
)
POSTGRESQL = (
    "CREATE TRIGGER site_heads_no_update BEFORE UPDATE ON site_heads FOR EACH ROW EXECUTE FUNCTION moderato_refuse('heads are published once and never edited')",
    "CREATE TRIGGER site_heads_no_delete BEFORE DELETE ON site_heads FOR EACH ROW EXECUTE FUNCTION moderato_refuse('heads are published once and never edited')",
    "CREATE TRIGGER site_heads_no_truncate BEFORE TRUNCATE ON site_heads FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('heads are published once and never edited')",
    "CREATE TRIGGER change_report_no_update BEFORE UPDATE ON change_report FOR EACH ROW EXECUTE FUNCTION moderato_refuse('reports of changes are only added')",
    "CREATE TRIGGER change_report_no_delete BEFORE DELETE ON change_report FOR EACH ROW EXECUTE FUNCTION moderato_refuse('reports of changes are only added')",
    "CREATE TRIGGER change_report_no_truncate BEFORE TRUNCATE ON change_report FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('reports of changes are only added')",
)


def upgrade() -> None:
    """Two tables that are only added to."""
    op.create_table(
        "site_heads",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("model_digest", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("annotation_sets", sa.Text(), nullable=False),
        sa.Column("learned_from", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_site_heads_digest_length")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_site_heads")),
    )
    op.create_table(
        "change_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version_before", sa.Text(), nullable=False),
        sa.Column("version_after", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('profile', 'combination', 'heads', 'run')",
            name=op.f("ck_change_report_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_report")),
    )
    op.create_index(op.f("ix_change_report_kind_id"), "change_report", ["kind", "id"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        execute_plain(op.get_bind(), statement)
