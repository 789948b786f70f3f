"""What somebody wrote, and the article or page they wrote it under."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

GONE_FROM_SITE = "gone from the site"
"""A ``platform_status``: readers no longer see the comment, as a poll of its site found."""


def text_sha256(text: str) -> str:
    """SHA-256 (hex) of the UTF-8 bytes of ``text``; the identity of an original."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def erased_sha256(salt: str, sha256: str) -> str:
    """What stays of an erased text's hash: over its salt and itself, 64 hex digits.

    Whoever has the text can show that it was this one; nobody finds it in a list of hashes.
    """
    return hashlib.sha256(f"{salt}:{sha256}".encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Votes:
    """What readers' votes showed at reading time. Shown, never scored.

    ``down`` is a count (not negative); ``score`` is the number that the page itself printed.
    """

    up: int | None = None
    down: int | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The text a discussion is about; one article has one thread of comments.

    ``paragraphs`` are the original paragraphs in order, headings included.
    """

    id: str
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    url: str | None = None
    section: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as it was written. ``text`` is the original and is never edited.

    ``id`` is the platform's id, or one made from thread, position and text when it gave none.
    ``thread_id`` equals the id of the :class:`Article` it stands under. ``position`` is the
    reading order in the thread, from 1. ``raw`` is the record it was read from.
    """

    id: str
    thread_id: str
    position: int
    text: str
    parent_id: str | None = None
    author: str | None = None
    created_at: datetime | None = None
    votes: Votes | None = None
    platform_status: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def sha256(self) -> str:
        """SHA-256 (hex) of the original text."""
        return text_sha256(self.text)


@dataclass(frozen=True, slots=True)
class Discussion:
    """An article and comments that stand under it, in reading order.

    A long thread may arrive in several pieces with the same article.
    """

    article: Article
    comments: tuple[Comment, ...]
