"""The product's answers on training rows, each scorer's and joined, and thresholds on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.combination import Combination
from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.finding import Finding, LabelResult, Status
from analysis.domain.profile import Profile, Threshold
from analysis.labels import LABEL_KEYS, LABELS
from analysis.pipeline import Pipeline
from analysis.scorers.base import Scorer
from analysis.scorers.embedded import embedded_scorer
from analysis.scorers.rules import RuleScorer
from analysis.settings import Settings
from analysis.text.prepare import Preparer
from analysis.training.example import Example
from analysis.training.first_thresholds import (
    NATURAL,
    Judgement,
    harmless,
    reason,
    spared_from,
    thresholds,
    verdict,
)
from analysis.training.heads import LEVELS
from analysis.training.measure_kinds import site_of, tells_base_rate

CONCERNS = tuple(label.key for label in LABELS if label.concern)
_HOSTILITY, _, _SEVERE = LEVELS
_EVEN = 0.5
# With fewer comments that have the label, F1 says little: then all of the pool's are looked at.
FEWEST_POSITIVES = 40
_COMMENT, _PARENT = "comment", "parent"
# Recommendations are not looked at here; a pipeline must know some thresholds.
_ANY_PROFILE = Profile("none", 0, dict.fromkeys(LABEL_KEYS, Threshold(0.5, 0.25)))


@dataclass(frozen=True, slots=True)
class Answers:
    """Every scorer's probability per label for some rows, with the truth where it is known."""

    examples: Sequence[Example]
    by_scorer: Mapping[str, Mapping[str, Sequence[float | None]]]

    def rows(self, label: str, scorers: Sequence[str]) -> list[int]:
        """The rows that have a truth and an answer of each scorer."""
        return [
            i
            for i, e in enumerate(self.examples)
            if label in e.targets and all(self.by_scorer[s][label][i] is not None for s in scorers)
        ]

    def columns(
        self, label: str, scorers: Sequence[str], rows: Sequence[int]
    ) -> dict[str, list[float]]:
        """Those rows' probabilities by scorer."""
        return {s: [float(self.by_scorer[s][label][i] or 0.0) for i in rows] for s in scorers}

    def where(self, keep: Callable[[Example], bool]) -> Answers:
        """Only the examples that are to be kept."""
        rows = [i for i, e in enumerate(self.examples) if keep(e)]
        by_scorer = {
            scorer: {label: [column[i] for i in rows] for label, column in columns.items()}
            for scorer, columns in self.by_scorer.items()
        }
        return Answers([self.examples[i] for i in rows], by_scorer)

    def truth(self, label: str, rows: Sequence[int]) -> list[float]:
        """Those rows' yes (1) or no (0)."""
        return [float(self.examples[i].targets[label] > _EVEN) for i in rows]


def answers_of(examples: Sequence[Example], models: Sequence[str]) -> Answers:
    """Ask the rules and every model, each on its own, through the product's preparation."""
    preparer = Preparer(Settings().spacy_model)
    by_scorer: dict[str, dict[str, list[float | None]]] = {}
    scorers: list[Scorer] = [RuleScorer()]
    scorers += [embedded_scorer(name, threads=1) for name in models]
    for scorer in scorers:
        pipeline = Pipeline(preparer, [scorer], Combination("alone", {}), _ANY_PROFILE)
        analyses = pipeline.analyze_apart(map(alone, examples), only={_COMMENT})
        by_scorer[scorer.info.name] = {
            label: [_own_answer(analysis.labels[label]) for analysis in analyses]
            for label in LABEL_KEYS
        }
    return Answers(examples, by_scorer)


def alone(example: Example) -> Discussion:
    """The row under the comment that it answers, where that is known."""
    before = (Comment(_PARENT, "row", 1, example.parent),) if example.parent else ()
    parent = _PARENT if before else None
    comment = Comment(_COMMENT, "row", 2, example.text, parent_id=parent)
    return Discussion(Article("row"), (*before, comment))


def _own_answer(result: LabelResult) -> float | None:
    """The lone scorer's probability as it gave it; ``None`` without an answer for the label."""
    if result.status is not Status.SCORED:
        return None
    return next(part.probability for part in result.parts if part.status is Status.SCORED)


def joined(fitted: Combination, answers: Answers, label: str, model: str) -> list[float]:
    """The combined probability of every row that both scorers answer, in the rows' order."""
    names = ["rules", f"embedded-{model}"]
    rows = answers.rows(label, names)
    columns = answers.columns(label, names, rows)
    combined = (
        fitted.combine(label, [Finding(label, n, Status.SCORED, columns[n][i]) for n in names])
        for i in range(len(rows))
    )
    return [float(result.probability or 0.0) for result in combined]


def every_answer(
    fitted: Combination, answers: Answers, label: str, model: str
) -> list[float | None]:
    """The combined probability of every row with a truth; ``None`` where a scorer has none."""
    rows = answers.rows(label, ["rules", f"embedded-{model}"])
    known = dict(zip(rows, joined(fitted, answers, label, model), strict=True))
    return [known.get(i) for i, e in enumerate(answers.examples) if label in e.targets]


def chosen_thresholds(
    fitted: Combination, dev: Answers, test: Answers, label: str, model: str
) -> dict[str, Any]:
    """One label's thresholds, chosen on dev rows, with what they do on test rows by site."""
    names = ["rules", f"embedded-{model}"]
    rows, scores = dev.rows(label, names), joined(fitted, dev, label, model)
    truth = dev.truth(label, rows)
    natural = [k for k, i in enumerate(rows) if tells_base_rate(dev.examples[i])]
    if sum(truth[k] for k in natural) < FEWEST_POSITIVES:
        natural = [k for k, i in enumerate(rows) if dev.examples[i].source in NATURAL]
    written = [
        scores[k]
        for k, i in enumerate(rows)
        if dev.examples[i].source == "authored" and harmless(dev.examples[i], label)
    ]
    severe = [
        scores[k]
        for k, i in enumerate(rows)
        if label == _HOSTILITY and dev.examples[i].targets.get(_SEVERE, 0.0) > _EVEN
    ]
    at = thresholds(
        [truth[k] for k in natural], [scores[k] for k in natural],
        spare=written, severe=severe, concern=label in CONCERNS,
    )  # fmt: skip
    there = test.rows(label, names)
    raised = label in CONCERNS and at["flag_at"] == spared_from(written)
    judged = judgements(test, there, label, joined(fitted, test, label, model), at)
    return {**at, "reason": reason(judged, raised=raised)}


def judgements(
    test: Answers, rows: Sequence[int], label: str, scores: Sequence[float],
    at: Mapping[str, float],
) -> list[Judgement]:  # fmt: skip
    """What the thresholds say of each natural test row, with its truth and kind of site."""
    return [
        Judgement(site_of(test.examples[i]), bool(truth), verdict(score, at))
        for i, truth, score in zip(rows, test.truth(label, rows), scores, strict=True)
        if test.examples[i].source in NATURAL
    ]
