"""How far people agree about a label: alpha for all, and for every two of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from analysis.domain.annotation import Annotation, Selection, Votes
from analysis.domain.judgement import Answer, JudgementKind
from analysis.evaluation.agreement import alpha_estimate
from analysis.evaluation.intervals import Estimate
from analysis.evaluation.proportions import Rate, rate
from analysis.services.annotation.lookup import existing_set
from analysis.storage.annotation_sets import items_of
from analysis.storage.annotations import latest_of_set
from analysis.storage.database import Store

#: Krippendorff (2004, *Reliability in Content Analysis*): below .667 not even tentative
#: conclusions, from .8 on reliable ones.
TENTATIVE, RELIABLE = 0.667, 0.8
_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement between ``people`` on one label.

    ``alpha`` is Krippendorff's (nominal) with a bootstrap interval over items, ``None`` where it
    is undefined: no item with two votes, or only one answer ever given. Where all agree, or differ
    alike on every item, its bounds are ``nan``: resampling would give one value however few they
    are. ``alpha.n`` counts the items with two votes or more; ``same`` those of them on which all
    votes are equal. ``skipped`` counts the times that these people could not tell.
    """

    label: str
    people: tuple[str, ...]
    alpha: Estimate | None
    same: Rate
    skipped: int


def votes(store: Store, set_id: int, *, selection: Selection | None = None) -> list[Votes]:
    """The latest judgements per label, item and person, for agreement measures."""
    with store.read() as session:
        labels = existing_set(session, set_id).labels
        items = {
            item.id
            for item in items_of(session, set_id)
            if selection is None or item.selection is selection
        }
        latest = latest_of_set(session, set_id, kind=JudgementKind.VOTE)
    return [_votes(label, [vote for vote in latest if vote.item_id in items]) for label in labels]


def _votes(label: str, annotations: Sequence[Annotation]) -> Votes:
    by_item: dict[int, dict[str, bool]] = defaultdict(dict)
    skipped: Counter[str] = Counter()
    for vote in annotations:
        if vote.label != label:
            continue
        if vote.answer is Answer.SKIP:
            skipped[vote.person] += 1
        else:
            by_item[vote.item_id][vote.person] = vote.answer is Answer.YES
    people = sorted({person for item in by_item.values() for person in item})
    return Votes(
        label=label,
        people=tuple(people),
        by_item=dict(by_item),
        skipped=skipped.total(),
        skipped_by=skipped,
    )


def agreement(votes: Votes, *, seed: int = 0) -> Agreement:
    """Agreement of everybody who voted on this label."""
    return _among(votes, votes.people, votes.skipped, seed)


def pairs(votes: Votes, *, seed: int = 0) -> list[Agreement]:
    """Agreement of every two people who share at least one item, most shared items first."""
    all_pairs = [
        _among(votes, two, sum(votes.skipped_by.get(person, 0) for person in two), seed)
        for two in combinations(votes.people, 2)
    ]
    return sorted((pair for pair in all_pairs if pair.same.n), key=lambda pair: -pair.same.n)


def _among(votes: Votes, people: tuple[str, ...], skipped: int, seed: int) -> Agreement:
    shared = [
        given for given in votes.by_item.values() if sum(person in given for person in people) >= 2
    ]
    table = [
        [float(given[person]) if person in given else None for given in shared] for person in people
    ]
    equal = sum(len({given[p] for p in people if p in given}) == 1 for given in shared)
    alpha = alpha_estimate(table, draws=_DRAWS, seed=seed) if shared else None
    if alpha is not None and math.isnan(alpha.value):
        alpha = None
    return Agreement(votes.label, people, alpha, rate(equal, len(shared)), skipped)
