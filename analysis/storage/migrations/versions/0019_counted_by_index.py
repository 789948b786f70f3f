"""Indexes that count: answers that failed, and comments of an import that are shown.

Home and status count what failed, which lay among all answers without a score: of a million
comments of which a third was in a language that no scorer reads, a third of a million had to be
looked at for each label. The screen of imports read every comment to see whether it is shown.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

FAILED = "status = 'failed'"


def upgrade() -> None:
    """Two indexes, one of them in the place of a narrower one."""
    failed = sa.text(FAILED)
    op.create_index(
        "ix_queue_label_failed",
        "queue_label",
        ["label", "comment_id"],
        sqlite_where=failed,
        postgresql_where=failed,
    )
    op.create_index("ix_comment_shown_import_id", "comment", ["import_id", "withdrawn", "id"])
    op.drop_index("ix_comment_import_id", "comment")
