"""Findings of the embedded model: a label's probability, its facets, and the passages shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.domain.finding import Evidence, Finding, Status
from analysis.domain.label import Label
from analysis.domain.passage_reason import PassageReason
from analysis.scorers.embedded_heads import TrainedHead
from analysis.scorers.embedded_manifest import Manifest
from analysis.scorers.embedded_marks import passages
from analysis.scorers.embedded_model import Answer
from analysis.scorers.embedded_words import CommentWords
from analysis.text.evidence_spans import evidence_span
from analysis.text.prepared import PreparedComment

FACET_FROM = 0.5
"""A facet is named from here; the probabilities themselves are always kept."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the model has to say about one label: the passages' ``channels``, by facet or head the
    head behind it, which facets can be named (in order), and why a passage matters."""

    key: str
    channels: tuple[str, ...]
    scores: tuple[tuple[str, str], ...]
    named: tuple[str, ...]
    reason: PassageReason


def part_of(label: Label, manifest: Manifest, heads: Sequence[TrainedHead]) -> Part:
    """What a model has to say about a label, and where the site's own ``heads`` take part."""
    key, speaker = label.key, manifest.speaker(label.key)
    own = [head.facet for head in heads if head.label == key and head.facet]
    # A facet is named where its head knows newspaper comments, or this site's.
    known = {*speaker.named_facets, *own}
    return Part(
        key=key,
        channels=tuple(speaker.channels),
        scores=tuple({**speaker.facets, **{name: name for name in speaker.heads}}.items()),
        named=tuple(f for f in dict.fromkeys([*speaker.facets, *speaker.heads, *own])
                    if f in known),
        reason=PassageReason(f"model.{key}", label.passage_reason),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A comment as the model read it: its answer, and its words where a passage may be shown."""

    comment: PreparedComment
    answer: Answer
    words: CommentWords | None


def finding_of(
    part: Part, reading: Reading, probability: float | None, scores: Mapping[str, float],
    *, manifest: Manifest, scorer: str,
) -> Finding:  # fmt: skip
    """What is found on one label; it abstains where the model was not trained for it.

    ``scores`` are the probabilities of the label's facets and heads.
    """
    if probability is None:
        return Finding(
            label=part.key,
            scorer=scorer,
            status=Status.ABSTAINED,
            facet_scores=scores,
            detail="this model was not trained to answer this label",
        )
    named = tuple([facet for facet in part.named if scores.get(facet, 0.0) >= FACET_FROM])
    spans = (
        passages(
            manifest, reading.words, part.channels,
            label=part.key, probability=probability,
        )
        if reading.words is not None
        else ()
    )  # fmt: skip
    evidence = tuple([
        Evidence(
            span=evidence_span(reading.comment, span),
            facet=named[0] if named else part.key,
            scorer=scorer,
            reason=part.reason,
            weight=min(max(weight, 0.0), 1.0),
        )
        for span, weight in spans
    ])  # fmt: skip
    details = []
    if reading.answer.cut:
        details.append("the comment is longer than the model reads; its end was not scored")
    if not evidence:
        details.append("the model gives no passage for this answer")
    return Finding(
        label=part.key,
        scorer=scorer,
        status=Status.SCORED,
        probability=probability,
        facets=named,
        facet_scores=scores,
        evidence=evidence,
        detail="; ".join(details) or None,
    )
