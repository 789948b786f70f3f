"""Annotation sets and the comments in them: begun, filled in a stated way, counted."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.domain.account import Permission
from analysis.domain.annotation import AnnotationSet, CountedSet, Selection
from analysis.domain.errors import BadInput, Conflict, NotFound, nearest
from analysis.labels import LABEL_KEYS
from analysis.services.access.accounts import require
from analysis.services.annotation.annotation_items import text_of
from analysis.services.annotation.lookup import existing_set
from analysis.services.annotation.sampling import choose
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import annotation_sets as stored
from analysis.storage.annotation_candidates import revisions
from analysis.storage.audit import log, now
from analysis.storage.database import Store


def create_set(
    store: Store, name: str, *, labels: Sequence[str], guideline: str, person: str
) -> AnnotationSet:
    """Start a set; ``guideline`` names the codebook version that annotators follow."""
    require(store, person, Permission.MANAGE_ANNOTATION)
    name = " ".join(name.split())
    if not name or not labels or not guideline.strip():
        raise BadInput("An annotation set needs a name, at least one label and a guideline.")
    for key in labels:
        if key not in LABEL_KEYS:
            raise BadInput(f"Unknown label {key!r} here; {nearest(key, LABEL_KEYS)}.")
    with store.write() as session:
        if stored.set_named(session, name) is not None:
            raise BadInput(f"There is already an annotation set named {name!r}.")
        number = stored.add_set(
            session,
            name=name,
            labels=list(dict.fromkeys(labels)),
            guideline=guideline.strip(),
            created_by=person,
            created_at=now(),
        )
        log(session, person, "create_annotation_set", detail={"set": number, "name": name})
        return existing_set(session, number)


def sets(store: Store) -> list[CountedSet]:
    """All sets with their progress, newest first."""
    with store.read() as session:
        return stored.counted(session, stored.read_sets(session))


def add_items(
    store: Store, set_id: int, *, selection: Selection, count: int, person: str, seed: int = 0
) -> int:
    """Choose ``count`` comments that the set has not got yet; how many there were.

    ``uncertain`` takes probabilities nearest the thresholds, ``disagreement`` the widest spread
    between scorers, ``random`` a seeded random sample. Each item keeps how it was chosen.
    """
    require(store, person, Permission.MANAGE_ANNOTATION)
    if count < 1:
        raise BadInput("At least one comment must be asked for.")
    with store.write() as session:
        labels = existing_set(session, set_id).labels
        ids = choose(
            session,
            set_id,
            labels,
            selection=selection,
            count=count,
            seed=seed,
            profile=profile_in(session),
        )
        stored.add_items(session, set_id, revisions(session, ids), selection)
        log(
            session,
            person,
            "add_annotation_items",
            detail={"set": set_id, "selection": selection.value, "count": len(ids), "seed": seed},
        )
    return len(ids)


def add_comment(store: Store, set_id: int, comment_id: int, *, person: str) -> int:
    """Put one named comment into a set; the item's id, also when it was there already.

    ``Conflict`` where the set has it with the text of before an edit.
    """
    require(store, person, Permission.ANNOTATE)
    with store.write() as session:
        existing_set(session, set_id)
        chosen = revisions(session, [comment_id])
        if not chosen:
            raise NotFound(f"There is no comment number {comment_id} with a text to annotate.")
        item = stored.item_of_comment(session, set_id, comment_id)
        if item is not None:
            [(_, newest)] = chosen
            if text_of(session, comment_id, item.revision) != text_of(session, comment_id, newest):
                raise Conflict("The comment was edited since it came into this set; use another.")
            return item.id
        return stored.add_items(session, set_id, chosen, Selection.FEEDBACK)[0]
