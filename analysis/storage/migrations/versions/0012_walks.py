"""Claims name the walk that holds them, and a walk that has ended holds nothing any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """One column, one small table."""
    op.add_column("claim", sa.Column("walk", sa.Text(), nullable=True))
    op.create_index(op.f("ix_claim_walk"), "claim", ["walk"])
    op.create_table(
        "ended_walk",
        sa.Column("walk", sa.Text(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("walk", name=op.f("pk_ended_walk")),
    )
