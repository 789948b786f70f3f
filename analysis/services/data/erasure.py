"""Remove comments' texts on a lawful request, keeping a salted hash, who and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.erasure import Erased, HeldExport, Trace
from analysis.domain.errors import BadInput
from analysis.domain.integrity import OutstandingErasure
from analysis.services.access.accounts import require
from analysis.services.data.pseudonyms import names_here
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import erasures, residue
from analysis.storage import traces as stored_traces
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.decisions import lock_entries
from analysis.storage.export_register import exports_with
from analysis.storage.queue_index import index
from analysis.storage.search import merge_search_index

MOST_STEPS = 100_000
"""An end for the sweep; a million comments take some thousand steps."""

PATIENCE = 2.0
"""Seconds that an erasure waits for readers of an older state before it says what is left."""

AT_ONCE = 500
"""Comments that a retention rule looks up together."""

MOST_TRACES = 200
"""Traces that the audit keeps by number; a longer list is counted."""


def erase_comment(store: Store, comment_id: int, *, person: str, reason: str) -> Erased:
    """Remove every revision's text, the raw record, the author's name and the search entry.

    Evidence and quotes go too, probabilities and decisions stay. A later import of the same
    comment doesn't bring the text back. SQLite's file is left without a trace of the words, unless
    somebody reads an older state just now: then the answer says so, and a later write or check
    finishes it. Where others repeat its words or its author's name is looked up before and told.
    """
    require(store, person, Permission.ERASE)

    def is_there(session: Session) -> bool:
        if not erasures.is_known(session, comment_id):
            raise BadInput(f"There is no comment number {comment_id} in this database.")
        if not erasures.has_text(session, comment_id):
            raise BadInput(f"The text of comment number {comment_id} was erased before.")
        return True

    erased = _erase(store, comment_id, is_there, person=person, reason=_given(reason))
    return _finished(store, erased)[0]


def erase_author(store: Store, author: str, *, person: str, reason: str) -> list[Erased]:
    """Erase every comment under exactly this name, one transaction each; repeat if interrupted.

    Also those that were stored under its pseudonym. One that somebody else erases meanwhile is
    left out of the answer.
    """
    require(store, person, Permission.ERASE)
    reason = _given(reason)
    with store.read() as session:
        numbers = erasures.comments_by(session, names_here(session, author))
    done: list[Erased] = []
    for number in numbers:
        there = partial(erasures.has_text, comment_id=number)
        done += _erase(store, number, there, person=person, reason=reason)
    if not done:
        raise BadInput("There is no comment with a text under this name.")
    return _finished(store, done)


def erase_older(
    store: Store,
    days: int,
    *,
    person: str,
    reason: str,
    done: Callable[[int], None] | None = None,
) -> int:
    """The retention rule: erase comments read more than ``days`` ago; how many.

    A comment counts by its newest text, also by one that arrives while this goes on. Meant to be
    run by a timer; interrupted it goes on. Where else words are, it does not look up.
    """
    require(store, person, Permission.ERASE)
    if days < 1:
        raise BadInput("A retention rule keeps comments for at least one day.")
    reason, before = _given(reason), now() - timedelta(days=days)
    count = after = 0
    while True:
        with store.read() as session:
            numbers = erasures.read_before(session, before, after=after, limit=AT_ONCE)
        if not numbers:
            break
        for number in numbers:
            old = partial(erasures.is_older, comment_id=number, moment=before)
            count += len(_erase(store, number, old, person=person, reason=reason, around=False))
            if done:
                done(count)
        after = numbers[-1]
    finish_erasures(store)  # an earlier one that was cut off as well
    return count


def traces(store: Store, comment_id: int) -> list[Trace]:
    """Where else this comment's words and its author's name are, for a person to decide on."""
    with store.read() as session:
        return stored_traces.traces(session, comment_id)


def held_exports(store: Store, comment_id: int) -> list[HeldExport]:
    """The exports that held this comment, erased or not."""
    with store.read() as session:
        return exports_with(session, comment_id)


def finish_erasures(store: Store, *, patience: float = PATIENCE) -> bool:
    """Clear freed room of erased words, as far as readers allow; whether nothing is left."""
    owed = outstanding(store)
    if not owed:
        return True
    _sweep(store)
    if store.dialect == "sqlite":
        done = store.flush_log(patience=patience)
    else:
        done = residue.vacuumed(store.engine, max(erasure.since for erasure in owed))
    if done:
        with store.write() as session:
            residue.settle(session, owed)
        store.owes_flush.clear()
    elif store.dialect == "sqlite":
        with store.write() as session:
            residue.note_swept(session, owed)
        store.owes_flush.set()
    return done


def outstanding(store: Store) -> list[OutstandingErasure]:
    """The erasures whose words may still lie in freed room."""
    with store.read() as session:
        return residue.owed(session)


def _given(reason: str) -> str:
    if not reason.strip():
        raise BadInput("An erasure needs a reason: who asked for it, and on what ground?")
    return reason.strip()


def _erase(
    store: Store,
    comment_id: int,
    due: Callable[[Session], bool],
    *,
    person: str,
    reason: str,
    around: bool = True,
) -> list[Erased]:
    """Erase a comment where it is still ``due``: others write between two erasures."""
    at = now()
    repeated = tuple(traces(store, comment_id)) if around else ()
    with store.write() as session:
        # What an undone import brought is in no queue; its text is here all the same.
        lock_entries(session, [comment_id])
        if not due(session):
            return []
        texts = erasures.erase(session, comment_id, person=person, reason=reason, at=at)
        index.refresh(session, [comment_id], profile_in(session))
        detail: dict[str, object] = {"reason": reason, "texts": texts}
        if repeated:
            detail["traces"] = [[trace.comment_id, trace.kind] for trace in repeated[:MOST_TRACES]]
            detail["traces_in_all"] = len(repeated)
        log(session, person, "erase", comment_id=comment_id, detail=detail)
        exports = tuple(exports_with(session, comment_id)) if around else ()
    return [Erased(comment_id, at, texts, (), repeated, exports)]


def _finished(store: Store, erasures_done: list[Erased]) -> list[Erased]:
    """The same, each with what is still outstanding after all have been swept together."""
    finish_erasures(store)
    left = outstanding(store)
    return [
        replace(
            erased,
            outstanding=tuple(owed for owed in left if owed.comment_id == erased.comment_id),
        )
        for erased in erasures_done
    ]


def _sweep(store: Store) -> None:
    """Make the search index forget deleted words for good, in steps that keep nobody waiting."""
    for step in range(MOST_STEPS):
        with store.write() as session:
            if not merge_search_index(session, first=step == 0):
                break
