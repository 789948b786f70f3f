"""Decide on comments: added, never changed; undo is a decision too."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.domain.decision import Action, Decision
from analysis.domain.reason import ReasonCode
from analysis.storage.database import Store


def decide(
    store: Store,
    comment_id: int,
    action: Action,
    *,
    person: str,
    reason_code: str = "",
    note: str = "",
    seen_sequence: int,
) -> Decision:
    """Add one decision; ``Conflict`` names who was faster when ``seen_sequence`` is not the last."""
    raise NotImplementedError


def undo(store: Store, comment_id: int, *, person: str, seen_sequence: int) -> Decision:
    """Take back the decision that holds on this comment; itself a decision, and logged."""
    raise NotImplementedError


def undo_last(store: Store, *, person: str) -> Decision | None:
    """Take back ``person``'s latest decision that still holds; ``None`` when there is none."""
    raise NotImplementedError


def decide_many(
    store: Store,
    ids: Sequence[int],
    action: Action,
    *,
    person: str,
    reason_code: str,
    note: str = "",
) -> str:
    """One decision on each comment under one batch id, which is returned for ``undo_batch``."""
    raise NotImplementedError


def undo_batch(store: Store, batch_id: str, *, person: str) -> int:
    """Take back those decisions of a batch that still hold; how many were taken back."""
    raise NotImplementedError


def decided_today(store: Store, *, person: str) -> int:
    """How many decisions (undos left out) ``person`` made since midnight UTC."""
    raise NotImplementedError


def reason_codes(store: Store) -> list[ReasonCode]:
    """The site's reason codes in their order, those out of use included."""
    raise NotImplementedError


def set_reason_codes(store: Store, codes: Sequence[ReasonCode], *, person: str) -> None:
    """Replace the site's set; a code that decisions name goes out of use rather than away."""
    raise NotImplementedError
