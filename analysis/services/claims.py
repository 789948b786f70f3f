"""Keep two people off the same comment for a few minutes."""

from __future__ import annotations

from datetime import datetime

from analysis.storage.database import Store


def claim(store: Store, comment_id: int, *, person: str, minutes: int = 5) -> datetime:
    """Claim a comment, or prolong one's own claim; until when. ``Conflict`` names its holder."""
    raise NotImplementedError


def release(store: Store, comment_id: int, *, person: str) -> None:
    """Give one's own claim back; nothing happens when there is none."""
    raise NotImplementedError


def claimed_by(store: Store, comment_id: int) -> str | None:
    """Who holds the comment now; a claim that has run out holds nothing."""
    raise NotImplementedError
