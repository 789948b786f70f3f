"""How well each attribute's source orders held-out comments with the attribute's own question.

``python -m analysis.training.measure_attributes MODEL CORPORA [NAME…]`` writes ``attributes.json``
beside the model, for the named attributes or all. The whole pipeline answers (rules and model,
without Detoxify), since that is what ships; heads are the model's alone, and rules left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.combination import load_combination
from analysis.domain.analysis import Analysis
from analysis.domain.attribute import Attribute, value_of
from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.profile import Profile
from analysis.evaluation.bands import auc_within_bands
from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import auc
from analysis.labels import LABELS
from analysis.labels.attributes import MEASURABLE
from analysis.pipeline import Pipeline
from analysis.resources import models_dir, seeds_dir
from analysis.scorers.base import Scorer
from analysis.scorers.embedded import embedded_scorer
from analysis.scorers.rules import RuleScorer
from analysis.settings import load_settings
from analysis.text.prepare import Preparer
from analysis.training.corpora import CORPORA
from analysis.training.corpora.authored import kind_of
from analysis.training.example import Example, Split, split_of, unit_interval, without_leaks
from analysis.training.heads import LEVELS
from analysis.training.measure_kinds import site_of
from analysis.training.reading_view import as_read

SOURCES = (
    "readings_pool", "toxic_spans", "cad", "authored", "iac", "testimony", "c3",
)  # fmt: skip
MOST = 800
"""Rows of one corpus; more cost time and narrow no interval that matters."""
_EVEN = 0.5
_MILDLY = 0.33  # between 1, not toxic, and 4, very toxic: 2 and above
_QUIET = 0.2  # of ten readers' yes to "sharp": at most one or two
Splits = Mapping[Split, Sequence[Example]]
Rows = list[tuple[Example, float]]
Answers = Mapping[tuple[str, str], Analysis]


@dataclass(frozen=True, slots=True)
class Question:
    """Held-out rows with the truth of each, and whether they are compared within length."""

    rows: Callable[[Splits], Rows]
    within_length: bool = False


def _of(source: str, target: str, bar: float = _EVEN) -> Callable[[Splits], Rows]:
    return lambda splits: [
        (example, float(example.targets[target] > bar))
        for example in splits["test"]
        if example.source == source and target in example.targets
    ]


def _typed(kind: str) -> Callable[[Splits], Rows]:
    """Comments whose toxic words were typed (dev rows: the test rows carry no types), and quiet
    ones of the same sites, which were read."""

    def rows(splits: Splits) -> Rows:
        typed = [
            (example, float(example.targets[f"hostility.{kind}"] >= _EVEN))
            for example in splits["dev"]
            if example.source == "toxic_spans"
        ]
        quiet = [
            (example, 0.0)
            for part in (splits["dev"], splits["test"])
            for example in part
            if example.source == "readings_pool"
            and site_of(example) == "news"
            and example.targets[LEVELS[1]] <= _QUIET
        ]
        return typed + quiet

    return rows


def _of_kind(kind: str) -> Callable[[Splits], Rows]:
    return lambda splits: [
        (example, float(kind_of(example) == kind))
        for example in splits["test"]
        if example.source == "authored"
    ]


QUESTIONS: Mapping[str, Question] = {
    "TOXICITY": Question(_of("c3", "c3.toxicity", _MILDLY)),
    "SEVERE_TOXICITY": Question(_of("readings_pool", LEVELS[2])),
    "INSULT": Question(_typed("insult")),
    "PROFANITY": Question(_typed("profanity")),
    "IDENTITY_ATTACK": Question(_of("cad", "cad.identity")),
    "THREAT": Question(_of_kind("threat")),
    "ATTACK_ON_COMMENTER": Question(_of("iac", "iac.attack")),
    "PERSONAL_STORY_EXPERIMENTAL": Question(_of("testimony", "testimony")),
    "CONSTRUCTIVE_EXPERIMENTAL": Question(_of("c3", "c3.constructive"), within_length=True),
    "GENERALIZATION_EXPERIMENTAL": Question(_of("readings_pool", "generalization")),
    "DISAGREEMENT": Question(_of("readings_pool", "disagreement")),
    "POSSIBLE_HOSTILITY": Question(_of("readings_pool", "possible_hostility")),
    "GENERALIZATION": Question(_of("readings_pool", "generalization")),
    "CONSTRUCTIVE_EVIDENCE": Question(_of("readings_pool", "constructive_evidence")),
}


def measured(
    model: str, splits: Splits, names: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """By attribute its figure (``auc``, ``low``, ``high``, ``n``, ``positives``), as each is done.

    Comments in which nothing was scored (another language) are left out and counted; ``None``
    where the rows hold but one answer.
    """
    pipelines = {rules: pipeline_of(model, with_rules=rules) for rules in (False, True)}
    answers: dict[bool, dict[tuple[str, str], Analysis]] = {False: {}, True: {}}
    for attribute in MEASURABLE:
        if attribute.name not in names:
            continue
        question = QUESTIONS[attribute.name]
        rows = _sampled(question.rows(splits))
        known = answers[not attribute.head]
        waiting = [example for example, _ in rows if _place(example) not in known]
        known |= dict(_answers(pipelines[not attribute.head], waiting))
        yield attribute.name, _figure(attribute, question, rows, known)


def held_out(corpora: Path) -> Splits:
    """The rows of ``SOURCES`` that no model learned from, as ``read_splits`` gives them."""
    raw: dict[Split, list[Example]] = {"train": [], "dev": [], "test": []}
    for key in SOURCES:
        corpus = CORPORA[key]
        for original in corpus.read(corpora):
            split = split_of(original, dev=corpus.dev, test=corpus.test)
            if split != "train" and original.text.strip():
                raw[split].append(as_read(original))
    return without_leaks(raw)


def _figure(
    attribute: Attribute,
    question: Question,
    rows: Rows,
    answers: Mapping[tuple[str, str], Analysis],
) -> dict[str, Any] | None:
    triples = [
        (truth, value, len(example.text))
        for example, truth in rows
        if (value := value_of(attribute, answers[_place(example)])) is not None
    ]
    y, p = [truth for truth, _, _ in triples], [value for _, value, _ in triples]
    if not 0 < sum(y) < len(y):
        return None
    if question.within_length:
        estimate = auc_within_bands(y, p, [length for _, _, length in triples])
    else:
        estimate = bootstrap(auc, y, p)
    return {
        "source": attribute.source,
        "auc": round(estimate.value, 4),
        "low": round(estimate.low, 4),
        "high": round(estimate.high, 4),
        "n": len(y),
        "positives": int(sum(y)),
        "left_out": len(rows) - len(y),
    }


def _sampled(rows: Rows) -> Rows:
    ordered = sorted(rows, key=lambda row: unit_interval("attributes", *_place(row[0])))
    return ordered[:MOST]


def _place(example: Example) -> tuple[str, str]:
    return example.source, example.key


def _answers(
    pipeline: Pipeline, examples: Sequence[Example]
) -> Iterator[tuple[tuple[str, str], Analysis]]:
    discussions = [_discussion(example) for example in examples]
    analyses = pipeline.analyze_apart(discussions, only={"c"})
    for example, analysis in zip(examples, analyses, strict=True):
        yield _place(example), analysis


def _discussion(example: Example) -> Discussion:
    comments = []
    if example.parent:
        comments.append(Comment("p", "t", 1, example.parent))
    comments.append(Comment("c", "t", 2, example.text, "p" if example.parent else None))
    return Discussion(Article("t"), tuple(comments))


def pipeline_of(model: str, *, with_rules: bool) -> Pipeline:
    """The shipped pipeline with this model, without Detoxify."""
    settings = load_settings(model=model)
    rules: list[Scorer] = [RuleScorer(spacy_model=settings.spacy_model)] if with_rules else []
    thresholds = {label.key: label.thresholds for label in LABELS}
    return Pipeline(
        Preparer(settings.spacy_model),
        [*rules, embedded_scorer(model)],
        load_combination(seeds_dir() / "combination.json"),
        Profile("measuring", 1, thresholds),
    )


def main(model: str, corpora: Path, names: Sequence[str]) -> None:
    """Measure the shipped model of that name; figures of other attributes stay as they are.

    Written after each attribute, so that an interrupted run can go on with the rest.
    """
    path = models_dir() / model / "attributes.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    figures = dict(before.get("attributes", {}))
    infos = pipeline_of(model, with_rules=True).run_info().scorers
    wanted = list(names) or [attribute.name for attribute in MEASURABLE]
    for name, figure in measured(model, held_out(corpora), wanted):
        if figure is not None:
            # Figures of one file may be of several runs: each says of which scorers it is.
            figures[name] = {**figure, "scorers": {info.name: info.digest for info in infos}}
        ordered = {a.name: figures[a.name] for a in MEASURABLE if a.name in figures}
        content = {"format": 1, "attributes": ordered}
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
