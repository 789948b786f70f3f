"""One's own judgements again: see them, and change them as a new revision; nobody else's."""

from __future__ import annotations

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, AnnotationItem
from analysis.domain.errors import BadInput
from analysis.services.access.accounts import require
from analysis.services.annotation.annotation_items import item_shown
from analysis.storage import annotations as stored
from analysis.storage.database import Store


def my_item(store: Store, item_id: int, *, person: str) -> AnnotationItem:
    """An item that this person has judged, as it was shown then; ``BadInput`` for any other."""
    require(store, person, Permission.ANNOTATE)
    with store.read() as session:
        row = stored.item(session, item_id)
        mine = stored.latest(session, kind=stored.VOTE, item_id=item_id, person=person)
        shown = item_shown(session, row, gold=False) if row is not None and mine else None
    if not mine:
        raise BadInput(f"You have not judged annotation item number {item_id}.")
    if shown is None:
        raise BadInput("The text of this comment was erased; there is nothing to annotate.")
    return shown


def my_history(store: Store, item_id: int, *, person: str) -> list[Annotation]:
    """Everything this person has said about an item, the newest last."""
    require(store, person, Permission.ANNOTATE)
    with store.read() as session:
        return stored.history(session, kind=stored.VOTE, item_id=item_id, person=person)


def settled_labels(store: Store, item_id: int) -> frozenset[str]:
    """The labels of an item that have been settled: whoever judged them can't change it now."""
    with store.read() as session:
        settled = stored.latest(session, kind=stored.ADJUDICATION, item_id=item_id)
    return frozenset(one.label for one in settled)
