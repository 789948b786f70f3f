"""Which passages of a comment are marked, and the one reason that each of them carries.

What rules and models say of the same words is one passage; every single mark stays behind it. Only
labels that ask for something are marked, and at most three passages of each unless a person wants
all: fewer and whole beats many and near. The browser draws what is chosen here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analysis.domain.finding import Evidence
from analysis.domain.label import Label
from analysis.domain.passage_reason import PassageReason
from analysis.domain.profile import Recommendation
from analysis.domain.span import Span
from analysis.labels import RULES
from analysis.services.moderation.disjoint_spans import DisjointSpans
from analysis.services.moderation.own_words import OwnWords

TELLS_WHY = "rules"
"""The scorer that says in words why; beside it a model's "the model saw it here" adds nothing."""

MOST_SHOWN = 3
"""Passages of a label that are marked unless a person asks for all."""

LANES = 4
"""Underlines that have room below each other."""

MARKED = (Recommendation.FLAG, Recommendation.UNSURE)
"""The answers whose passages are marked."""


class Bearing(StrEnum):
    """How a passage bears on its label: it carries it, is beside it (only sharp), or softens it."""

    CARRIES = "carries"
    BESIDE = "beside"
    SOFTENS = "softens"


@dataclass(frozen=True, slots=True)
class Mark:
    """One scorer's evidence for one label; ``number`` is its place among all of the comment's."""

    number: int
    label: str
    evidence: Evidence
    bearing: Bearing = Bearing.CARRIES

    @property
    def span(self) -> Span:
        """The words that the scorer named."""
        return self.evidence.span


@dataclass(frozen=True, slots=True)
class Passage:
    """Marks of one label on the same words: what is underlined, and why.

    ``marks`` are their numbers, ``reason`` that of the mark that says most. ``shown`` is false for
    what is drawn only when all is asked for. Of passages that overlap each has its own ``lane``,
    so that their underlines lie below each other from end to end.
    """

    label: str
    marks: tuple[int, ...]
    words: Span
    reason: PassageReason | str
    bearing: Bearing
    shown: bool = False
    lane: int = 0


def marks_of(evidence: Iterable[tuple[str, Evidence]], labels: Mapping[str, Label]) -> list[Mark]:
    """The evidence (label and item, in order) as marks that know how they bear on the label."""
    return [
        Mark(number, key, item, _bearing(labels[key], item))
        for number, (key, item) in enumerate(evidence)
    ]


def passages_of(
    text: str,
    marks: Sequence[Mark],
    recommendations: Mapping[str, Recommendation],
    *,
    quotes: Sequence[Span] = (),
) -> tuple[Passage, ...]:
    """The passages of a comment in the order of labels and of the text, with what is shown.

    Somebody else's words, parts of words and function words alone are no passage; of one that
    reaches over a quote the longest part is left.
    """
    passages: list[Passage] = []
    own = OwnWords(text, quotes)
    for label in dict.fromkeys(mark.label for mark in marks):
        ranked = sorted(
            (
                (_rank(group), passage)
                for group in joined([mark for mark in marks if mark.label == label])
                if (passage := _passage(group, own)) is not None
            ),
            key=lambda pair: (pair[0], pair[1].words),
        )
        leading = _leading([passage for _, passage in ranked])
        most = MOST_SHOWN if recommendations.get(label) in MARKED else 0
        chosen = {passage.words for passage in leading[:most]}
        passages += sorted(
            (replace(passage, shown=passage.words in chosen) for passage in leading),
            key=lambda passage: passage.words,
        )
    return _in_lanes(passages)


