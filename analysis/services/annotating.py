"""Annotation sets: people label blind to each other, then differences are settled."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.domain.annotation import (
    AnnotatedSpan,
    Annotation,
    AnnotationItem,
    AnnotationSet,
    Disputed,
    EvidenceFeedback,
    Feedback,
    GoldScore,
    Judgement,
    Selection,
    Votes,
)
from analysis.domain.span import Span
from analysis.storage.database import Store


def create_set(
    store: Store, name: str, *, labels: Sequence[str], guideline: str, person: str
) -> AnnotationSet:
    """Start a set; ``guideline`` names the codebook version that annotators follow."""
    raise NotImplementedError


def sets(store: Store) -> list[AnnotationSet]:
    """All sets with their progress, newest first."""
    raise NotImplementedError


def add_items(
    store: Store, set_id: int, *, selection: Selection, count: int, person: str, seed: int = 0
) -> int:
    """Choose ``count`` comments that the set has not got yet; how many were found.

    ``uncertain`` takes probabilities nearest the thresholds, ``disagreement`` the widest spread
    between scorers, ``random`` a seeded random sample. Each item keeps how it was chosen.
    """
    raise NotImplementedError


def add_comment(store: Store, set_id: int, comment_id: int, *, person: str) -> int:
    """Put one named comment into a set; the item's id."""
    raise NotImplementedError


def next_item(store: Store, set_id: int, *, person: str) -> AnnotationItem | None:
    """The next item this person has not judged for every label; ``None`` when done."""
    raise NotImplementedError


def annotate(
    store: Store,
    item_id: int,
    *,
    label: str,
    judgement: Judgement,
    person: str,
    facets: Sequence[str] = (),
    spans: Sequence[AnnotatedSpan] = (),
    level: int | None = None,
    note: str = "",
) -> Annotation:
    """Add one judgement; spans must lie inside the original text."""
    raise NotImplementedError


def my_annotations(store: Store, set_id: int, *, person: str) -> list[Annotation]:
    """One's own latest judgements in a set; nobody else's."""
    raise NotImplementedError


def set_gold(
    store: Store, item_id: int, *, label: str, judgement: Judgement, person: str
) -> Annotation:
    """Make an item gold for a label: a known answer that annotators are measured against."""
    raise NotImplementedError


def gold_scores(store: Store, set_id: int) -> list[GoldScore]:
    """How each annotator did on the set's gold items."""
    raise NotImplementedError


def votes(store: Store, set_id: int, *, selection: Selection | None = None) -> list[Votes]:
    """The latest judgements per label, item and person, for agreement measures."""
    raise NotImplementedError


def disputed(store: Store, set_id: int) -> list[Disputed]:
    """Items on which people differ, settled ones last."""
    raise NotImplementedError


def adjudicate(
    store: Store,
    item_id: int,
    *,
    label: str,
    judgement: Judgement,
    person: str,
    facets: Sequence[str] = (),
    spans: Sequence[AnnotatedSpan] = (),
    level: int | None = None,
    note: str = "",
) -> Annotation:
    """Settle a label of an item; the raw votes stay beside it."""
    raise NotImplementedError


def feed_back(
    store: Store,
    comment_id: int,
    *,
    label: str,
    facet: str,
    span: Span,
    verdict: Feedback,
    person: str,
    scorer: str = "",
) -> EvidenceFeedback:
    """Keep a moderator's word on a span of evidence: right, wrong, or one that was missed."""
    raise NotImplementedError


def feedback(store: Store, comment_id: int | None = None) -> list[EvidenceFeedback]:
    """The words on evidence, of one comment or of all, oldest first."""
    raise NotImplementedError
