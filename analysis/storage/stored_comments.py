"""What is stored of comments that are read again: their texts' hashes, their facts, what became of
them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from analysis.domain.comment import Comment
from analysis.storage.comments import chunks
from analysis.storage.new_rows import FACTS, facts_of
from analysis.storage.tables import CommentTable, CommentTextTable, ErasureTable


@dataclass(slots=True)
class StoredComment:
    """A stored comment: its id, hash to its last revision, and the facts that a platform may
    change."""

    id: int
    revisions: dict[str, int]
    facts: dict[str, Any]
    erased: bool = False
    withdrawn: bool = False
    replaced: bool = False

    @property
    def newest(self) -> str | None:
        """The hash of the text that stands now."""
        return max(self.revisions, key=self.revisions.__getitem__, default=None)


def as_stored(comment: Comment, sha256: str) -> StoredComment:
    """A new comment as it will be read back, its number still to come."""
    facts = facts_of(comment)
    when = facts["created_at"]
    if when is not None and when.tzinfo is None:
        facts["created_at"] = when.replace(tzinfo=UTC)
    return StoredComment(0, {sha256: 1}, facts)


def stored_comments(
    session: Session, asked: Mapping[int, Collection[str]]
) -> dict[int, dict[str, StoredComment]]:
    """Those of the comments ``asked`` for that are stored, by article and the platform's id."""
    table = CommentTable
    known: dict[int, dict[str, StoredComment]] = {article: {} for article in asked}
    by_number: dict[int, StoredComment] = {}
    articles = [article for article, platform_ids in asked.items() if platform_ids]
    for some in chunks(sorted({name for names in asked.values() for name in names})):
        where = table.platform_id.in_(some), table.article_id.in_(articles)
        for row in _rows(session, *where):
            by_number[row.id] = known[row.article_id][row.platform_id] = _stored(row)
    _add_revisions(session, by_number)
    return known


def comments_to_replace(
    session: Session, article: int, platform_ids: Collection[str], replaces: int
) -> dict[str, StoredComment]:
    """Stored comments of this article or of the import ``replaces``, by the platform's id.

    Where both are, the one that stands under this article counts.
    """
    table = CommentTable
    known: dict[str, StoredComment] = {}
    for some in chunks(sorted(platform_ids)):
        for where in (table.import_id == replaces, table.article_id == article):
            for row in _rows(session, where, table.platform_id.in_(some)):
                replaced = row.import_id == replaces
                known[row.platform_id] = _stored(row, replaced=replaced)
    _add_revisions(session, {stored.id: stored for stored in known.values()})
    return known


def _rows(session: Session, *where: ColumnElement[bool]) -> Iterable[Row[Any]]:
    table = CommentTable
    columns = (
        table.id, table.platform_id, table.article_id, table.import_id, table.withdrawn,
        *(getattr(table, name) for name in FACTS),
    )  # fmt: skip
    return session.execute(select(*columns).where(*where))


def _stored(row: Row[Any], *, replaced: bool = False) -> StoredComment:
    facts = {name: getattr(row, name) for name in FACTS}
    return StoredComment(row.id, {}, facts, withdrawn=row.withdrawn, replaced=replaced)


def _add_revisions(session: Session, by_number: Mapping[int, StoredComment]) -> None:
    for some in chunks(list(by_number)):
        for source in (CommentTextTable, ErasureTable):
            for number, sha, revision in session.execute(
                select(source.comment_id, source.sha256, source.revision).where(
                    source.comment_id.in_(some)
                )
            ):
                stored = by_number[number]
                stored.revisions[sha] = max(revision, stored.revisions.get(sha, 0))
                stored.erased |= source is ErasureTable
