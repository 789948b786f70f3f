"""Remove a comment's text on a lawful request, keeping its hash, who and why."""

from __future__ import annotations

from datetime import datetime

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.services.access.accounts import require
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import erasures
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.decisions import lock_entries
from analysis.storage.queue_index import index
from analysis.storage.search import merge_search_index

MOST_STEPS = 100_000
"""An end for the sweep; a million comments take some thousand steps."""


def erase_comment(store: Store, comment_id: int, *, person: str, reason: str) -> datetime:
    """Remove every revision's text, the raw record, the author's name and the search entry.

    Evidence and quotes go too, probabilities and decisions stay. A later import of the same
    comment doesn't bring the text back. SQLite's file is left without a trace of the words.
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
        index.refresh(session, [comment_id], profile_in(session))
        log(
            session,
            person,
            "erase",
            comment_id=comment_id,
            detail={"reason": reason.strip(), "texts": texts},
        )
    _sweep(store)
    return at


def _sweep(store: Store) -> None:
    """Make the search index forget deleted words for good, in steps that keep nobody waiting."""
    for step in range(MOST_STEPS):
        with store.write() as session:
            if not merge_search_index(session, first=step == 0):
                break
    store.flush_log()
