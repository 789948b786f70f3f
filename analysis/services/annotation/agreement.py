"""How far people agree about a label: alpha for all, and for every two of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

from analysis.domain.annotation import Votes
from analysis.evaluation.agreement import alpha_estimate
from analysis.evaluation.intervals import Estimate
from analysis.evaluation.proportions import Rate, rate

#: Krippendorff (2004, *Reliability in Content Analysis*): below .667 not even tentative
#: conclusions, from .8 on reliable ones.
TENTATIVE, RELIABLE = 0.667, 0.8
_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement between ``people`` on one label.

    ``alpha`` is Krippendorff's (nominal) with a bootstrap interval over items, ``None`` where it
    is undefined: no item with two votes, or only one answer ever given. ``alpha.n`` counts the
    items with two votes or more; ``same`` those of them on which all votes are equal.
    """

    label: str
    people: tuple[str, ...]
    alpha: Estimate | None
    same: Rate
    skipped: int


def agreement(votes: Votes, *, seed: int = 0) -> Agreement:
    """Agreement of everybody who voted on this label."""
    return _among(votes, votes.people, seed)


def pairs(votes: Votes, *, seed: int = 0) -> list[Agreement]:
    """Agreement of every two people who share at least one item, most shared items first."""
    found = [_among(votes, two, seed) for two in combinations(votes.people, 2)]
    return sorted((one for one in found if one.same.n), key=lambda one: -one.same.n)


def _among(votes: Votes, people: tuple[str, ...], seed: int) -> Agreement:
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
    return Agreement(votes.label, people, alpha, rate(equal, len(shared)), votes.skipped)
