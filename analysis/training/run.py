"""The training run: stages, checkpoints to go on from, a curve."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

import numpy as np
import torch

from analysis.training.augmentation import augmented
from analysis.training.batching import Batch, Encoded, batches, encode, plain_tokenizer
from analysis.training.example import Example, unit_interval
from analysis.training.heads import HeadLayout
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
    run = _Run.of(recipe, splits["train"], out, say=say)
    plan = [stage_examples(s, splits["train"], seed=recipe.seed) for s in recipe.stages]
    run.lengths = [steps_of(s, items, recipe) for s, items in zip(recipe.stages, plan, strict=True)]
    say(f"{len(splits['train'])} examples, about {run.expected} steps")
    earlier: list[list[torch.Tensor]] = []
    for number, items in enumerate(plan):
        encoded = _encoded(recipe, number, items, run.model.layout, teacher, out=out)
        fresh = run.go_through(number, encoded)
        if run.mean is not None and len(plan) - recipe.joined_ends <= number < len(plan) - 1:
            earlier.append(_stage_end(out / f"end_{number}.pt", run.mean, fresh=fresh))
    if run.mean is not None:
        if earlier:
            run.mean.join(joined(earlier, share=recipe.join_share), share=recipe.join_share)
        run.mean.put_into_model()
    if recipe.wide:
        add_wide(run.model, recipe, splits, say=say)
    torch.save({"model": run.model.state_dict(), "layout": run.model.layout}, finished)
    run.resume.unlink(missing_ok=True)
    return finished


@dataclass(slots=True)
class _Run:
    """A run while it goes on: what learns, how far it is, and where that is written down."""

    recipe: Recipe
    model: MultiTaskEncoder
    optimizer: torch.optim.Optimizer
    base_rates: Sequence[float]
    mean: RunningMean | None
    out: Path
    say: Say
    step: int = 0
    stopped_at: int = 0
    """The last step of the run that this one goes on with."""
    lengths: Sequence[int] = ()
    """About how many steps each stage takes."""
    began: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, recipe: Recipe, examples: Sequence[Example], out: Path, *, say: Say) -> _Run:
        """A fresh network, or that of a run which was stopped."""
        model = build_encoder(
            network_layout(examples), recipe.encoder, dropout=recipe.dropout, work=out
        )
        thaws = _thaws(recipe)
        optimizer = torch.optim.AdamW(
            parameter_groups(
                model, rate=recipe.rate, decay=recipe.layer_decay, head_rate=recipe.head_rate,
                frozen_layers=0 if thaws else recipe.frozen_layers,
                word_rate=recipe.word_rate if thaws else 0.0,
            )
        )  # fmt: skip
        rates = [group["lr"] for group in optimizer.param_groups]
        mean = RunningMean(model, recipe.averaging) if recipe.averaging else None
        run = cls(recipe, model, optimizer, rates, mean, out, say)
        if run.resume.exists():
            state = torch.load(run.resume, weights_only=False)
            model.load_state_dict(state["model"])
            optimizer.load_state_dict(state["optimizer"])
            if mean is not None:
                mean.values, mean.steps = state["mean"]
            run.stopped_at = state["step"]
            say(f"going on at step {run.stopped_at}")
        return run

    @property
    def resume(self) -> Path:
        """Where a stopped run lies."""
        return self.out / "resume.pt"

    @property
    def expected(self) -> int:
        """About how many steps there will be."""
        return sum(self.lengths)

    def go_through(self, number: int, encoded: Sequence[Encoded]) -> bool:
        """Learn from one stage's examples; whether any step of it had not been made before."""
        recipe, stage = self.recipe, self.recipe.stages[number]
        channels = len(self.model.layout.channels)
        rounds = _rounds(encoded, stage, recipe, number=number, channels=channels)
        set_dropout(self.model, recipe.dropout if stage.dropout is None else stage.dropout)
        if _thaws(recipe):
            set_frozen(self.model, layers=recipe.frozen_layers, frozen=not stage.thawed)
        recent: list[float] = []
        every_batch = chain.from_iterable(rounds)
        for inside, batch in enumerate(islice(every_batch, stage.most_steps), start=1):
            self.step += 1
            if self.step <= self.stopped_at:
                continue
            factor = stage.pace * schedule(inside, self.lengths[number], recipe.warmup)
            for group, rate in zip(self.optimizer.param_groups, self.base_rates, strict=True):
                group["lr"] = rate * factor
            recent.append(learn(self.model, self.optimizer, batch))
            if self.mean is not None:
                self.mean.follow()
            if self.step % 25 == 0:
                self._tell(stage, recent)
                recent.clear()
            if self.step % CHECKPOINT_EVERY == 0:
                self._keep()
        fresh = self.step > self.stopped_at
        if fresh:  # a stage's end is a good place to go on from
            self._keep()
        return fresh

    def _tell(self, stage: Stage, losses: Sequence[float]) -> None:
        line = {
            "step": self.step, "stage": stage.name, "loss": round(float(np.mean(losses)), 4),
            "seconds": round(time.monotonic() - self.began),
        }  # fmt: skip
        with (self.out / "curve.jsonl").open("a", encoding="utf-8") as curve:
            curve.write(json.dumps(line) + "\n")
        self.say(f"step {self.step}/{self.expected} {line}")

    def _keep(self) -> None:
        state: dict[str, object] = {
            "model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(),
            "step": self.step,
        }  # fmt: skip
        if self.mean is not None:
            state["mean"] = (self.mean.values, self.mean.steps)
        _save(self.resume, state)


def _thaws(recipe: Recipe) -> bool:
    return any(stage.thawed for stage in recipe.stages)


def _encoded(
    recipe: Recipe, number: int, items: Sequence[tuple[Example, int]], layout: HeadLayout,
    teacher: Path | None, *, out: Path,
) -> list[Encoded]:  # fmt: skip
    """A stage's examples as the network reads them, with the teacher's answers where it is taught;
    ``teacher`` is the file of its weights."""
    stage = recipe.stages[number]
    examples = augmented([e for e, _ in items], stage.augmentation, seed=recipe.seed + number)
    keep = [
        unit_interval("parent", stage.name, e.source, e.key, str(n)) < recipe.parent_share
        for e, n in items
    ]
    tokenizer = plain_tokenizer(str(base_model_folder() / "tokenizer.json"))
    encoded = encode(examples, tokenizer=tokenizer, layout=layout, with_parent=keep)
    if not stage.taught:
        return encoded
    if recipe.teacher is None or teacher is None:
        raise ValueError(f"stage {stage.name!r} is taught, but the recipe has no teacher")
    answered = taught(trained(recipe.teacher, teacher), encoded, out / f"answers_{number}.npz")
    return [
        own if example.source in stage.untaught else both
        for own, both, example in zip(encoded, answered, examples, strict=True)
    ]


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


def _save(path: Path, state: Mapping[str, object]) -> None:
    part = path.with_suffix(".part")
    torch.save(dict(state), part)
    part.replace(path)