def joined(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Marks of one label that speak of the same words, in the order of the text.

    Overlapping marks belong together, but cues of rules that stand apart stay apart, also inside
    one long mark of a model: each has a reason of its own, which is to be found in its words.
    """
    groups: list[list[Mark]] = []
    for group in _overlapping(marks):
        cues = _overlapping(mark for mark in group if mark.evidence.scorer == TELLS_WHY)
        if len(cues) < 2:
            groups.append(group)
            continue
        extents = [_extent(some) for some in cues]
        places = DisjointSpans(extents)
        for mark in group:
            if mark.evidence.scorer != TELLS_WHY:
                shared = {n: _shared(mark.span, extents[n]) for n in places.near(mark.span)}
                cues[max(shared, key=shared.__getitem__)].append(mark)
        groups += cues
    return groups


def words_of(group: Sequence[Mark]) -> Span:
    """The words that show a group: the cues that rules found, or all of it where there are none."""
    return _extent([m for m in group if m.evidence.scorer == TELLS_WHY] or group)


def _overlapping(marks: Iterable[Mark]) -> list[list[Mark]]:
    groups: list[list[Mark]] = []
    end = -1
    for mark in sorted(marks, key=lambda mark: (mark.span, mark.number)):
        if not groups or mark.span.start >= end:
            groups.append([])
        groups[-1].append(mark)
        end = max(end, mark.span.end)
    return groups


def _extent(group: Sequence[Mark]) -> Span:
    return Span(min(mark.span.start for mark in group), max(mark.span.end for mark in group))


def _shared(span: Span, other: Span) -> int:
    return min(span.end, other.end) - max(span.start, other.start)


def _passage(group: Sequence[Mark], own: OwnWords) -> Passage | None:
    words = own.telling_words(words_of(group))
    if words is None:
        return None
    says_most = min(group, key=_says)
    numbers = tuple(sorted(mark.number for mark in group))
    reason, bearing = says_most.evidence.reason, says_most.bearing
    return Passage(says_most.label, numbers, words, reason, bearing)


def _says(mark: Mark) -> tuple[int, bool, float, int]:
    """Sorts first what carries the label, in words, strongly."""
    wordless = mark.evidence.scorer != TELLS_WHY
    return (list(Bearing).index(mark.bearing), wordless, -mark.evidence.weight, mark.number)


def _rank(group: Sequence[Mark]) -> tuple[int, int, float]:
    """Sorts first what carries the label, what several scorers name, what is strong."""
    bearing = min(list(Bearing).index(mark.bearing) for mark in group)
    scorers = len({mark.evidence.scorer for mark in group})
    return (bearing, -scorers, -max(mark.evidence.weight for mark in group))


def _leading(ranked: Sequence[Passage]) -> list[Passage]:
    """Each stretch once: growing to whole words can make two passages meet."""
    leading: list[tuple[Passage, set[int]]] = []
    places = DisjointSpans()
    for passage in ranked:
        met = min(places.overlapping(passage.words), default=None)
        if met is None:
            places.add(passage.words, len(leading))
            leading.append((passage, set(passage.marks)))
        else:
            leading[met][1].update(passage.marks)
    return [replace(passage, marks=tuple(sorted(marks))) for passage, marks in leading]


def _in_lanes(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """What is shown gets the lanes nearest the letters, longer ones below shorter ones."""
    lanes = [DisjointSpans() for _ in range(LANES - 1)]
    placed: dict[tuple[str, Span], int] = {}
    for passage in sorted(passages, key=lambda p: (not p.shown, len(p.words), p.words)):
        free = (n for n, taken in enumerate(lanes) if not taken.overlapping(passage.words))
        lane = next(free, LANES - 1)  # where what finds no room lies over each other
        if lane < LANES - 1:
            lanes[lane].add(passage.words, lane)
        placed[passage.label, passage.words] = lane
    return tuple(replace(p, lane=placed[p.label, p.words]) for p in passages)


def _bearing(label: Label, item: Evidence) -> Bearing:
    if _softens(item.reason):
        return Bearing.SOFTENS
    facet = next((facet for facet in label.facets if facet.key == item.facet), None)
    degree = facet.degree if facet is not None else None
    if degree is not None and label.holds_from is not None and degree < label.holds_from:
        return Bearing.BESIDE
    return Bearing.CARRIES


def _softens(reason: PassageReason | str) -> bool:
    key = reason.key if isinstance(reason, PassageReason) else ""
    # A reason's key is its rule's name, with the variant behind it where the rule has several.
    return any(
        rule.softens and (key == rule.name or key.startswith(rule.name + ".")) for rule in RULES
    )
