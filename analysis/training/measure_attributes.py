"""How well each attribute's source orders held-out comments with the attribute's own question.

``python -m analysis.training.measure_attributes MODEL CORPORA [NAME…]`` writes ``attributes.json``
beside the model, for the named attributes or all, in some four minutes of one core. With
``--choose`` it writes nothing and prints for every attribute what each of ``CANDIDATES`` would
reach on the rows that are there to choose on: that is how the sources in
``analysis.labels.attributes`` were found. The whole pipeline answers (rules and model, without
Detoxify), since that is what ships.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.combination import load_combination
from analysis.domain.analysis import Analysis
from analysis.domain.attribute import Attribute, value_of
from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.profile import Profile
from analysis.evaluation.intervals import Estimate
from analysis.evaluation.pooled_auc import Ranked, mean_auc, mean_lead
from analysis.labels import LABELS
from analysis.labels.attributes import CANDIDATES, MEASURABLE, TAUGHT
from analysis.pipeline import Pipeline
from analysis.resources import models_dir, seeds_dir
from analysis.scorers.base import Scorer
from analysis.scorers.embedded import embedded_scorer
from analysis.scorers.rules import RuleScorer
from analysis.settings import load_settings
from analysis.text.prepare import Preparer
from analysis.training.attribute_sets import SETS, Part, Rows, Set, held_out, rows_of
from analysis.training.baseline import tfidf_scores, word_list_scores
from analysis.training.example import Example

FORMAT = 2
Place = tuple[str, str]
Answers = dict[Place, Analysis]
Parts = Mapping[Part, Sequence[Example]]


class Measurement:
    """Answers of one pipeline to the rows of attributes, each comment analysed once."""

    def __init__(self, pipeline: Pipeline, parts: Parts) -> None:
        self._pipeline = pipeline
        self._parts = parts
        self._answers: Answers = {}

    def figure(self, attribute: Attribute) -> dict[str, Any] | None:
        """What ``attributes.json`` says of it; ``None`` where a set holds but one answer, or the
        model lacks a head of the source."""
        sets = SETS[attribute.name]
        ours, rows = self._ranked(attribute, sets, "report")
        if not ours:
            return None
        baselines = {
            "length": [[float(len(e.text)) for e, _ in some] for some in rows],
            "word lists": [
                word_list_scores([e.text for e, _ in some], attribute.label or "") for some in rows
            ],
            TAUGHT: [
                self._tfidf(sample, some) for sample, some in zip(sets, rows, strict=True)
            ],
        }  # fmt: skip
        leads = {
            name: mean_lead(
                ours,
                [Ranked(r.labels, scores) for r, scores in zip(ours, columns, strict=True)],
            )
            for name, columns in baselines.items()
        }
        return {
            "source": attribute.source,
            **_numbers(mean_auc(ours)),
            "lead": {name: _numbers(lead, "value") for name, lead in leads.items()},
            "sets": [
                {
                    "data": sample.data,
                    **_numbers(mean_auc([ranked])),
                    "n": len(ranked.labels),
                    "positives": int(sum(ranked.labels)),
                }
                for sample, ranked in zip(sets, ours, strict=True)
            ],
        }

    def scorers(self) -> dict[str, str]:
        """The digests of what answers, by name."""
        return {info.name: info.digest for info in self._pipeline.run_info().scorers}

    def chosen_on(self, attribute: Attribute) -> Estimate | None:
        """Its mean AUC on the rows that are there to choose on."""
        ranked, _ = self._ranked(attribute, SETS[attribute.name], "choose")
        return mean_auc(ranked) if ranked else None

    def _ranked(
        self, attribute: Attribute, sets: Sequence[Set], part: Part
    ) -> tuple[list[Ranked], list[Rows]]:
        """Truth and answer of each set's comments that were scored, and those comments; nothing
        where a set says nothing about an order."""
        ranked, comments = [], []
        for sample in sets:
            rows = self._rows_of(sample, part)
            self._analyse([example for example, _ in rows])
            triples = [
                (example, truth, value)
                for example, truth in rows
                if (value := value_of(attribute, self._answers[_place(example)])) is not None
            ]
            labels = [truth for _, truth, _ in triples]
            if not 0 < sum(labels) < len(labels):
                return [], []
            ranked.append(Ranked(labels, [value for _, _, value in triples]))
            comments.append([(example, truth) for example, truth, _ in triples])
        return ranked, comments

    def _tfidf(self, sample: Set, rows: Rows) -> list[float]:
        """A classifier of words, taught with the same corpus's other held-out rows: what a site
        could have with some hundred judged comments of its own."""
        known = self._rows_of(sample, "choose")
        chances = tfidf_scores(
            [example.text for example, _ in known],
            [int(truth) for _, truth in known],
            [example.text for example, _ in rows],
        )
        return [float(chance) for chance in chances[:, -1]]

    def _rows_of(self, sample: Set, part: Part) -> Rows:
        return rows_of(sample, self._parts[part])

    def _analyse(self, examples: Sequence[Example]) -> None:
        waiting = [example for example in examples if _place(example) not in self._answers]
        analyses = self._pipeline.analyze_apart([_discussion(e) for e in waiting], only={"c"})
        for example, analysis in zip(waiting, analyses, strict=True):
            self._answers[_place(example)] = analysis


def _place(example: Example) -> Place:
    return example.source, example.key


def _numbers(estimate: Estimate, name: str = "auc") -> dict[str, float]:
    return {
        name: round(estimate.value, 4),
        "low": round(estimate.low, 4),
        "high": round(estimate.high, 4),
    }


def _discussion(example: Example) -> Discussion:
    comments = []
    if example.parent:
        comments.append(Comment("p", "t", 1, example.parent))
    comments.append(Comment("c", "t", 2, example.text, "p" if example.parent else None))
    return Discussion(Article("t"), tuple(comments))


def pipeline_of(model: str) -> Pipeline:
    """The shipped pipeline with this model, without Detoxify."""
    settings = load_settings(model=model)
    scorers: list[Scorer] = [RuleScorer(spacy_model=settings.spacy_model), embedded_scorer(model)]
    thresholds = {label.key: label.thresholds for label in LABELS}
    return Pipeline(
        Preparer(settings.spacy_model),
        scorers,
        load_combination(seeds_dir() / "combination.json"),
        Profile("measuring", 1, thresholds),
    )


def write_figures(model: str, measurement: Measurement, names: Sequence[str]) -> None:
    """Measure the attributes called so; figures of others stay as they are.

    Written after each attribute, so that an interrupted run can go on with the rest.
    """
    path = models_dir() / model / "attributes.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    figures = dict(before.get("attributes", {})) if before.get("format") == FORMAT else {}
    scorers = measurement.scorers()
    for attribute in MEASURABLE:
        if attribute.name not in names:
            continue
        figures.pop(attribute.name, None)
        figure = measurement.figure(attribute)
        if figure is not None:
            # Figures of one file may be of several runs: each says of which scorers it is.
            figures[attribute.name] = {**figure, "scorers": scorers}
        ordered = {a.name: figures[a.name] for a in MEASURABLE if a.name in figures}
        content = {"format": FORMAT, "attributes": ordered}
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def candidates(measurement: Measurement, names: Sequence[str]) -> Iterator[str]:
    """By attribute what each of its candidates reaches on the rows to choose on, best first."""
    for attribute in MEASURABLE:
        if attribute.name not in names:
            continue
        reached = {
            other.source: estimate
            for heads in CANDIDATES.get(attribute.name, ())
            if (estimate := measurement.chosen_on(other := replace(attribute, heads=heads)))
        }
        for source, estimate in sorted(reached.items(), key=lambda item: -item[1].value):
            yield f"{attribute.name} {source}: {estimate}"


def main(arguments: Sequence[str]) -> None:
    """Run as the module says."""
    model, corpora, *rest = [word for word in arguments if not word.startswith("--")]
    names = rest or [attribute.name for attribute in MEASURABLE]
    measurement = Measurement(pipeline_of(model), held_out(Path(corpora), model))
    if "--choose" not in arguments:
        write_figures(model, measurement, names)
        return
    for line in candidates(measurement, names):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
