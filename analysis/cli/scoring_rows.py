"""What `evaluate`, `score-file` and `fairness` share: the scorers of a model's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from analysis.cli.options import settings_with
from analysis.domain.errors import BadInput, nearest
from analysis.domain.finding import Finding, LabelResult
from analysis.evaluation.row_scores import RowScorer, facet_column

MODELS = ("combined", "research", "open", "rules")

ModelName = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Whose scores: combined (all scorers, as in the product), research or open (that "
        "model alone), rules.",
    ),
]


def row_scorer(model: str, *, threads: int | None = None) -> RowScorer:
    """The scorer of rows that ``model`` names; loads no weights yet."""
    from analysis.combination import Combination, load_combination
    from analysis.labels import LABEL_KEYS
    from analysis.pipeline import ask
    from analysis.resources import seeds_dir
    from analysis.scorers.base import Scorer
    from analysis.scorers.embedded import embedded_scorer
    from analysis.scorers.rules import RuleScorer
    from analysis.services.site.pipelines import build_scorers
    from analysis.text.prepare import Preparer

    if model not in MODELS:
        raise BadInput(f"--model {model}: {nearest(model, MODELS)}")
    settings = settings_with(threads=threads)
    alone = Combination(version="single", pools={})
    scorers: Sequence[Scorer]
    if model == "combined":
        scorers = build_scorers(settings)
        alone = load_combination(seeds_dir() / "combination.json")
    elif model == "rules":
        scorers = [RuleScorer()]
    else:
        scorers = [embedded_scorer(model, threads=settings.threads)]

    def combine(label: str, parts: Sequence[Finding]) -> LabelResult:
        return alone.combine(label, parts)

    return RowScorer(Preparer(settings.spacy_model), scorers, ask, combine, LABEL_KEYS)


def column_names(scorer: RowScorer) -> list[str]:
    """Every score column that these scorers can write, labels first."""
    from analysis.scorers.embedded import EmbeddedScorer

    names = dict.fromkeys(scorer.labels)
    for one in scorer.scorers:
        if isinstance(one, EmbeddedScorer) and one.info.available:
            names |= dict.fromkeys(facet_column(label, key) for label, key in one.facet_keys())
    return list(names)
