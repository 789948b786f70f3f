"""The comments that stand for a change, as the list draws them."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.domain.review import ReviewView
from analysis.services.moderation import review
from analysis.storage.database import Store


def views(store: Store, ids: Iterable[int]) -> list[ReviewView]:
    """The full views of a handful of comments, in the order of their ids as given."""
    return [review.review(store, comment_id) for comment_id in ids]
