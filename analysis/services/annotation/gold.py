"""Gold: known answers that annotators are measured against, and answers fit to become one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, AnnotationItem, GoldScore
from analysis.domain.judgement import Answer, Judgement, JudgementKind
from analysis.services.access.accounts import require
from analysis.services.annotation.annotation_items import item_shown
from analysis.services.annotation.lookup import existing_set
from analysis.services.annotation.recording import record
from analysis.storage.annotation_sets import items_shown, read_item
from analysis.storage.annotations import latest_of_set, newest_by_place
from analysis.storage.audit import log
from analysis.storage.database import Store


@dataclass(frozen=True, slots=True)
class Agreed:
    """A label of an item on which all who answered agree, and which is not gold yet."""

    item_id: int
    comment_id: int
    label: str
    answer: Answer
    people: tuple[str, ...]


def set_gold(store: Store, item_id: int, judgement: Judgement) -> Annotation:
    """Make an item gold for a label: its answer is yes or no."""
    require(store, judgement.person, Permission.MANAGE_ANNOTATION)
    with store.write() as session:
        annotation = record(session, item_id, replace(judgement, kind=JudgementKind.GOLD, at=None))
        log(
            session,
            judgement.person,
            "set_gold",
            comment_id=annotation.comment_id,
            detail={"label": judgement.label},
        )
        return annotation


def gold_scores(store: Store, set_id: int) -> list[GoldScore]:
    """How each annotator did on the set's gold items; skips don't count."""
    with store.read() as session:
        gold = newest_by_place(latest_of_set(session, set_id, kind=JudgementKind.GOLD))
        votes = latest_of_set(session, set_id, kind=JudgementKind.VOTE)
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for vote in votes:
        known = gold.get((vote.item_id, vote.label))
        if known is None or vote.answer is Answer.SKIP:
            continue
        counted = tally[vote.person, vote.label]
        counted[0] += 1
        counted[1] += vote.answer is known.answer
    return [GoldScore(who, label, n, right) for (who, label), (n, right) in sorted(tally.items())]


def fit_for_gold(store: Store, set_id: int, *, person: str) -> list[Agreed]:
    """Answers that nobody disputes and that are not gold yet, those of most people first, about
    comments that can be shown.

    For those who may settle differences only; annotators stay blind to each other.
    """
    require(store, person, Permission.MANAGE_ANNOTATION)
    with store.read() as session:
        existing_set(session, set_id)
        gold = newest_by_place(latest_of_set(session, set_id, kind=JudgementKind.GOLD))
        shown = {item.id for item in items_shown(session, set_id)}
        votes: dict[tuple[int, str], list[Annotation]] = defaultdict(list)
        for vote in latest_of_set(session, set_id, kind=JudgementKind.VOTE):
            if vote.item_id in shown and vote.answer is not Answer.SKIP:
                votes[vote.item_id, vote.label].append(vote)
    fit = [
        Agreed(
            item_id=alike[0].item_id,
            comment_id=alike[0].comment_id,
            label=label,
            answer=alike[0].answer,
            people=tuple(sorted(vote.person for vote in alike)),
        )
        for (item_id, label), alike in votes.items()
        if (item_id, label) not in gold and len({vote.answer for vote in alike}) == 1
    ]
    return sorted(fit, key=lambda agreed: (-len(agreed.people), agreed.item_id, agreed.label))


def agreed_item(store: Store, agreed: Agreed, *, person: str) -> AnnotationItem | None:
    """The comment of an agreed answer; ``None`` when its text was erased since."""
    require(store, person, Permission.MANAGE_ANNOTATION)
    with store.read() as session:
        item = read_item(session, agreed.item_id)
        return None if item is None else item_shown(session, item, gold=False)
