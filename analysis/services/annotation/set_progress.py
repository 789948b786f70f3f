"""How far a set is: each person's share, and each way of choosing apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from analysis.domain.annotation import Selection
from analysis.domain.judgement import JudgementKind
from analysis.services.annotation.lookup import existing_set
from analysis.storage.annotation_sets import items_shown
from analysis.storage.annotations import latest_of_set
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
    """A set's progress by person and by the way its comments were chosen.

    Comments that nobody can be shown any more (erased, or of an undone import) are not counted.
    """

    items: int
    people: tuple[PersonProgress, ...]
    chosen: tuple[ChosenProgress, ...]


def set_progress(store: Store, set_id: int) -> SetProgress:
    """Each person's and each selection's progress. ``BadInput`` when there is no such set."""
    with store.read() as session:
        labels = set(existing_set(session, set_id).labels)
        answered: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for vote in latest_of_set(session, set_id, kind=JudgementKind.VOTE):
            answered[vote.item_id][vote.person].add(vote.label)
        items = items_shown(session, set_id)
    judged: dict[str, int] = defaultdict(int)
    chosen: dict[Selection, list[int]] = defaultdict(lambda: [0, 0])
    for item in items:
        done = [person for person, of_item in answered[item.id].items() if labels <= of_item]
        for person in answered[item.id]:
            judged[person] += person in done
        counted = chosen[item.selection]
        counted[0] += 1
        counted[1] += bool(done)
    return SetProgress(
        items=len(items),
        people=tuple(PersonProgress(person, count) for person, count in sorted(judged.items())),
        chosen=tuple(ChosenProgress(how, *chosen[how]) for how in Selection if how in chosen),
    )
