"""What the pipeline says of one text, as the browser draws it: pieces, passages, one part a label.

Scripts count text in UTF-16, we in code points; so the original travels as pieces in reading
order. A mark carries its span only to be handed back with a person's word on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.domain.annotation import EvidenceFeedback
from analysis.domain.finding import Finding, LabelResult, Quote, Status
from analysis.domain.label import Label
from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.domain.run import RunInfo
from analysis.domain.severity import told_facets
from analysis.services.moderation.passage_payload import (
    ReasonWords,
    evidence_of,
    mark_payload,
    passage_payload,
)
from analysis.services.moderation.passages import TELLS_WHY, marks_of, passages_of
from analysis.services.moderation.text_pieces import pieces

#: From here on two scorers are said to differ: almost half the scale lies between them.
SCORERS_DIFFER_FROM = 0.4
#: Characters of one text that travel to a browser; more would stall it, and nobody reads it there.
LONGEST_SHOWN = 100_000


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered about one text; ``platform_ids`` are the numbers of comments by id."""

    labels: Mapping[str, LabelResult]
    recommendations: Mapping[str, Recommendation]
    quotes: Sequence[Quote] = ()
    platform_ids: Mapping[str, int] = field(default_factory=dict)


def answers_payload(
    text: str,
    answers: Answers,
    *,
    labels: Mapping[str, Label],
    profile: Profile | None = None,
    feedback: Sequence[EvidenceFeedback] = (),
    reason_words: ReasonWords = str,
    person: str = "",
) -> dict[str, Any]:
    """``pieces``, ``marks``, ``passages`` and ``labels`` of one text, in the labels' order, for
    ``person``."""
    evidence = evidence_of(answers.labels, labels)
    quotes = [quote.span for quote in answers.quotes]
    passages = passages_of(text, marks_of(evidence, labels), answers.recommendations, quotes=quotes)
    shown = pieces(text[:LONGEST_SHOWN], [passage.words for passage in passages], quotes)
    marks = [
        mark_payload(labels[key], item, text, feedback, reason_words, person=person)
        for key, item in evidence
    ]
    marked = {passage.label for passage in passages}
    thresholds = profile.thresholds if profile else {}
    return {
        "pieces": [{"t": p.text, "p": list(p.marks), "q": list(p.quotes)} for p in shown],
        "marks": marks,
        "passages": [
            passage_payload(passage, marks, text, labels[passage.label], reason_words)
            for passage in passages
        ],
        "labels": [
            _label(labels[key], answers, thresholds.get(key), marked=key in marked)
            for key in labels
            if key in answers.labels
        ],
    }


def missing_scorers(run: RunInfo | None) -> list[dict[str, str]]:
    """Scorers that are not on this machine; never silently left out."""
    if run is None:
        return []
    return [
        {
            "scorer": info.name.capitalize(),
            "note": info.note or "",
        }
        for info in run.scorers
        if not info.available
    ]


def _label(
    label: Label, answers: Answers, threshold: Threshold | None, *, marked: bool
) -> dict[str, Any]:
    result = answers.labels[label.key]
    recommendation = answers.recommendations.get(label.key)
    opinions = [
        part.probability
        for part in result.parts
        if part.probability is not None and not _says_what_is_usual(part, result)
    ]
    target = result.target
    return {
        "key": label.key,
        "title": label.title,
        "concern": label.concern,
        "distressing": label.distressing,
        "status": result.status.value,
        "probability": result.probability,
        "recommendation": recommendation.value if recommendation else "unsupported",
        "facets": [
            facet.title
            for facet in told_facets(label, result.probability, result.facets, recommendation)
        ],
        "detail": result.detail,
        "target": target.kind if target else None,
        "target_comment": answers.platform_ids.get(target.comment_id or "") if target else None,
        "parts": [
            {
                "scorer": part.scorer,
                "status": part.status.value,
                "probability": part.probability,
                "detail": part.detail,
                "usual": _says_what_is_usual(part, result),
            }
            for part in result.parts
        ],
        "differ": len(opinions) > 1 and max(opinions) - min(opinions) >= SCORERS_DIFFER_FROM,
        "evidence_missing": result.status is Status.SCORED and not marked,
        "flag_at": threshold.flag_at if threshold else None,
        "clear_below": threshold.clear_below if threshold else None,
    }


def _says_what_is_usual(part: Finding, result: LabelResult) -> bool:
    """Whether the rules found no cue to show: then they stay near how often the label holds, which
    is no word against a scorer that has read the comment."""
    if part.scorer != TELLS_WHY or part.status is not Status.SCORED:
        return False
    return not any(cue.scorer == TELLS_WHY for cue in (*part.evidence, *result.evidence))
