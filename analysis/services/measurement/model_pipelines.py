"""The pipeline behind a model's name, for measuring scores on tables."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.combination import Combination
from analysis.domain.errors import BadInput, nearest
from analysis.domain.profile import Profile
from analysis.evaluation.row_scores import facet_column
from analysis.labels import LABEL_KEYS
from analysis.pipeline import Pipeline
from analysis.scorers.base import Scorer
from analysis.scorers.embedded import EmbeddedScorer, embedded_scorer
from analysis.scorers.rules import RuleScorer
from analysis.services.site.pipelines import build_pipeline
from analysis.settings import Settings
from analysis.text.prepare import Preparer

MODELS = ("combined", "research", "open", "rules")
"""All scorers as the product combines them, an embedded model alone, the rules alone."""


def model_pipeline(model: str, settings: Settings, profile: Profile) -> Pipeline:
    """The pipeline that ``model`` names; loads no weights yet.

    ``combined`` is the product's own. A scorer alone goes the same way, and its answer stays as it
    is. ``BadInput`` names the nearest model.
    """
    if model == "combined":
        return build_pipeline(settings, profile)
    if model not in MODELS:
        raise BadInput(f"--model {model}: {nearest(model, MODELS)}")
    scorer: Scorer = (
        RuleScorer(spacy_model=settings.spacy_model)
        if model == "rules"
        else embedded_scorer(model, threads=settings.threads)
    )
    return Pipeline(
        Preparer(settings.spacy_model),
        [scorer],
        Combination(version="single", pools={}),
        profile,
        batch_size=settings.batch_size,
    )


def check_scores(names: Sequence[str], scorers: Sequence[Scorer]) -> None:
    """``BadInput`` names the nearest score where these scorers have none of that name."""
    known = score_names(scorers)
    for name in names:
        if name not in known:
            raise BadInput(f"there is no score called {name!r}; {nearest(name, known)}")


def score_names(scorers: Sequence[Scorer]) -> list[str]:
    """Every score column that these scorers can write, labels first."""
    names = dict.fromkeys(LABEL_KEYS)
    for scorer in scorers:
        if isinstance(scorer, EmbeddedScorer) and scorer.info.available:
            names |= dict.fromkeys(facet_column(label, key) for label, key in scorer.facet_keys())
    return list(names)
