"""One scorer's answer to one label's question, and what the answers make together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analysis.domain.passage_reason import PassageReason
from analysis.domain.quick_init import quick_init
from analysis.domain.span import Span


class Status(StrEnum):
    """How a scorer answered. Abstaining and failing never look like a low score."""

    SCORED = "scored"
    ABSTAINED = "abstained"
    FAILED = "failed"


@quick_init
@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in the original text something was seen, and why it matters.

    ``span`` counts code points of the original. ``weight`` (0 to 1) orders spans for display.
    ``reason`` is plain text where a finding was stored before reasons had keys.
    """

    span: Span
    facet: str
    scorer: str
    reason: PassageReason | str
    weight: float = 1.0


@quick_init
@dataclass(frozen=True, slots=True)
class Target:
    """What a disagreement contests: ``article``, ``comment`` (with its id) or ``unclear``."""

    kind: str
    comment_id: str | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class Finding:
    """One scorer's answer for one label of one comment.

    ``probability`` is set exactly when ``status`` is ``scored``. ``facet_scores`` maps facet keys
    (or corpus-named heads such as ``ucc.hostile``) to probabilities. ``detail`` is a sentence for
    people: why it abstained or failed, or that the model gives no evidence. It never holds text
    of the comment.
    """

    label: str
    scorer: str
    status: Status
    probability: float | None = None
    facets: tuple[str, ...] = ()
    facet_scores: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    target: Target | None = None
    detail: str | None = None

    def __post_init__(self) -> None:
        if (self.status is Status.SCORED) != (self.probability is not None):
            raise ValueError(f"{self.scorer}/{self.label}: {self.status} with {self.probability}")
        if self.probability is not None and not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"{self.scorer}/{self.label}: not a probability: {self.probability}")


@quick_init
@dataclass(frozen=True, slots=True)
class LabelResult:
    """The combined answer for one label of one comment; ``parts`` are the findings behind it."""

    label: str
    status: Status
    probability: float | None
    facets: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    target: Target | None = None
    parts: tuple[Finding, ...] = ()
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of the comment that belongs to somebody else.

    ``source`` is ``article``, ``comment`` (then ``comment_id`` is set) or ``unknown``;
    ``similarity`` is 0 to 1 against the source's words.
    """

    span: Span
    source: str
    comment_id: str | None = None
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the comment answers by name; ``comment_id`` where the name could be resolved."""

    name: str
    comment_id: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class InferredParent:
    """The comment this one most likely answers, when the platform names none."""

    comment_id: str
    confidence: float
    reason: str
