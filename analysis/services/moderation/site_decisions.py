"""Decide what a program asks, once, however often the same request arrives."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from analysis.domain.account import Permission
from analysis.domain.decision import Action, state_of
from analysis.domain.errors import Conflict
from analysis.services.access.accounts import require
from analysis.services.moderation.decisions import decide_in, undo_in
from analysis.services.thresholds.profiles import keep_default_profile
from analysis.storage.api_requests import add_request, done_request
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.decisions import decisions_with_revisions

_KIND = "decision:"
"""Before a sender's key, so that it may name a request for comments too."""


@dataclass(frozen=True, slots=True)
class SiteDecision:
    """A decision on one comment; ``seen_sequence`` is the last decision that was seen of it,
    ``seen_revision`` the text (``None``: whatever is stored now), which an undo is not about."""

    comment: int
    action: Action
    reason_code: str = ""
    note: str = ""
    seen_sequence: int = 0
    seen_revision: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Where a comment stands after a decision on it."""

    comment: int
    sequence: int
    state: str


def decide_once(
    store: Store,
    decision: SiteDecision,
    *,
    source: str,
    person: str,
    request_key: str | None = None,
) -> Decided:
    """Decide for ``person``, or say again what came of it.

    ``request_key`` is the sender's own name for this request: the same again is answered as it
    was, with another decision it is a ``Conflict``; so is a comment that has moved on.
    """
    require(store, person, Permission.DECIDE)
    digest = _digest(decision)
    keep_default_profile(store)
    with store.write() as session:
        if request_key is not None:
            done = done_request(session, source, _KIND + request_key, digest)
            if done is not None:
                if not done.same:
                    raise Conflict("This idempotency key was used for another request.")
                return Decided(**done.answer)
        seen = decision.seen_sequence
        if decision.action is Action.UNDO:
            latest = undo_in(session, decision.comment, person=person, seen_sequence=seen)
        else:
            latest = decide_in(
                session,
                decision.comment,
                decision.action,
                person=person,
                reason_code=decision.reason_code,
                note=decision.note,
                seen_sequence=seen,
                seen_revision=decision.seen_revision,
            )
        judged = decisions_with_revisions(session, [latest.comment_id])[latest.comment_id][0]
        decided = Decided(latest.comment_id, latest.sequence, state_of(judged).value)
        if request_key is not None:
            add_request(session, source, _KIND + request_key, digest, asdict(decided), at=now())
    return decided


def _digest(decision: SiteDecision) -> str:
    """As it was before a revision could be named, where none is."""
    content = asdict(decision)
    if decision.seen_revision is None:
        del content["seen_revision"]
    return hashlib.sha256(json.dumps(content).encode("ascii")).hexdigest()
