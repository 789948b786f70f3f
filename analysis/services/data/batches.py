"""Imports as batches: looked at, undone, and replaced by a better reading of the same file."""

from __future__ import annotations

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput, Conflict
from analysis.domain.outcomes import BatchInfo
from analysis.services.access.accounts import require
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import imports
from analysis.storage.audit import log
from analysis.storage.batch_accounts import read_batches
from analysis.storage.database import Store
from analysis.storage.queue_index import index

AT_ONCE = 1_000
"""Comments withdrawn in one transaction."""


def batches(store: Store, *, limit: int = 100) -> list[BatchInfo]:
    """The newest imports."""
    with store.read() as session:
        return read_batches(session, limit=limit)


def batch(store: Store, number: int) -> BatchInfo:
    """One import; ``BadInput`` where there is none of this number."""
    with store.read() as session:
        batches = read_batches(session, number=number)
    if not batches:
        raise BadInput(f"There is no batch {number}; `moderato batches list` names them.")
    return batches[0]


def undo(store: Store, number: int, *, person: str = "local") -> int:
    """Withdraw what a batch brought from queues, counts, search and exports; how many comments.

    The originals stay, and importing the file again brings them back. Revisions of comments that
    were there before stay, too. ``Conflict`` where somebody has decided one of its comments.
    An import that still reads its file is stopped by it before it stores more.
    """
    require(store, person, Permission.IMPORT)
    undone = batch(store, number)
    if undone.state == imports.UNDONE and not undone.comments:
        raise BadInput(f"Batch {number} is undone already.")
    if undone.decided:
        raise Conflict(
            f"Batch {number} can't be undone: {undone.decided} of its comments are decided. "
            "Undo those decisions first, or erase single comments."
        )
    if undone.state == imports.RUNNING:
        with store.write() as session:
            imports.set_state(session, number, imports.UNDONE)
    gone = _withdraw(store, number, spare_decided=True)[0]
    with store.write() as session:
        imports.set_state(session, number, imports.UNDONE)
        log(session, person, "import_undone", detail={"batch": number, "comments": gone})
    return gone


def refuse_undone(session: Session, number: int) -> None:
    """``Conflict`` where a batch was undone while its file was read: nothing of it is stored."""
    if not imports.is_running(session, number):
        raise Conflict(
            f"Batch {number} was undone while its file was being read; it stopped there, and "
            "nothing of it is shown. Import the file again to have it."
        )


def withdraw_rest(store: Store, number: int) -> int:
    """Withdraw what a better reading of the file did not take over; how many decided ones stay."""
    _, spared = _withdraw(store, number, spare_decided=True)
    with store.write() as session:
        imports.set_state(session, number, imports.REPLACED)
    return spared


def _withdraw(store: Store, number: int, *, spare_decided: bool) -> tuple[int, int]:
    after = gone = spared = 0
    while True:
        with store.write() as session:
            ids = imports.comments_of(session, number, after=after, limit=AT_ONCE)
            if not ids:
                return gone, spared
            after = ids[-1]
            decided = imports.decided_among(session, ids) if spare_decided else set()
            leaving = [comment_id for comment_id in ids if comment_id not in decided]
            imports.withdraw(session, leaving)
            index.refresh(session, leaving, profile_in(session))
            gone += len(leaving)
            spared += len(decided)
