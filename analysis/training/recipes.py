"""What each recipe learns from, in which stages and how long: configuration as data."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.training.corpora import CORPORA


@dataclass(frozen=True, slots=True)
class Stage:
    """Passes over each corpus; a fraction takes a fixed random part of it.

    ``most_steps`` ends the stage early.
    """

    name: str
    passes: Mapping[str, float]
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

    @property
    def sources(self) -> tuple[str, ...]:
        """Every corpus that the recipe touches."""
        found = dict.fromkeys(key for stage in self.stages for key in stage.passes)
        return tuple(found)


RESEARCH = Recipe(
    name="research",
    licence="CC BY-NC-SA 4.0",
    stages=(
        Stage(
            "broad",
            {
                "iac": 1, "covid": 1.5, "verifiability": 1.5, "testimony": 1.5,
                "toxic_spans": 0.6, "c3": 0.2, "cad": 0.2, "edos": 0.1,
            },
        ),
        Stage(
            "replies",
            {
                "readings": 1, "readings_open": 1, "readings_pairs": 1.5, "debagreement": 1,
                "annotated": 1, "verifiability": 1,
            },
        ),
        Stage(
            "newspaper",
            {
                "readings": 1.7, "ucc": 3, "annotated": 2.5, "annotated_extra": 2,
                "readings_pairs": 0.5, "debagreement": 0.8, "verifiability": 1, "testimony": 0.7,
                "toxic_spans": 0.15,
            },
        ),
    ),
)  # fmt: skip

OPEN = Recipe(
    name="open",
    licence="Apache-2.0",
    stages=(
        Stage(
            "permissive",
            {
                "readings_open": 3, "toxic_spans": 0.3, "edos": 0.15, "context_toxicity": 0.08,
                "surge": 1, "stereotype": 0.8, "storyarg": 0.8, "goemotions": 0.08,
            },
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
