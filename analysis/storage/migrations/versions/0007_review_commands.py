"""Commands of the review under the ids that browsers gave them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from analysis.storage.create import execute_plain

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")

# ruff: noqa: E501 (the statements as the guards made them, one a line)
SQLITE = (
    "CREATE TRIGGER review_command_no_update BEFORE UPDATE ON review_command BEGIN SELECT RAISE(ABORT, 'commands are only added'); END",
    "CREATE TRIGGER review_command_no_delete BEFORE DELETE ON review_command BEGIN SELECT RAISE(ABORT, 'commands are only added'); END",
    "CREATE TRIGGER review_command_no_replace BEFORE INSERT ON review_command WHEN EXISTS (SELECT 1 FROM review_command WHERE (review_command.id = new.id) OR (review_command.key = new.key)) BEGIN SELECT RAISE(ABORT, 'commands are only added'); END",
)
POSTGRESQL = (
    "CREATE TRIGGER review_command_no_update BEFORE UPDATE ON review_command FOR EACH ROW EXECUTE FUNCTION moderato_refuse('commands are only added')",
    "CREATE TRIGGER review_command_no_delete BEFORE DELETE ON review_command FOR EACH ROW EXECUTE FUNCTION moderato_refuse('commands are only added')",
    "CREATE TRIGGER review_command_no_truncate BEFORE TRUNCATE ON review_command FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('commands are only added')",
)


def upgrade() -> None:
    """One table that is only added to."""
    op.create_table(
        "review_command",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_command")),
        sa.UniqueConstraint("key", name=op.f("uq_review_command_key")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        execute_plain(op.get_bind(), statement)
