"""What each recipe learns from, in which stages and how long: configuration as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from analysis.training.augmentation import Augmentation
from analysis.training.corpora import CORPORA


@dataclass(frozen=True, slots=True)
class Stage:
    """Passes over each corpus; a fraction takes a fixed random part of it.

    ``most_steps`` ends the stage early; ``pace`` multiplies the recipe's rate; ``augmentation``
    rewrites some of its examples. ``rounds`` is how often its examples are gone through, in another
    order and with other pieces hidden. ``masked`` is the share of word pieces that are hidden,
    ``dropout`` that of the encoder's own layers in place of the recipe's. Where ``thawed``, word
    embeddings and the layers that are else frozen learn as well. Where ``taught``, the recipe's
    teacher answers every example, once for all rounds, but those of the sources in ``untaught``.
    """

    name: str
    passes: Mapping[str, float]
    most_steps: int | None = None
    rounds: int = 1
    pace: float = 1.0
    augmentation: Augmentation = field(default_factory=Augmentation)
    masked: float = 0.0
    dropout: float | None = None
    thawed: bool = False
    taught: bool = False
    untaught: frozenset[str] = frozenset()


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
    word_rate: float = 1e-4  # of the word embeddings, in thawed stages
    warmup: float = 0.06
    batch_tokens: int = 1400
    calibrated_on: tuple[str, ...] = ("annotated",)  # held-out rows of these corpora
    parent_share: float = 0.6  # of the pairs are read with their parent, the rest without
    dropout: float = 0.1  # in the encoder's own layers
    # Of the running mean of the weights that is shipped in place of the last ones; 0 for none.
    averaging: float = 0.0
    # How many of the last stages' ends (their running means) meet in what ships. 0 or 1 for the
    # last end alone.
    joined_ends: int = 0
    join_share: float = 0.5  # of a later end, where it meets those before it
    wide: bool = False  # a linear part beside the encoder, fitted when it is trained
    encoder: Literal["minilm", "mpnet"] = (
        "minilm"  # "mpnet": twice the layers and the width: for a teacher only
    )
    teacher: Recipe | None = None  # trained first; answers the examples of the taught stages

    @property
    def sources(self) -> tuple[str, ...]:
        """Every corpus that the recipe touches."""
        passes = (key for stage in self.stages for key in stage.passes)
        sources = dict.fromkeys(key.partition("/")[0] for key in passes)
        more = self.teacher.sources if self.teacher else ()
        return tuple(dict.fromkeys((*sources, *more)))


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

_REWRITTEN = Augmentation(
    0.07, 0.12, frozenset({"readings_pool", "readings_open", "authored", "hatemoji"})
)

# Ten times the cost of the small encoder: it answers what nobody read, and ships nowhere.
TEACHER = Recipe(
    name="teacher",
    licence="Apache-2.0",
    encoder="mpnet",
    calibrated_on=(),
    rate=6e-5,
    frozen_layers=2,
    warmup=0.05,
    parent_share=0.65,
    averaging=0.995,
    stages=(
        Stage(
            "teacher",
            {
                "readings_pool": 1.5, "readings_open": 0.8, "authored": 1.2, "authored/U": 0.5,
                "readings_sentences": 1.5, "consultation": 1.2, "hatemoji": 0.5,
                "toxic_spans": 0.12, "genil": 0.12, "storyarg": 0.5, "cad": 0.1, "sbic": 0.2,
            },
            most_steps=1958,
            augmentation=_REWRITTEN,
        ),
    ),
)  # fmt: skip

# The product labels are taught by texts read or written under the codebook; corpora with labels of
# their own have heads of their own and are kept small, since a volume of hate teaches that a
# group's name is enough.
OPEN = Recipe(
    name="open",
    licence="Apache-2.0",
    calibrated_on=("readings_pool", "authored"),
    rate=1.5e-4,
    dropout=0.0,
    averaging=0.998,
    joined_ends=13,
    join_share=0.75,
    wide=True,
    teacher=TEACHER,
    stages=(
        Stage(
            "broad",
            {
                "readings_open": 1.5, "toxic_spans": 0.4, "hatemoji": 1, "cad": 0.25, "cmv": 0.2,
                "sbic": 0.4, "genil": 0.35, "edos": 0.08, "paradetox": 0.08, "surge": 1,
                "context_toxicity": 0.05, "goemotions": 0.05, "stereotype": 0.5, "storyarg": 0.8,
            },
            augmentation=Augmentation(0.05, 0.1, frozenset({"readings_open", "hatemoji"})),
        ),
        Stage(
            "codebook",
            {
                "readings_pool": 1.5, "readings_open": 0.7, "authored": 2.5, "hatemoji": 0.3,
                "toxic_spans": 0.1, "genil": 0.1, "storyarg": 0.3,
            },
            augmentation=_REWRITTEN,
        ),
        Stage(
            "all",
            {
                "readings_pool": 2, "readings_open": 0.5, "authored": 4, "hatemoji": 0.4,
                "toxic_spans": 0.08, "genil": 0.05, "storyarg": 0.2,
            },
            pace=1.4,
            augmentation=_REWRITTEN,
        ),
        Stage(
            "written",
            {
                "readings_pool": 1, "readings_open": 0.3, "authored": 2.2, "hatemoji": 0.2,
                "toxic_spans": 0.05, "genil": 0.05, "storyarg": 0.15,
            },
            pace=1.2,
            augmentation=_REWRITTEN,
        ),
        Stage(
            "plain",
            {
                "readings_pool": 0.9, "readings_open": 0.25, "authored": 1.8, "hatemoji": 0.15,
                "toxic_spans": 0.05, "genil": 0.05, "storyarg": 0.12,
            },
            pace=1.2,
            augmentation=_REWRITTEN,
        ),
        Stage(
            "read",
            {
                "readings_pool": 1.15, "readings_open": 0.2, "authored": 1.4, "hatemoji": 0.12,
                "toxic_spans": 0.04, "genil": 0.05, "storyarg": 0.12,
            },
            pace=1.2,
            augmentation=_REWRITTEN,
        ),
        Stage(
            "words",
            {
                "readings_pool": 0.3, "readings_pool/later": 1.2, "readings_open": 0.08,
                "authored": 0.7, "authored/M": 3.3, "authored/N": 3.3, "readings_sentences": 3,
                "hatemoji": 0.08, "toxic_spans": 0.02, "genil": 0.03, "storyarg": 0.08,
            },
            pace=1.2,
            augmentation=_REWRITTEN,
            masked=0.08,
        ),
        Stage(
            "regular",
            {
                "readings_pool": 0.4, "readings_pool/later": 0.7, "readings_open": 0.08,
                "authored": 0.35, "authored/M": 1.2, "authored/N": 1.2, "authored/O": 2.5,
                "authored/P": 2.5, "readings_sentences": 1, "hatemoji": 0.06,
                "toxic_spans": 0.02, "genil": 0.03, "storyarg": 0.08,
            },
            pace=1.2,
            augmentation=_REWRITTEN,
            masked=0.08,
            dropout=0.1,
        ),
        Stage(
            "newspapers",
            {
                "readings_pool": 0.35, "readings_pool/later": 0.6, "readings_open": 0.06,
                "authored": 0.3, **{f"authored/{batch}": 0.4 for batch in "MNOP"},
                **{f"authored/{batch}": 2.0 for batch in "QRSTUWXYZ"}, "readings_sentences": 1,
                "consultation": 2.5, "hatemoji": 0.05, "toxic_spans": 0.02, "genil": 0.03,
                "storyarg": 0.06,
            },
            pace=1.2,
            augmentation=_REWRITTEN,
            masked=0.08,
            dropout=0.1,
        ),
        Stage(
            "denials",
            {
                "readings_pool": 0.12, "readings_pool/later": 0.12, "readings_open": 0.02,
                "authored": 0.15, "authored/U": 2, "readings_sentences": 0.2, "consultation": 0.4,
                "hatemoji": 0.02,
            },
            pace=0.9,
            augmentation=_REWRITTEN,
            masked=0.05,
            dropout=0.1,
        ),
        Stage(
            "later readings",
            {
                "readings_pool": 0.35, "readings_pool/later": 0.75, "readings_open": 0.05,
                "authored": 0.25, "authored/U": 2,
                **{f"authored/{batch}": 0.3 for batch in "WXYZ"}, "readings_sentences": 1.5,
                "consultation": 1.5, "hatemoji": 0.06, "toxic_spans": 0.02, "genil": 0.03,
                "storyarg": 0.06,
            },
            pace=1.2,
            augmentation=_REWRITTEN,
            masked=0.08,
            dropout=0.1,
        ),
        Stage(
            "denials once more",
            {
                "readings_pool": 0.2, "readings_pool/later": 0.3, "readings_open": 0.03,
                "authored": 0.2, "authored/U": 2, "readings_sentences": 0.6, "consultation": 0.4,
                "hatemoji": 0.04,
            },
            pace=0.9,
            augmentation=_REWRITTEN,
            masked=0.05,
            dropout=0.1,
        ),
        Stage(
            "taught",
            {
                "unread": 1, "readings_pool": 1.2, "readings_open": 0.5, "authored": 0.8,
                **{f"authored/{batch}": 0.3 for batch in "UWXYZ"}, "readings_sentences": 2,
                "consultation": 1.5, "hatemoji": 0.5, "toxic_spans": 0.1, "genil": 0.05,
                "storyarg": 0.5, "cad": 0.6, "edos": 0.35, "goemotions": 0.15, "sbic": 0.8,
                "paradetox": 0.1, "surge": 1, "stereotype": 0.7,
            },
            pace=1.2,
            augmentation=replace(
                _REWRITTEN, sources=_REWRITTEN.sources | {"unread", "cad"}
            ),
            masked=0.05,
            dropout=0.0,
            rounds=4,
            taught=True,
        ),
        Stage(
            "denials again",
            {
                "unread": 0.1, "readings_pool": 0.25, "readings_open": 0.1, "authored": 0.35,
                "authored/U": 2, "readings_sentences": 0.4, "consultation": 0.3, "hatemoji": 0.1,
            },
            pace=0.6,
            augmentation=_REWRITTEN,
            masked=0.05,
            dropout=0.1,
            taught=True,
            untaught=frozenset({"authored"}),
        ),
    ),
)  # fmt: skip

RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in (RESEARCH, OPEN)}


def check_licences(recipe: Recipe) -> None:
    """Refuse an 'open' recipe that touches a corpus without a commercial licence."""
    if recipe.name != "open":
        return
    used = dict.fromkeys((*recipe.sources, *recipe.calibrated_on))
    closed = [key for key in used if not CORPORA[key].commercial]
    if closed:
        raise ValueError(f"the open recipe may not use {', '.join(closed)}")
