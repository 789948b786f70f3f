"""The queues: what needs a person, in an order that can be explained."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.domain.review import ArticleRow, Queue, QueueFilter, QueuePage
from analysis.storage.database import Store


def queue_page(
    store: Store, where: QueueFilter, *, page: int = 1, page_size: int = 25
) -> QueuePage:
    """One page (from 1) of the comments that match ``where``, in its order."""
    raise NotImplementedError


def queue_counts(store: Store, *, article_id: str | None = None) -> Mapping[Queue, int]:
    """How many comments wait in each queue, decided ones and all included."""
    raise NotImplementedError


def neighbour(
    store: Store, where: QueueFilter, comment_id: int | None, *, step: int = 1
) -> int | None:
    """The next (``step`` 1) or previous (-1) comment of the filtered queue; ``None`` at its end.

    ``comment_id`` ``None`` asks for the first (or, with a negative step, the last). A comment that
    has just been decided and left the queue still has its place, so its neighbours are found.
    """
    raise NotImplementedError


def articles(store: Store, *, limit: int | None = None) -> list[ArticleRow]:
    """The articles with their counts, the one with most waiting comments first."""
    raise NotImplementedError


def sections(store: Store) -> list[str]:
    """The sections that articles name, in alphabetical order."""
    raise NotImplementedError
