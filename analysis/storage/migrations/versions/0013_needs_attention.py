"""One queue of what is flagged or reported in each order, and how long each queue has waited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0009"
branch_labels = None
depends_on = None

LISTED = "coalesce(queue, '') IN ('flagged', 'reported')"

INDEXES = (
    ("ix_queue_entry_attention_by_priority", "queue_entry", ("priority", "comment_id")),
    ("ix_queue_entry_attention_by_time", "queue_entry", ("created_at", "comment_id")),
    (
        "ix_queue_entry_attention_by_place",
        "queue_entry",
        ("article_id", "position", "comment_id"),
    ),
    ("ix_queue_label_attention", "queue_label", ("label", "probability", "comment_id")),
)


def upgrade() -> None:
    """Indexes only; the order itself is worked out anew by ``moderato migrate``."""
    for name, table, columns in INDEXES:
        listed = sa.text(LISTED)
        op.create_index(name, table, list(columns), sqlite_where=listed, postgresql_where=listed)
    op.create_index("ix_queue_entry_by_reading", "queue_entry", ["queue", "text_id"])
    # Who decided when, of everybody: an index that holds all that a workload counts.
    op.create_index(
        op.f("ix_decision_decided_at_person_action"), "decision", ["decided_at", "person", "action"]
    )
