"""One line per passage: what rules and models say of the same words belongs together.

A model marks the clause around a cue that a rule marks by itself; listed one by one they read as
several reasons although they are one. Every single mark stays behind its line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.domain.span import Span

#: The scorer that can say in words why; beside it a model's "the model saw it here" adds nothing.
TELLS_WHY = "rules"


@dataclass(frozen=True, slots=True)
class Passage:
    """Marks of one label whose words overlap, by their numbers, and the words that show them."""

    marks: tuple[int, ...]
    words: Span


def passages(marks: Sequence[tuple[int, str, Span]]) -> list[Passage]:
    """Join marks (number, scorer, span) of one label that overlap, in the order of the text.

    A passage shows the one cue that rules found in it; with several, or none, all of its words.
    """
    groups: list[list[tuple[int, str, Span]]] = []
    end = -1
    for mark in sorted(marks, key=lambda mark: (mark[2], mark[0])):
        if not groups or mark[2].start >= end:
            groups.append([])
        groups[-1].append(mark)
        end = max(end, mark[2].end)
    return [Passage(tuple(number for number, _, _ in group), _shown(group)) for group in groups]


def _shown(group: Sequence[tuple[int, str, Span]]) -> Span:
    cues = {span for _, scorer, span in group if scorer == TELLS_WHY}
    if len(cues) == 1:
        return cues.pop()
    return Span(group[0][2].start, max(span.end for _, _, span in group))


def passage_lines(
    marks: Sequence[Mapping[str, Any]], label: str, original: str
) -> list[dict[str, Any]]:
    """The passages of a label as the review loop draws them; ``marks`` are those of the payload."""
    of_label = [
        (number, str(mark["scorer"]), Span(*mark["span"]))
        for number, mark in enumerate(marks)
        if mark["label"] == label
    ]
    return [_line(passage, marks, original) for passage in passages(of_label)]


def _line(passage: Passage, marks: Sequence[Mapping[str, Any]], original: str) -> dict[str, Any]:
    inside = [marks[number] for number in passage.marks]
    telling = [mark for mark in inside if mark["scorer"] == TELLS_WHY] or inside
    reasons = {mark["said"] for mark in inside}
    return {
        "marks": list(passage.marks),
        "words": passage.words.of(original),
        "reasons": _each(mark["reason"] for mark in telling),
        "facets": _each(mark["facet"] for mark in inside),
        "scorers": sorted(
            _each(mark["scorer"] for mark in inside), key=lambda name: name != TELLS_WHY
        ),
        "said": reasons.pop() if len(reasons) == 1 else None,
    }


def _each(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
