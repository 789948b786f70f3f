"""One's own judgements again: see them, and change them as a new revision; nobody else's."""

from __future__ import annotations

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, AnnotationItem
from analysis.domain.errors import BadInput
from analysis.domain.judgement import JudgementKind
from analysis.services.access.accounts import require
from analysis.services.annotation.annotation_items import item_shown
from analysis.storage.annotation_sets import read_item
from analysis.storage.annotations import history, latest_of_item
from analysis.storage.database import Store


def my_item(store: Store, item_id: int, *, person: str) -> AnnotationItem:
    """An item that this person has judged, as it was shown then; ``BadInput`` for any other."""
    require(store, person, Permission.ANNOTATE)
    with store.read() as session:
        item = read_item(session, item_id)
        mine = latest_of_item(session, item_id, kind=JudgementKind.VOTE, person=person)
        shown = item_shown(session, item, gold=False) if item is not None and mine else None
    if not mine:
        raise BadInput(f"You have not judged annotation item number {item_id}.")
    if shown is None:
        raise BadInput("The text of this comment was erased; there is nothing to annotate.")
    return shown


def my_history(store: Store, item_id: int, *, person: str) -> list[Annotation]:
    """Everything this person has said about an item, the newest last."""
    require(store, person, Permission.ANNOTATE)
    with store.read() as session:
        return history(session, item_id, kind=JudgementKind.VOTE, person=person)


def settled_labels(store: Store, item_id: int) -> frozenset[str]:
    """The labels of an item that have been settled: whoever judged them can't change it now."""
    with store.read() as session:
        settled = latest_of_item(session, item_id, kind=JudgementKind.ADJUDICATION)
    return frozenset(word.label for word in settled)
