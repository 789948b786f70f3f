"""Settling: where people differ, one word that counts, with the raw votes beside it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, Disputed
from analysis.domain.judgement import Answer, Judgement, JudgementKind
from analysis.services.access.accounts import require
from analysis.services.annotation.annotation_items import item_shown
from analysis.services.annotation.lookup import existing_set
from analysis.services.annotation.recording import record
from analysis.storage.annotation_sets import items_of
from analysis.storage.annotations import latest_of_set, newest_by_place
from analysis.storage.audit import log
from analysis.storage.database import Store


def disputed(store: Store, set_id: int, *, person: str) -> list[Disputed]:
    """Items on which people differ, settled ones last; only for those who settle them.

    Annotators stay blind to each other, also while they may still change their own answers.
    """
    require(store, person, Permission.MANAGE_ANNOTATION)
    with store.read() as session:
        labels = existing_set(session, set_id).labels
        votes: dict[tuple[int, str], list[Annotation]] = defaultdict(list)
        for vote in latest_of_set(session, set_id, kind=JudgementKind.VOTE):
            votes[vote.item_id, vote.label].append(vote)
        settled = newest_by_place(latest_of_set(session, set_id, kind=JudgementKind.ADJUDICATION))
        gold = newest_by_place(latest_of_set(session, set_id, kind=JudgementKind.GOLD))
        disputes: list[Disputed] = []
        for item in items_of(session, set_id):
            for label in labels:
                place = (item.id, label)
                of_place = tuple(votes[place])
                if len({vote.answer for vote in of_place} - {Answer.SKIP}) < 2:
                    continue
                shown = item_shown(session, item, gold=place in gold)
                if shown is not None:
                    disputes.append(Disputed(shown, label, of_place, settled.get(place)))
    return sorted(disputes, key=lambda dispute: dispute.settled is not None)


def adjudicate(store: Store, item_id: int, judgement: Judgement) -> Annotation:
    """Settle a label of an item; the raw votes stay beside it."""
    require(store, judgement.person, Permission.MANAGE_ANNOTATION)
    settling = replace(judgement, kind=JudgementKind.ADJUDICATION, at=None)
    with store.write() as session:
        annotation = record(session, item_id, settling)
        log(
            session,
            judgement.person,
            "adjudicate",
            comment_id=annotation.comment_id,
            detail={"label": judgement.label},
        )
        return annotation
