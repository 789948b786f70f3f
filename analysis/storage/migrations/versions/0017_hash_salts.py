"""What the hash of a file or of a request was made with, so that an erasure can take it away.

Hashes of before stay as they are: the chain's links over imports hold them, and never change.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table."""
    op.create_table(
        "hash_salt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_hash_salt_comment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hash_salt")),
    )
    op.create_index(op.f("ix_hash_salt_kind_number"), "hash_salt", ["kind", "number"])
    op.create_index(op.f("ix_hash_salt_comment_id"), "hash_salt", ["comment_id"])
