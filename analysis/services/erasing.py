"""Remove a comment's text on a lawful request, keeping its hash, who and why."""

from __future__ import annotations

from datetime import datetime

from analysis.storage.database import Store


def erase_comment(store: Store, comment_id: int, *, person: str, reason: str) -> datetime:
    """Remove every revision's text, the raw record, the author's name and the search entry."""
    raise NotImplementedError
