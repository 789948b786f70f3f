"""What each recipe learns from, in which stages and how long: configuration as data."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.training.corpora import CORPORA


@dataclass(frozen=True, slots=True)
class Stage:
    """Passes over each corpus; a fraction takes a fixed random part of it.

    ``self_training`` adds so many unlabelled comments with the model's own answers, chosen from
    ``pool`` of them. ``most_steps`` ends the stage early.
    """

    name: str
    passes: Mapping[str, float]
    self_training: int = 0
    pool: int = 14_000
    most_steps: int | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """A named way to train one shipped model."""

    name: str
    stages: tuple[Stage, ...]
    licence: str
    seed: int = 20261122
    rate: float = 1e-4
    head_rate: float = 5e-4
    layer_decay: float = 0.9
    frozen_layers: int = 1
    warmup: float = 0.06
    batch_tokens: int = 1400
    parent_share: float = 0.6  # of the pairs are read with their parent, the rest without
    polish: Stage | None = None
    polish_rate: float = 5e-5

    @property
    def sources(self) -> tuple[str, ...]:
        """Every corpus that the recipe touches."""
        all_stages = (*self.stages, *((self.polish,) if self.polish else ()))
        found = dict.fromkeys(key for stage in all_stages for key in stage.passes)
        if any(stage.self_training for stage in self.stages):
            found["unlabelled"] = None
        return tuple(found)


RESEARCH = Recipe(
    name="research",
    licence="CC BY-NC-SA 4.0",
    stages=(
        Stage(
            "broad",
            {
                "ucc": 2, "annotated": 2, "debagreement": 2, "iac": 0.8, "covid": 1.5,
                "verifiability": 2, "testimony": 2, "toxic_spans": 0.6, "c3": 0.25, "cad": 0.2,
                "edos": 0.1,
            },
            most_steps=1400,
        ),
        Stage(
            "newspaper",
            {
                "ucc": 3, "annotated": 3, "annotated_extra": 3, "debagreement": 1,
                "iac": 0.3, "covid": 0.7, "verifiability": 1, "testimony": 1, "toxic_spans": 0.1,
            },
            self_training=7_000,
        ),
    ),
    polish=Stage(
        "polish",
        {"ucc": 1, "annotated": 1, "annotated_extra": 1, "debagreement": 1.3, "verifiability": 1},
    ),
)  # fmt: skip

OPEN = Recipe(
    name="open",
    licence="Apache-2.0",
    stages=(
        Stage(
            "permissive",
            {
                "toxic_spans": 0.3, "edos": 0.15, "context_toxicity": 0.08, "surge": 1,
                "stereotype": 0.8, "storyarg": 0.8, "goemotions": 0.08,
            },
            most_steps=280,
        ),
    ),
)  # fmt: skip

RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in (RESEARCH, OPEN)}


def check_licences(recipe: Recipe) -> None:
    """Refuse an 'open' recipe that touches a corpus without a commercial licence."""
    if recipe.name != "open":
        return
    closed = [key for key in recipe.sources if not CORPORA[key].commercial]
    if closed:
        raise ValueError(f"the open recipe may not use {', '.join(closed)}")
