"""What heads can be trained on: labels and facets, with what people say of each comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.services.learning.judgements import Judged

SMALLEST = 20
"""Judged comments with and without the label that a head needs to learn from.

With fewer, cross-validation rests on a handful of cases and lets corrections past that harm (see
the choices).
"""

# The degrees of hostility stand among its facets, and are no question of their own.
_LEVEL = "level_"


@dataclass(frozen=True, slots=True)
class Target:
    """A label, or a facet of one, with what people say of each comment and from where to learn."""

    label: str
    facet: str
    truth: Mapping[int, float]
    learn: tuple[int, ...]

    @property
    def note(self) -> str:
        """Why there is too little to learn from; empty when there is enough."""
        holds = sum(self.truth[number] >= 0.5 for number in self.learn)
        if min(holds, len(self.learn) - holds) >= SMALLEST:
            return ""
        what = "facet" if self.facet else "label"
        return (
            f"left as it is: {holds} judged comments with and {len(self.learn) - holds} without "
            f"the {what} to learn from, {SMALLEST} of each are needed"
        )


def targets_of(
    judged: Iterable[Judged],
    facets: Mapping[tuple[int, str, str], float],
    held_out: frozenset[int],
) -> list[Target]:
    """Labels first; a facet only where its label's answer has a score too."""
    truth: dict[tuple[str, str], dict[int, float]] = {}
    for judgement in judged:
        truth.setdefault((judgement.label, ""), {})[judgement.comment_id] = judgement.truth
    for (comment_id, label, facet), share in facets.items():
        if comment_id in truth.get((label, ""), {}) and not facet.startswith(_LEVEL):
            truth.setdefault((label, facet), {})[comment_id] = share
    return [
        Target(label, facet, share, tuple(sorted(set(share) - held_out)))
        for (label, facet), share in sorted(truth.items(), key=lambda item: bool(item[0][1]))
    ]
