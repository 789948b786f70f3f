"""How severe a graded label's answer is said to be: never more than its probability bears.

A scorer names the highest degree where it takes it for likelier than not, or where a rule saw a
plain sign of it (a threat, a slur). That alone stands on one scorer's word; together they have to
take the label itself for as likely.
"""

from __future__ import annotations

from collections.abc import Collection

from analysis.domain.label import HIGHEST_DEGREE, Facet, Label
from analysis.domain.profile import Recommendation

SEVERE_FROM = 0.5
"""From this probability of the label on, a highest degree that a scorer names is believed: at
least as likely as not, the bar that a scorer's own degree has to pass to be named."""


def severe_facet(label: Label) -> str | None:
    """The facet that stands for the highest degree; ``None`` where the label is not so graded."""
    top = label.levels[-1] if label.levels else None
    return top.key if top is not None and top.degree == HIGHEST_DEGREE else None


def is_severe(label: Label, probability: float | None, facets: Collection[str]) -> bool:
    """Whether the highest degree was named and the label is likely enough to bear it."""
    top = severe_facet(label)
    return top is not None and top in facets and (probability or 0.0) >= SEVERE_FROM


def told_facets(
    label: Label,
    probability: float | None,
    facets: Collection[str],
    recommendation: Recommendation | None,
) -> tuple[Facet, ...]:
    """The facets that can be told beside the verdict, in the label's order.

    None beside a clear answer. A degree is told of a flagged comment only, the highest that it
    bears; one that is too low for the label to hold would unsay the flag.
    """
    if recommendation not in (Recommendation.FLAG, Recommendation.UNSURE):
        return ()
    levels = [
        level
        for level in label.levels
        if level.key in facets
        and (level.degree or 0) >= (label.holds_from or 0)
        and (level.degree != HIGHEST_DEGREE or is_severe(label, probability, facets))
    ]
    shown = levels[-1:] if recommendation is Recommendation.FLAG else []
    return tuple(
        facet
        for facet in label.facets
        if facet in shown or (facet.degree is None and facet.key in facets)
    )
