"""The training run: stages, checkpoints to go on from, a curve."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import torch

from analysis.training.augmentation import augmented
from analysis.training.batching import Batch, Encoded, batches, encode, plain_tokenizer
from analysis.training.example import unit_interval
from analysis.training.learning import RunningMean, joined, learn, schedule, steps_of
from analysis.training.network import (
    MultiTaskEncoder,
    base_model_folder,
    build_encoder,
    parameter_groups,
    set_dropout,
    set_frozen,
)
from analysis.training.recipes import Recipe, Stage
from analysis.training.selection import network_layout, read_splits, stage_examples
from analysis.training.teaching import taught
from analysis.training.wide import add_wide

CHECKPOINT_EVERY = 200  # steps
Say = Callable[[str], None]


def train(
    recipe: Recipe, *, corpora: Path, out: Path, threads: int, say: Say,
    sources: Sequence[str] = (),
) -> Path:  # fmt: skip
    """Train a recipe and return the file of its weights; go on where an earlier run stopped.

    A recipe's teacher is trained first, on the same ``sources`` (the recipe's own where none are
    named), so that neither learns from what is held out for the other and their heads are alike.
    """
    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed)
    out.mkdir(parents=True, exist_ok=True)
    finished = out / "weights.pt"
    if finished.exists():
        say(f"{finished.name} is there already; nothing to train")
        return finished
    sources = sources or recipe.sources
    teacher = (
        train(recipe.teacher, corpora=corpora, out=out / "teacher", threads=threads, say=say,
              sources=sources)
        if recipe.teacher else None
    )  # fmt: skip
    splits = read_splits(sources, corpora=corpora)
    train_set = splits["train"]
    layout = network_layout(train_set)
    tokenizer = plain_tokenizer(str(base_model_folder() / "tokenizer.json"))
    model = build_encoder(layout, recipe.encoder, dropout=recipe.dropout, work=out)
    thaws = any(stage.thawed for stage in recipe.stages)
    optimizer = torch.optim.AdamW(
        parameter_groups(
            model, rate=recipe.rate, decay=recipe.layer_decay, head_rate=recipe.head_rate,
            frozen_layers=0 if thaws else recipe.frozen_layers,
            word_rate=recipe.word_rate if thaws else 0.0,
        )
    )  # fmt: skip
    base_rates = [group["lr"] for group in optimizer.param_groups]
    mean = RunningMean(model, recipe.averaging) if recipe.averaging else None
    resume = out / "resume.pt"
    state: dict[str, Any] = (
        torch.load(resume, weights_only=False) if resume.exists() else {"step": 0}
    )
    if state["step"]:
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        if mean is not None:
            mean.values, mean.steps = state["mean"]
        say(f"going on at step {state['step']}")
    plan = [stage_examples(s, train_set, seed=recipe.seed) for s in recipe.stages]
    lengths = [
        steps_of(stage, items, recipe) for stage, items in zip(recipe.stages, plan, strict=True)
    ]
    expected = sum(lengths)
    say(f"{len(train_set)} examples, about {expected} steps")
    step, started = 0, time.monotonic()
    curve = (out / "curve.jsonl").open("a", encoding="utf-8")
    recent: list[float] = []
    earlier: list[list[torch.Tensor]] = []
    for number, (stage, items) in enumerate(zip(recipe.stages, plan, strict=True)):
        examples = augmented([e for e, _ in items], stage.augmentation, seed=recipe.seed + number)
        keep = [
            unit_interval("parent", stage.name, e.source, e.key, str(n)) < recipe.parent_share
            for e, n in items
        ]
        encoded = encode(examples, tokenizer=tokenizer, layout=layout, with_parent=keep)
        if stage.taught:
            if recipe.teacher is None or teacher is None:
                raise ValueError(f"stage {stage.name!r} is taught, but the recipe has no teacher")
            answered = taught(
                trained(recipe.teacher, teacher), encoded, out / f"answers_{number}.npz"
            )
            encoded = [
                own if example.source in stage.untaught else both
                for own, both, example in zip(encoded, answered, examples, strict=True)
            ]
        stage_batches = chain.from_iterable(
            _rounds(encoded, stage, recipe, number=number, channels=len(layout.channels))
        )
        set_dropout(model, recipe.dropout if stage.dropout is None else stage.dropout)
        if thaws:
            set_frozen(model, layers=recipe.frozen_layers, frozen=not stage.thawed)
        for inside, batch in enumerate(islice(stage_batches, stage.most_steps), start=1):
            step += 1
            if step <= state["step"]:
                continue
            factor = stage.pace * schedule(inside, lengths[number], recipe.warmup)
            for group, rate in zip(optimizer.param_groups, base_rates, strict=True):
                group["lr"] = rate * factor
            recent.append(learn(model, optimizer, batch))
            if mean is not None:
                mean.follow()
            if step % 25 == 0:
                line = {
                    "step": step, "stage": stage.name, "loss": round(float(np.mean(recent)), 4),
                    "seconds": round(time.monotonic() - started),
                }  # fmt: skip
                recent.clear()
                curve.write(json.dumps(line) + "\n")
                curve.flush()
                say(f"step {step}/{expected} {line}")
            if step % CHECKPOINT_EVERY == 0:
                _save(resume, model, optimizer, mean, step)
        fresh = step > state["step"]
        if fresh:  # a stage's end is a good place to go on from
            _save(resume, model, optimizer, mean, step)
        if mean is not None and len(plan) - recipe.joined_ends <= number < len(plan) - 1:
            earlier.append(_stage_end(out / f"end_{number}.pt", mean, fresh=fresh))
    curve.close()
    if mean is not None:
        if earlier:
            mean.join(joined(earlier, share=recipe.join_share), share=recipe.join_share)
        mean.put_into_model()
    if recipe.wide:
        add_wide(model, recipe, splits, say=say)
    torch.save({"model": model.state_dict(), "layout": layout}, finished)
    resume.unlink(missing_ok=True)
    return finished


def _rounds(
    encoded: Sequence[Encoded], stage: Stage, recipe: Recipe, *, number: int, channels: int
) -> Iterator[Iterator[Batch]]:
    """The batches of each round, every time in another order."""
    for turn in range(stage.rounds):
        yield batches(
            encoded, tokens=recipe.batch_tokens, seed=recipe.seed + number + 1000 * turn,
            channels=channels, masked=stage.masked,
        )  # fmt: skip


def trained(recipe: Recipe, weights: Path) -> MultiTaskEncoder:
    """The network of a run that has ended."""
    state = torch.load(weights, weights_only=False)
    model = build_encoder(state["layout"], recipe.encoder, dropout=0.0, work=weights.parent)
    model.load_state_dict(state["model"])
    return model


def _stage_end(path: Path, mean: RunningMean, *, fresh: bool) -> list[torch.Tensor]:
    """The running mean at a stage's end, from a file where the run went on behind it."""
    if fresh:
        torch.save(mean.values, path)
    end: list[torch.Tensor] = torch.load(path, weights_only=True)
    return end


def _save(
    path: Path, model: MultiTaskEncoder, optimizer: torch.optim.Optimizer,
    mean: RunningMean | None, step: int,
) -> None:  # fmt: skip
    state: dict[str, object] = {
        "model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step,
    }  # fmt: skip
    if mean is not None:
        state["mean"] = (mean.values, mean.steps)
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)
