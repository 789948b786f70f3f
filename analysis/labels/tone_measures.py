"""The measures of tone, made from the labels: what is counted of comments, and under which name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.domain.label import Label
from analysis.domain.profile import Recommendation
from analysis.labels import LABELS

UNSURE, UNSUPPORTED = "unsure", "unsupported"
"""Comments with at least one such answer in a label of concern."""

COMMENTS, SCORED = "n", "scored"
"""All comments, and those with an analysis."""


@dataclass(frozen=True, slots=True)
class ToneMeasure:
    """One count of comments by what the thresholds in force make of them.

    ``label`` is the label whose flags it counts, ``split_by`` the one by whose answer these are
    told apart; both are empty for :data:`UNSURE` and :data:`UNSUPPORTED`. ``drawn_as`` names the
    label whose colour it has. ``title`` and ``help`` are the label's own words, where it has any.
    """

    name: str
    label: str | None = None
    split_by: str | None = None
    drawn_as: str | None = None
    shown: bool = True
    title: str = ""
    help: str = ""


def measures_of(labels: Iterable[Label]) -> dict[str, ToneMeasure]:
    """All measures by name, those that are shown in the order of the labels.

    A label's flagged comments are counted under its short name; split by another label's answer
    they are shown in parts. ``ValueError`` where two measures have one name.
    """
    measures = [measure for label in labels for measure in _of_label(label)]
    measures += [ToneMeasure(UNSURE), ToneMeasure(UNSUPPORTED, shown=False)]
    named = {measure.name: measure for measure in measures}
    if len(named) < len(measures) or {COMMENTS, SCORED} & set(named):
        raise ValueError(
            f"two measures of tone share a name: {[measure.name for measure in measures]}"
        )
    return named


def _of_label(label: Label) -> list[ToneMeasure]:
    key, name, split = label.key, label.short_name, label.tone_split
    if split is None:
        return [ToneMeasure(name, key, drawn_as=key, title=label.title)]
    parts = [
        ToneMeasure(
            f"{kind.name}_{name}", key, split.by, drawn_as, title=kind.title, help=kind.help
        )
        for kind, drawn_as in ((split.clear, key), (split.flag, split.by))
    ]
    return [
        ToneMeasure(name, key, drawn_as=key, shown=False, title=label.title),
        *parts,
        ToneMeasure(f"{split.neither}_{name}", key, split.by, key, shown=False),
    ]


MEASURES: Mapping[str, ToneMeasure] = measures_of(LABELS)
SHOWN: tuple[str, ...] = tuple(name for name, measure in MEASURES.items() if measure.shown)
"""The measures that are drawn, in their order."""


def counted_in(answers: Mapping[str, Recommendation] | None) -> tuple[str, ...]:
    """The measures that a comment with these answers (by label key) adds to, ``n`` included.

    ``None`` stands for a comment that is not scored. A label that is not among the answers was
    never asked: it adds to nothing.
    """
    if answers is None:
        return (COMMENTS,)
    names = [COMMENTS, SCORED]
    for label in LABELS:
        if answers.get(label.key) is not Recommendation.FLAG:
            continue
        names.append(label.short_name)
        if label.tone_split is not None:
            split = label.tone_split
            by = answers.get(split.by)
            kind = split.neither
            if by is Recommendation.CLEAR:
                kind = split.clear.name
            elif by is Recommendation.FLAG:
                kind = split.flag.name
            names.append(f"{kind}_{label.short_name}")
    concern = {answers[label.key] for label in LABELS if label.concern and label.key in answers}
    names += [UNSURE] if Recommendation.UNSURE in concern else []
    names += [UNSUPPORTED] if Recommendation.UNSUPPORTED in concern else []
    return tuple(names)
