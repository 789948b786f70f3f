"""The hash chain over what people did and what was read and found."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from analysis.storage.tables.base import Table


class ChainLinkTable(Table):
    """One link: it carries the hash of the link before and of the rows it stands for. Append-only.

    ``kind`` is the table, ``first_id`` to ``last_id`` its rows. ``content_sha256`` is over their
    canonical content, ``sha256`` over all other columns of the link (see ``chain``).
    """

    __tablename__ = "chain_link"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_from_one"),
        CheckConstraint("last_id >= first_id", name="range"),
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        Index(None, "kind", "first_id", "position"),
    )

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    first_id: Mapped[int]
    last_id: Mapped[int]
    previous_sha256: Mapped[str]
    content_sha256: Mapped[str]
    sha256: Mapped[str]
