"""Everything the pipeline says about one comment, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.domain.comment import Comment
from analysis.domain.finding import Addressee, InferredParent, LabelResult, Quote
from analysis.domain.profile import Recommendation
from analysis.domain.quick_init import quick_init


@quick_init
@dataclass(frozen=True, slots=True)
class Analysis:
    """One comment with its quotes, addressee, language, label results and recommendations.

    ``labels`` and ``recommendations`` have one entry per label, keyed by the label's key.
    """

    comment: Comment
    language: str
    quotes: tuple[Quote, ...]
    addressee: Addressee | None
    inferred_parent: InferredParent | None
    labels: Mapping[str, LabelResult]
    recommendations: Mapping[str, Recommendation]
