"""Remove a comment's text on a lawful request, keeping its hash, who and why."""

from __future__ import annotations

from datetime import datetime

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.services.accounts import require
from analysis.services.profiles import profile_in
from analysis.storage import cache, erasures
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.decisions import lock_entries


def erase_comment(store: Store, comment_id: int, *, person: str, reason: str) -> datetime:
    """Remove every revision's text, the raw record, the author's name and the search entry.

    Evidence and quotes go too, probabilities and decisions stay. A later import of the same
    comment doesn't bring the text back. On SQLite the freed pages are overwritten at once.
    """
    require(store, person, Permission.ERASE)
    if not reason.strip():
        raise BadInput("An erasure needs a reason: who asked for it, and on what ground?")
    at = now()
    with store.write() as session:
        if comment_id not in lock_entries(session, [comment_id]):
            raise BadInput(f"There is no comment number {comment_id} in this database.")
        texts = erasures.erase(session, comment_id, person=person, reason=reason.strip(), at=at)
        if not texts:
            raise BadInput(f"The text of comment number {comment_id} was erased before.")
        cache.refresh(session, [comment_id], profile_in(session))
        log(
            session,
            person,
            "erase",
            comment_id=comment_id,
            detail={"reason": reason.strip(), "texts": texts},
        )
    return at
