"""A label's row no longer repeats its comment's queue and state.

A published profile moved a comment in the queue and, with each of its labels, in two further
indexes of all scores: most of the work of a publication.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two indexes and two columns go; what they held stands in ``queue_entry``.

    An index by the pipeline's own place, of which only one place was asked, holds that place alone.
    """
    op.drop_index("ix_queue_label_in_queue", "queue_label")
    op.drop_index("ix_queue_label_attention", "queue_label")
    op.drop_column("queue_label", "queue")
    op.drop_column("queue_label", "state")
    op.drop_index("ix_queue_entry_machine", "queue_entry")
    unscored = sa.text("machine = 'unscored'")
    op.create_index(
        "ix_queue_entry_unscored",
        "queue_entry",
        ["article_id", "position", "comment_id"],
        sqlite_where=unscored,
        postgresql_where=unscored,
    )
