"""What one person says about one label of one comment, and when it can be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from analysis.domain.errors import BadInput, nearest
from analysis.domain.label import HIGHEST_DEGREE, Label
from analysis.domain.notes import check_note
from analysis.domain.span import Span


class Answer(StrEnum):
    """Whether a label holds; ``SKIP`` says "I can't tell", which is an answer too."""

    YES = "yes"
    NO = "no"
    SKIP = "skip"


class JudgementKind(StrEnum):
    """What a judgement is for: one of several votes, the settling word, or a known answer."""

    VOTE = "vote"
    ADJUDICATION = "adjudication"
    GOLD = "gold"


@dataclass(frozen=True, slots=True)
class AnnotatedSpan:
    """A passage a person marked, in code points of the original, with its facet."""

    span: Span
    facet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One person's answer for one label, with all that carries it.

    ``level`` is the degree of a graded label (0 to 3) where given, ``facets`` are keys of
    the label's facets, ``spans`` passages of the original. ``at`` is when it was said, where
    that is known already.
    """

    label: str
    person: str
    answer: Answer
    kind: JudgementKind = JudgementKind.VOTE
    level: int | None = None
    facets: tuple[str, ...] = ()
    spans: tuple[AnnotatedSpan, ...] = ()
    note: str = ""
    at: datetime | None = None

    def agrees_in_all(self, other: Judgement) -> bool:
        """Whether both answer alike and carry the same; order counts for nothing."""
        return (
            (self.answer, self.level, self.note) == (other.answer, other.level, other.note)
            and set(self.facets) == set(other.facets)
            and set(self.spans) == set(other.spans)
        )


def check_judgement(judgement: Judgement, *, labels: Mapping[str, Label], text: str) -> None:
    """``BadInput`` says why a judgement can't be taken.

    ``labels`` are those that are asked for, by key; ``text`` is the original that was judged.
    """
    if judgement.label not in labels:
        raise BadInput(
            f"Unknown label {judgement.label!r} here; {nearest(judgement.label, labels)}."
        )
    label = labels[judgement.label]
    if not judgement.person:
        raise BadInput("Nobody is named as the annotator.")
    if judgement.kind is JudgementKind.GOLD and judgement.answer is Answer.SKIP:
        raise BadInput("A gold answer is yes or no.")
    check_spans(judgement.spans, label=label, text=text)
    check_facets(judgement.facets, label=label)
    highest = max(label.degrees, default=HIGHEST_DEGREE)
    if judgement.level is not None and not 0 <= judgement.level <= highest:
        raise BadInput(f"A level is a number from 0 to {highest}, not {judgement.level}.")
    check_note(judgement.note)


def check_spans(spans: Iterable[AnnotatedSpan], *, label: Label, text: str) -> None:
    """``BadInput`` when a passage is empty, leaves the text or names a facet of no such label."""
    marked = tuple(spans)
    for passage in marked:
        if not 0 <= passage.span.start < passage.span.end <= len(text):
            raise BadInput(
                f"A span from {passage.span.start} to {passage.span.end} is not inside the "
                f"comment, which has {len(text)} characters."
            )
    check_facets((passage.facet for passage in marked if passage.facet), label=label)


def check_facets(facets: Iterable[str], *, label: Label) -> None:
    """``BadInput`` names a facet that the label has not got, and the nearest that it has."""
    known = [facet.key for facet in label.facets]
    for facet in facets:
        if facet not in known:
            raise BadInput(f"Unknown facet {facet!r} of {label.key}; {nearest(facet, known)}.")
