"""Names that clients of the Perspective API ask for, and what of ours answers each."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.domain.analysis import Analysis
from analysis.domain.finding import Status

MODEL = "embedded"
"""How the names of all embedded models begin."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How well an attribute orders held-out comments: ROC AUC with its 95 % interval.

    ``n`` counts comments, ``positives`` those of which the data says yes.
    """

    auc: float
    low: float
    high: float
    n: int
    positives: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: the label behind it and, where it is not the label itself, the head of it.

    ``question`` is what the attribute asks; ``data`` says in words on which held-out comments the
    source was measured, empty where there are none. ``figure`` is ``None`` until it was measured.
    """

    name: str
    question: str
    label: str | None = None
    head: str = ""
    data: str = ""
    figure: Figure | None = None

    @property
    def source(self) -> str:
        """The label, or label and head; empty where nothing of ours answers."""
        if self.label is None:
            return ""
        return f"{self.label}/{self.head}" if self.head else self.label


def value_of(attribute: Attribute, analysis: Analysis) -> float | None:
    """What ``analysis`` says to the attribute, 0 to 1; ``None`` where nothing was scored.

    The label's combined probability, or that of the embedded model's head: rules have facets of
    the same names, which only say that a cue stood there.
    """
    if attribute.label is None:
        return None
    result = analysis.labels.get(attribute.label)
    if result is None or result.status is not Status.SCORED:
        return None
    if not attribute.head:
        return result.probability
    scores = (part.facet_scores for part in result.parts if part.scorer.startswith(MODEL))
    return next((heads[attribute.head] for heads in scores if attribute.head in heads), None)
