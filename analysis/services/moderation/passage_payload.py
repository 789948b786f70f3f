"""Marks and passages of a comment as the browser draws them: plain JSON, words already cut out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from analysis.domain.annotation import EvidenceFeedback
from analysis.domain.finding import Evidence, LabelResult
from analysis.domain.label import Label
from analysis.domain.passage_reason import PassageReason
from analysis.services.moderation.passages import TELLS_WHY, Passage

ReasonWords = Callable[[PassageReason | str], str]


def evidence_of(
    results: Mapping[str, LabelResult], labels: Mapping[str, Label]
) -> list[tuple[str, Evidence]]:
    """All evidence in the order of the labels and of the text, the strongest of equals first."""
    return [
        (key, item)
        for key in labels
        if key in results
        for item in sorted(results[key].evidence, key=lambda e: (e.span, -e.weight))
    ]


def mark_payload(
    label: Label,
    item: Evidence,
    original: str,
    feedback: Sequence[EvidenceFeedback],
    reason_words: ReasonWords,
    *,
    person: str = "",
) -> dict[str, Any]:
    """One scorer's mark; it carries its span only to be handed back with a person's word on it.

    ``said`` is the last word on it that stands, ``mine`` that of ``person``.
    """
    # A head that only a corpus names is no facet that a person can speak of.
    facet = item.facet if item.facet in {facet.key for facet in label.facets} else ""
    passage = (label.key, facet, item.span, item.scorer)
    words = [word for word in feedback if word.passage == passage]
    mine = [word for word in words if word.person == person]
    return {
        "label": label.key,
        "key": facet,
        "span": [item.span.start, item.span.end],
        "said": words[-1].verdict.value if words else None,
        "mine": mine[-1].verdict.value if mine else None,
        "facet": facet_title(label, item.facet),
        "scorer": item.scorer,
        "words": item.span.of(original),
        "reason": reason_words(item.reason),
    }


def passage_payload(
    passage: Passage,
    marks: Sequence[Mapping[str, Any]],
    original: str,
    label: Label,
    reason_words: ReasonWords,
) -> dict[str, Any]:
    """One passage: its words, the one reason, who saw it, and the marks behind it by number."""
    inside = [marks[number] for number in passage.marks]
    verdicts = {mark["said"] for mark in inside}
    levels = {facet.title for facet in label.levels}
    return {
        "label": passage.label,
        "marks": list(passage.marks),
        "words": passage.words.of(original),
        "reason": reason_words(passage.reason),
        "bearing": passage.bearing.value,
        "shown": passage.shown,
        "lane": passage.lane,
        # How severe the comment is stands at the label, where its probability is.
        "facets": [title for title in _each(m["facet"] for m in inside) if title not in levels],
        "scorers": sorted(
            _each(mark["scorer"] for mark in inside), key=lambda name: name != TELLS_WHY
        ),
        "said": verdicts.pop() if len(verdicts) == 1 else None,
    }


def facet_title(label: Label, key: str) -> str:
    """A facet's title; a head that only a corpus names keeps its own key.

    Evidence for the label as a whole names no facet, and so has no title.
    """
    if key == label.key:
        return ""
    try:
        return label.facet(key).title
    except KeyError:
        return key


def _each(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
