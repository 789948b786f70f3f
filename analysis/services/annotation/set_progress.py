"""How far a set is: each person's share, each way of choosing apart, and answers fit for gold."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, AnnotationItem, Judgement, Selection
from analysis.domain.errors import BadInput
from analysis.services.access.accounts import require
from analysis.services.annotation.annotation_items import item_shown
from analysis.storage import annotations as stored
from analysis.storage.database import Store


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """How many comments of a set one person has judged in every label; counts, no answers."""

    person: str
    judged: int


@dataclass(frozen=True, slots=True)
class ChosenProgress:
    """The comments of a set that were chosen in one way, and how many are judged at all.

    Only those chosen at random measure without bias, so the ways are never counted together.
    """

    selection: Selection
    items: int
    judged: int


@dataclass(frozen=True, slots=True)
class SetProgress:
    """A set's progress by person and by the way its comments were chosen."""

    items: int
    people: tuple[PersonProgress, ...]
    chosen: tuple[ChosenProgress, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """A label of an item on which all who answered agree, and which is not gold yet."""

    item_id: int
    comment_id: int
    label: str
    judgement: Judgement
    people: tuple[str, ...]


def set_progress(store: Store, set_id: int) -> SetProgress:
    """Each person's and each selection's progress. ``BadInput`` when there is no such set."""
    with store.read() as session:
        labels = _labels(session, set_id)
        said: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for vote in stored.latest(session, kind=stored.VOTE, set_id=set_id):
            said[vote.item_id][vote.person].add(vote.label)
        rows = stored.items_of(session, set_id)
    judged: dict[str, int] = defaultdict(int)
    chosen: dict[Selection, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        done = [who for who, answered in said[row.id].items() if labels <= answered]
        for who in said[row.id]:
            judged[who] += who in done
        counted = chosen[Selection(row.selection)]
        counted[0] += 1
        counted[1] += bool(done)
    return SetProgress(
        items=len(rows),
        people=tuple(PersonProgress(who, count) for who, count in sorted(judged.items())),
        chosen=tuple(ChosenProgress(how, *chosen[how]) for how in Selection if how in chosen),
    )


def fit_for_gold(store: Store, set_id: int, *, person: str) -> list[Agreed]:
    """Answers that nobody disputes and that are not gold yet, those of most people first.

    For those who may settle differences only; annotators stay blind to each other.
    """
    require(store, person, Permission.MANAGE_ANNOTATION)
    with store.read() as session:
        _labels(session, set_id)
        gold = {
            (one.item_id, one.label)
            for one in stored.latest(session, kind=stored.GOLD, set_id=set_id)
        }
        said: dict[tuple[int, str], list[Annotation]] = defaultdict(list)
        for vote in stored.latest(session, kind=stored.VOTE, set_id=set_id):
            if vote.judgement is not Judgement.SKIP:
                said[vote.item_id, vote.label].append(vote)
    found = [
        Agreed(
            item_id=votes[0].item_id,
            comment_id=votes[0].comment_id,
            label=label,
            judgement=votes[0].judgement,
            people=tuple(sorted(vote.person for vote in votes)),
        )
        for (item, label), votes in said.items()
        if (item, label) not in gold and len({vote.judgement for vote in votes}) == 1
    ]
    return sorted(found, key=lambda one: (-len(one.people), one.item_id, one.label))


def agreed_item(store: Store, one: Agreed, *, person: str) -> AnnotationItem | None:
    """The comment of an agreed answer; ``None`` when its text was erased since."""
    require(store, person, Permission.MANAGE_ANNOTATION)
    with store.read() as session:
        row = stored.item(session, one.item_id)
        return None if row is None else item_shown(session, row, gold=False)


def _labels(session: Session, set_id: int) -> set[str]:
    rows = stored.read_sets(session, set_id)
    if not rows:
        raise BadInput(f"There is no annotation set number {set_id}.")
    return set(rows[0].labels)
