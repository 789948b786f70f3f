"""The hash chain also over annotations, profiles, heads, runs, imports, records and reports."""

from __future__ import annotations

from alembic import op
from sqlalchemy.orm import Session

# The form of a link never changes, so that the upgrade and every later version agree on it.
from analysis.storage.chain import take_in
from analysis.storage.chain_content import Kind

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None

KINDS = (
    *(Kind.IMPORT, Kind.RECORD, Kind.USER_REPORT, Kind.PROFILE, Kind.RUN, Kind.HEADS),
    *(Kind.ANNOTATION_ITEM, Kind.ANNOTATION, Kind.FEEDBACK),
)


def upgrade() -> None:
    """Links over all that is there already, as it is now."""
    with Session(bind=op.get_bind(), autoflush=False) as session:
        take_in(session, KINDS)
        session.flush()
