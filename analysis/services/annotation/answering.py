"""Answering: one comment after the other, blind to everybody else and to the scores."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, AnnotationItem
from analysis.domain.errors import BadInput
from analysis.domain.judgement import Judgement, JudgementKind
from analysis.labels import label as label_of
from analysis.services.access.accounts import require
from analysis.services.annotation.annotation_items import item_shown
from analysis.services.annotation.lookup import existing_set
from analysis.services.annotation.recording import record
from analysis.storage.annotation_sets import items_shown, open_items
from analysis.storage.annotations import latest_of_item, latest_of_set
from analysis.storage.database import Store

# Items looked at together: the first is shown unless its text was erased since.
_AHEAD = 20


def next_item(store: Store, set_id: int, *, person: str) -> AnnotationItem | None:
    """The next item this person has not judged for every label; ``None`` when done.

    Whether it is gold is not shown, or it would be answered with more care than the others.
    """
    with store.read() as session:
        annotation_set = existing_set(session, set_id)
        last = 0
        while items := open_items(session, annotation_set, person=person, after=last, limit=_AHEAD):
            for item in items:
                shown = item_shown(session, item, gold=False)
                if shown is not None:
                    return shown
            last = items[-1].id
    return None


def annotate(store: Store, item_id: int, judgement: Judgement) -> Annotation:
    """Add one person's vote; ``BadInput`` says why a judgement can't be taken.

    A later one of the same person counts instead, until somebody settles the label: what was
    settled rests on the votes as they were.
    """
    require(store, judgement.person, Permission.ANNOTATE)
    with store.write() as session:
        _check_unsettled(session, item_id, judgement)
        return record(session, item_id, replace(judgement, kind=JudgementKind.VOTE, at=None))


def my_annotations(store: Store, set_id: int, *, person: str) -> list[Annotation]:
    """One's own latest judgements of comments that can still be shown in a set; nobody else's."""
    with store.read() as session:
        mine = latest_of_set(session, set_id, kind=JudgementKind.VOTE, person=person)
        shown = {item.id for item in items_shown(session, set_id)} if mine else set()
    return [judgement for judgement in mine if judgement.item_id in shown]


def _check_unsettled(session: Session, item_id: int, judgement: Judgement) -> None:
    votes = latest_of_item(session, item_id, kind=JudgementKind.VOTE, person=judgement.person)
    settled = latest_of_item(session, item_id, kind=JudgementKind.ADJUDICATION)
    if judgement.label in {vote.label for vote in votes} & {word.label for word in settled}:
        raise BadInput(
            f"{label_of(judgement.label).title} has been settled for this comment; "
            "your answer stays as you gave it."
        )
