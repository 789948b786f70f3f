"""Names that clients of the Perspective API ask for, and what of ours answers each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.domain.analysis import Analysis
from analysis.domain.finding import LabelResult, Status
from analysis.domain.log_odds import log_odds_of, sigmoid

MODEL = "embedded"
"""How the names of all embedded models begin."""
WHOLE = ""
"""In the place of a head: the label's own probability, rules and model combined."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """How well an attribute orders one set of held-out comments: ROC AUC with its 95 % interval.

    ``n`` counts comments, ``positives`` those of which the data says yes; ``data`` says in words
    what they are.
    """

    data: str
    auc: float
    low: float
    high: float
    n: int
    positives: int


@dataclass(frozen=True, slots=True)
class Lead:
    """How far a mean AUC is above a baseline's, and the lower end of its 95 % interval."""

    value: float
    low: float


@dataclass(frozen=True, slots=True)
class Figure:
    """The mean AUC over all sets of an attribute's question, with its 95 % interval.

    ``lead`` has by the baseline's name how far the mean is ahead of it on the same comments.
    """

    auc: float
    low: float
    high: float
    sets: tuple[HeldOut, ...]
    lead: Mapping[str, Lead] = field(default_factory=dict)

    @property
    def weakest(self) -> HeldOut:
        """The set that is ordered worst."""
        return min(self.sets, key=lambda held_out: held_out.auc)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute, and the label and the heads behind it.

    The answer is the mean of the heads' log-odds; ``WHOLE`` among ``heads`` is the label itself.
    ``question`` is what the attribute asks. ``facet`` is what a site's verdict on it names beside
    the label. ``figure`` is ``None`` until it was measured.
    """

    name: str
    question: str
    label: str | None = None
    heads: tuple[str, ...] = (WHOLE,)
    facet: str = ""
    figure: Figure | None = None

    @property
    def source(self) -> str:
        """The label, or label and heads; empty where nothing of ours answers."""
        if self.label is None:
            return ""
        return " + ".join(f"{self.label}/{head}" if head else self.label for head in self.heads)


def value_of(attribute: Attribute, analysis: Analysis) -> float | None:
    """What ``analysis`` says to the attribute, 0 to 1; ``None`` where nothing was scored, or the
    model at work lacks one of the heads."""
    if attribute.label is None:
        return None
    result = analysis.labels.get(attribute.label)
    if result is None or result.status is not Status.SCORED:
        return None
    values = [_of_head(result, head) for head in attribute.heads]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if len(known) == 1:
        return known[0]
    return sigmoid(sum(map(log_odds_of, known)) / len(known))


def _of_head(result: LabelResult, head: str) -> float | None:
    """The embedded model's head: rules have facets of the same names, which only say that a cue
    stood there."""
    if head == WHOLE:
        return result.probability
    scores = (part.facet_scores for part in result.parts if part.scorer.startswith(MODEL))
    return next((heads[head] for heads in scores if head in heads), None)
