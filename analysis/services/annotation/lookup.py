"""A set or an item that must be there."""

from __future__ import annotations

from sqlalchemy.orm import Session

from analysis.domain.annotation import AnnotationSet, SetItem
from analysis.domain.errors import BadInput, NotFound
from analysis.storage.annotation_sets import read_item, read_set


def existing_set(session: Session, set_id: int) -> AnnotationSet:
    """The set of this number; ``BadInput`` when there is none."""
    annotation_set = read_set(session, set_id)
    if annotation_set is None:
        raise NotFound(f"There is no annotation set number {set_id}.")
    return annotation_set


def existing_item(session: Session, item_id: int) -> SetItem:
    """The item of this number; ``BadInput`` when there is none."""
    item = read_item(session, item_id)
    if item is None:
        raise BadInput(f"There is no annotation item number {item_id}.")
    return item
