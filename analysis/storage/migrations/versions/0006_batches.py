"""Imports as batches: which brought a comment, how it was read, and whether it was undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Add what a batch needs; imports made before have neither file nor options on record."""
    op.add_column("comment", sa.Column("import_id", sa.Integer(), nullable=True))
    op.add_column(
        "comment",
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_comment_import_id", "comment", ["import_id"])
    op.add_column(
        "import_file",
        sa.Column("state", sa.Text(), nullable=False, server_default="finished"),
    )
    for name in ("path", "digest", "options", "columns"):
        op.add_column("import_file", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("quarantine", sa.Column("import_id", sa.Integer(), nullable=True))
    op.add_column("quarantine", sa.Column("resolved_at", MOMENT, nullable=True))
