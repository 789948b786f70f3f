"""Rows of new comments and texts: worked out in memory, sealed there, written many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from analysis.domain.comment import Comment, Votes
from analysis.domain.packed_json import PackedRecord
from analysis.storage import chain
from analysis.storage.bulk_insert import insert_values
from analysis.storage.columns import Packed, packed
from analysis.storage.row_numbers import following_numbers
from analysis.storage.search import index_texts
from analysis.storage.tables import CommentRawTable, CommentTable, CommentTextTable

FACTS = (
    "votes_up", "votes_down", "votes_score", "platform_status", "author", "created_at",
    "parent_platform_id",
)  # fmt: skip
"""What a later reading may change of a comment."""

_COMMENT = ("id", "article_id", "platform_id", "position", "import_id", "withdrawn", *FACTS)
_TEXT = ("id", "comment_id", "revision", "text", "sha256", "read_at")
_RECORD = ("text_id", "comment_id", "record")


class NewText(NamedTuple):
    """A text to be written: its comment, with its numbers, and which revision it is."""

    comment: Comment
    comment_id: int
    revision: int
    sha256: str


class NewRows:
    """Collects rows in one transaction; ``write`` brings them into the database.

    Chain links are over each discussion's rows, in the order in which discussions were given.
    """

    def __init__(self, session: Session, *, read_at: datetime, import_id: int | None) -> None:
        self._session = session
        self._read_at = read_at
        self._import_id = import_id
        self._comments: list[tuple[Any, ...]] = []
        self._texts: list[tuple[Any, ...]] = []
        self._records: list[tuple[Any, ...]] = []
        self._links: list[tuple[chain.Kind, int, int, str]] = []
        self._free_comment = self._free_text = 0

    def add_comments(self, article: int, comments: Sequence[Comment]) -> list[int]:
        """New comments of one article; their numbers."""
        numbers = self._comment_numbers(len(comments))
        self._comments += [
            (
                *(number, article, comment.id, comment.position, self._import_id, False),
                *facts_of(comment).values(),
            )
            for number, comment in zip(numbers, comments, strict=True)
        ]
        return numbers

    def add_texts(self, article: int, texts: Sequence[NewText], *, comments_new: bool) -> list[int]:
        """Texts of one article's comments; their numbers.

        Where all are the first texts of new comments, their link is worked out here. Otherwise it
        is over what the database holds, so that all is written first.
        """
        if not texts:
            return []
        numbers = self._text_numbers(len(texts))
        pairs = list(zip(numbers, texts, strict=True))
        read_at = self._read_at
        self._texts += [
            (number, new.comment_id, new.revision, new.comment.text, new.sha256, read_at)
            for number, new in pairs
        ]
        records = [
            (number, new.comment_id, _packed(new.comment.raw))
            for number, new in pairs
            if new.comment.raw
        ]
        self._records += records
        if comments_new:
            self._seal(chain.Kind.TEXT, [_sealed(article, n, new, read_at) for n, new in pairs])
        else:
            self.write()
            chain.seal(self._session, chain.Kind.TEXT, numbers)
        self._seal(chain.Kind.RECORD, [(n, of, record.content) for n, of, record in records])
        return numbers

    def write(self) -> None:
        """Write what was collected, and its links."""
        insert_values(self._session, CommentTable, _COMMENT, self._comments)
        insert_values(self._session, CommentTextTable, _TEXT, self._texts)
        insert_values(self._session, CommentRawTable, _RECORD, self._records)
        index_texts(self._session, ((row[0], row[3]) for row in self._texts))
        chain.append_links(self._session, self._links)
        self._comments, self._texts, self._records, self._links = [], [], [], []

    def _seal(self, kind: chain.Kind, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._links.append((kind, rows[0][0], rows[-1][0], chain.rows_content(rows)))

    def _comment_numbers(self, count: int) -> list[int]:
        if self._session.get_bind().dialect.name != "sqlite":
            return following_numbers(self._session, CommentTable, count)
        if not self._free_comment and count:
            (self._free_comment,) = following_numbers(self._session, CommentTable, 1)
        self._free_comment += count
        return list(range(self._free_comment - count, self._free_comment))

    def _text_numbers(self, count: int) -> list[int]:
        """SQLite would give an erased text's number again, which a link stands for."""
        if self._session.get_bind().dialect.name != "sqlite":
            return following_numbers(self._session, CommentTextTable, count)
        if not self._free_text:
            self._free_text = chain.next_number(self._session, chain.Kind.TEXT)
        self._free_text += count
        return list(range(self._free_text - count, self._free_text))


def facts_of(comment: Comment) -> dict[str, Any]:
    """What a later reading may change, by the columns' names in the order of ``FACTS``."""
    votes = comment.votes or Votes()
    return {
        "votes_up": votes.up,
        "votes_down": votes.down,
        "votes_score": votes.score,
        "platform_status": comment.platform_status,
        "author": comment.author,
        "created_at": comment.created_at,
        "parent_platform_id": comment.parent_id,
    }


def _packed(raw: Mapping[str, Any]) -> Packed:
    return packed(raw if isinstance(raw, PackedRecord) else dict(raw))


def _sealed(article: int, number: int, new: NewText, read_at: datetime) -> tuple[Any, ...]:
    """What the chain is over of a new comment's text, as ``chain_content`` reads it back."""
    comment = new.comment
    return (
        *(number, new.comment_id, new.revision, new.sha256, read_at),
        *(article, comment.id, comment.position),
        *(comment.parent_id, comment.author, comment.created_at),
    )
