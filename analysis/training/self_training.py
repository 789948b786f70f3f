"""Unlabelled comments with the model's own soft answers, as further examples."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from analysis.training.batching import Encoded, encode
from analysis.training.example import Example, unit_interval
from analysis.training.heads import PRODUCT_LABELS, UCC
from analysis.training.learning import predict
from analysis.training.network import MultiTaskEncoder
from analysis.training.recipes import Recipe, Stage

SELF_TAUGHT = (
    *PRODUCT_LABELS,
    "hostility.sharp",
    *(f"ucc.{name}" for name in UCC),
)


def taught_examples(
    stage: Stage, number: int, model: MultiTaskEncoder, pool: Sequence[Example],
    tokenizer: Tokenizer, recipe: Recipe, out: Path, resumed: int, step: int,
) -> list[Example]:  # fmt: skip
    """The stage's self-taught examples; those of an interrupted run are taken up again."""
    if not stage.self_training:
        return []
    stored = out / f"self_training_{number}.json"
    if stored.exists() and resumed >= step:
        answers: Mapping[str, dict[str, float]] = json.loads(stored.read_text())
        by_key = {e.key: e for e in pool}
        return [replace(by_key[key], targets=targets) for key, targets in answers.items()]
    share = stage.pool / max(len(pool), 1)
    pool = [e for e in pool if unit_interval("pool", str(recipe.seed), e.key) < share]
    encoded = encode(pool, tokenizer=tokenizer, layout=model.layout)
    taught = self_training_examples(
        model, pool, count=stage.self_training, encoded=encoded, seed=recipe.seed
    )
    stored.write_text(json.dumps({e.key: dict(e.targets) for e in taught}))
    return taught


def self_training_examples(
    model: MultiTaskEncoder, pool: Sequence[Example], *, count: int, encoded: Sequence[Encoded],
    seed: int,
) -> list[Example]:  # fmt: skip
    """Unlabelled comments with the model's own soft answers (Xie et al. 2020, noisy student).

    Half of them are those that the model finds most striking, as rare attributes would
    otherwise hardly occur; the other half is drawn at random.
    """
    columns = [c for c in SELF_TAUGHT if c in model.layout.columns]
    index = [model.layout.columns.index(c) for c in columns]
    scores = predict(model, encoded, tokens=6000)[0][:, index]
    chances = 1.0 / (1.0 + np.exp(-scores))
    striking = (chances / chances.mean(axis=0, keepdims=True)).max(axis=1)
    order = [int(i) for i in np.argsort(-striking)]
    first = order[: count // 2]
    rest = order[count // 2 :]
    random.Random(seed).shuffle(rest)  # noqa: S311 - a sample, not a secret
    return [
        replace(pool[i], targets={c: float(chances[i, j]) for j, c in enumerate(columns)})
        for i in (*first, *rest[: count - count // 2])
    ]
