"""A last short stage, averaged with what was before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from analysis.training.batching import batches, encode, plain_tokenizer
from analysis.training.example import unit_interval
from analysis.training.heads import HeadLayout
from analysis.training.learning import learn, schedule, steps_of
from analysis.training.network import base_model_folder, build_network, parameter_groups
from analysis.training.recipes import Recipe
from analysis.training.selection import read_splits, stage_examples

Say = Callable[[str], None]


def polish(recipe: Recipe, *, weights: Path, corpora: Path, threads: int, say: Say) -> Path:
    """A last short stage at a low rate; what ships is the mean of the weights before and after.

    Averaging nearby solutions generalises better than either (Izmailov et al. 2018; Wortsman et
    al. 2022). Without a polish stage the weights are returned as they are.
    """
    if recipe.polish is None:
        return weights
    finished = weights.with_name("polished.pt")
    if finished.exists():
        say(f"{finished.name} is there already")
        return finished
    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed + 1)
    with torch.serialization.safe_globals([HeadLayout]):
        state = torch.load(weights, weights_only=True)
    model = build_network(state["layout"])
    model.load_state_dict(state["model"])
    optimizer = torch.optim.AdamW(
        parameter_groups(
            model, rate=recipe.polish_rate, decay=recipe.layer_decay,
            head_rate=recipe.polish_rate, frozen_layers=recipe.frozen_layers,
        )
    )  # fmt: skip
    rates = [group["lr"] for group in optimizer.param_groups]
    examples = read_splits(recipe.sources, corpora=corpora)["train"]
    items = stage_examples(recipe.polish, examples, seed=recipe.seed)
    keep = [
        unit_interval("parent", "polish", e.source, e.key, str(n)) < recipe.parent_share
        for e, n in items
    ]
    tokenizer = plain_tokenizer(str(base_model_folder() / "tokenizer.json"))
    encoded = encode(
        [e for e, _ in items], tokenizer=tokenizer, layout=model.layout, with_parent=keep
    )
    steps = steps_of(recipe.polish, items, recipe)
    losses: list[float] = []
    for step, batch in enumerate(
        batches(
            encoded, tokens=recipe.batch_tokens, seed=recipe.seed + 77,
            channels=len(model.layout.channels),
        ),
        start=1,
    ):  # fmt: skip
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * schedule(step, steps, recipe.warmup)
        losses.append(learn(model, optimizer, batch))
        if step % 25 == 0:
            say(f"polish {step}/{steps} loss {np.mean(losses[-25:]):.4f}")
    after = model.state_dict()
    mean = {
        name: (before + after[name]) / 2 if before.is_floating_point() else before
        for name, before in state["model"].items()
    }
    torch.save({"model": after, "layout": model.layout}, weights.with_name("polish_only.pt"))
    torch.save({"model": mean, "layout": model.layout}, finished)
    return finished
