"""Everything a person needs to decide on one comment."""

from __future__ import annotations

from analysis.domain.review import ReviewView
from analysis.storage.database import Store


def review(store: Store, comment_id: int, *, person: str | None = None) -> ReviewView:
    """The comment with findings, thread, decisions and revisions; ``BadInput`` when unknown.

    With ``person`` given, a comment that waits for a second opinion hides the decisions of
    others until that person has decided (``hidden_decisions`` says how many).
    """
    raise NotImplementedError
