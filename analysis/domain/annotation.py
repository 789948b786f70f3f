"""Annotation work: sets, their items and how they were chosen, and the judgements stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from analysis.domain.comment import Article, Comment
from analysis.domain.judgement import Judgement
from analysis.domain.span import Span


class Selection(StrEnum):
    """How an item came into a set. Only ``RANDOM`` items measure without bias."""

    RANDOM = "random"
    UNCERTAIN = "uncertain"
    DISAGREEMENT = "disagreement"
    FEEDBACK = "feedback"
    IMPORTED = "imported"
    SUGGESTED = "suggested"


@dataclass(frozen=True, slots=True)
class AnnotationSet:
    """A piece of annotation work: which labels are asked for, under which guideline version."""

    id: int
    name: str
    labels: tuple[str, ...]
    guideline: str
    created_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CountedSet(AnnotationSet):
    """A set with its progress.

    ``items`` counts its comments that can be shown, ``judged`` those of them with at least one
    judgement for every label.
    """

    items: int
    judged: int
    annotators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetItem:
    """A comment's place in a set: which revision of it is judged, and how it was chosen."""

    id: int
    set_id: int
    comment_id: int
    revision: int
    selection: Selection


@dataclass(frozen=True, slots=True)
class AnnotationItem:
    """A comment to annotate, with what its annotator may see: no scores and nobody's judgement."""

    id: int
    set_id: int
    comment_id: int
    revision: int
    selection: Selection
    gold: bool
    comment: Comment
    article: Article
    parent: Comment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Judgement):
    """A judgement as it is stored, about one item; added, never changed.

    A later one of the same kind by the same person for the same item and label takes its place.
    """

    id: int
    item_id: int
    comment_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Disputed:
    """An item and label on which people differ, for adjudication; now everybody's vote shows."""

    item: AnnotationItem
    label: str
    votes: tuple[Annotation, ...]
    settled: Annotation | None


@dataclass(frozen=True, slots=True)
class Votes:
    """One label's judgements of a set as agreement measures want them.

    ``by_item`` maps item id to person to judgement, skips left out; adjudications are no votes.
    ``skipped`` counts these, ``skipped_by`` each person's.
    """

    label: str
    people: tuple[str, ...]
    by_item: Mapping[int, Mapping[str, bool]]
    skipped: int
    skipped_by: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoldScore:
    """How one person did on gold items of one label."""

    person: str
    label: str
    n: int
    right: int


class Feedback(StrEnum):
    """What a moderator says about a piece of evidence; ``WITHDRAW`` takes back what the same
    person said of it before."""

    CONFIRM = "confirm"
    REJECT = "reject"
    ADD = "add"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class EvidenceFeedback:
    """A moderator's word on one span of evidence; ``scorer`` is empty for an added span."""

    comment_id: int
    label: str
    facet: str
    span: Span
    verdict: Feedback
    scorer: str
    person: str
    created_at: datetime

    @property
    def passage(self) -> tuple[str, str, Span, str]:
        """What of the comment the word is about: label, facet, span and scorer."""
        return self.label, self.facet, self.span, self.scorer
