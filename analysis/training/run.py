"""The training run: stages, checkpoints to go on from, a curve, self-training."""

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from analysis.training.batching import Batch, Encoded, batches, collate, encode, plain_tokenizer
from analysis.training.corpora import CORPORA
from analysis.training.example import Example, Split, split_of, unit_interval, without_leaks
from analysis.training.heads import PRODUCT_LABELS, UCC, HeadLayout, layout_for
from analysis.training.loss import multi_task_loss
from analysis.training.network import (
    MultiTaskEncoder,
    base_model_folder,
    build_network,
    parameter_groups,
)
from analysis.training.recipes import Recipe, Stage

CHECKPOINT_EVERY = 200  # steps
SELF_TAUGHT = (
    *PRODUCT_LABELS,
    "hostility.sharp",
    *(f"ucc.{name}" for name in UCC),
)
Say = Callable[[str], None]


def read_splits(sources: Sequence[str], *, corpora: Path) -> dict[Split, list[Example]]:
    """Every example of the sources, split by group, without leaks between the sources."""
    raw: dict[Split, list[Example]] = {"train": [], "dev": [], "test": []}
    for key in sources:
        corpus = CORPORA[key]
        for example in corpus.read(corpora):
            if example.text.strip():
                raw[split_of(example, dev=corpus.dev, test=corpus.test)].append(example)
    return without_leaks(raw)


def network_layout(train: Sequence[Example]) -> HeadLayout:
    """The heads that the training examples can teach."""
    return layout_for({t for e in train for t in e.targets}, {c for e in train for c in e.spans})


def stage_examples(
    stage: Stage, train: Sequence[Example], *, seed: int
) -> list[tuple[Example, int]]:
    """Each example as often as the stage passes over its corpus, with the pass's number."""
    by_source: dict[str, list[Example]] = {}
    for example in train:
        by_source.setdefault(example.source, []).append(example)
    chosen: list[tuple[Example, int]] = []
    for source, passes in stage.passes.items():
        whole, part = divmod(passes, 1.0)
        for example in by_source.get(source, ()):
            times = int(whole) + (
                unit_interval("part", str(seed), stage.name, source, example.key) < part
            )
            chosen.extend((example, number) for number in range(times))
    return chosen


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


def predict(
    model: MultiTaskEncoder, encoded: Sequence[Encoded], *, tokens: int = 4000
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Logits in the order given, and each text's token logits."""
    model.eval()
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
    logits = np.zeros((len(encoded), len(model.layout.logits)), dtype=np.float32)
    token_logits: list[np.ndarray] = [np.zeros((0, 0))] * len(encoded)
    start = 0
    with torch.inference_mode():
        while start < len(order):
            size = max(1, tokens // max(len(encoded[order[start]].ids), 1))
            rows = order[start : start + size]
            batch = collate([encoded[i] for i in rows], channels=len(model.layout.channels))
            out, out_tokens = model(*_tensors(batch))
            logits[rows] = out.numpy()
            for position, row in enumerate(rows):
                token_logits[row] = out_tokens[position, : len(encoded[row].ids)].numpy()
            start += size
    return logits, token_logits


def _tensors(batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    return torch.from_numpy(batch.ids), torch.from_numpy(batch.mask), torch.from_numpy(batch.types)


def train(recipe: Recipe, *, corpora: Path, out: Path, threads: int, say: Say) -> Path:
    """Train a recipe and return the file of its weights; go on where an earlier run stopped."""
    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed)
    out.mkdir(parents=True, exist_ok=True)
    finished = out / "weights.pt"
    if finished.exists():
        say(f"{finished.name} is there already; nothing to train")
        return finished
    splits = read_splits(recipe.sources, corpora=corpora)
    train_set = [e for e in splits["train"] if e.source != "unlabelled"]
    pool = [e for e in splits["train"] if e.source == "unlabelled"]
    layout = network_layout(train_set)
    tokenizer = plain_tokenizer(str(base_model_folder() / "tokenizer.json"))
    model = build_network(layout)
    optimizer = torch.optim.AdamW(
        parameter_groups(
            model, rate=recipe.rate, decay=recipe.layer_decay, head_rate=recipe.head_rate,
            frozen_layers=recipe.frozen_layers,
        )
    )  # fmt: skip
    base_rates = [group["lr"] for group in optimizer.param_groups]
    resume = out / "resume.pt"
    state = torch.load(resume, weights_only=False) if resume.exists() else {"step": 0}
    if state["step"]:
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        say(f"going on at step {state['step']}")
    plan = [stage_examples(s, train_set, seed=recipe.seed) for s in recipe.stages]
    expected = sum(
        _steps(stage, items, recipe) for stage, items in zip(recipe.stages, plan, strict=True)
    )
    say(f"{len(train_set)} examples, about {expected} steps")
    step, started = 0, time.monotonic()
    curve = (out / "curve.jsonl").open("a", encoding="utf-8")
    recent: list[float] = []
    for number, (stage, items) in enumerate(zip(recipe.stages, plan, strict=True)):
        extra = _taught(stage, number, model, pool, tokenizer, recipe, out, state["step"], step)
        examples = [e for e, _ in items] + extra
        passes = [n for _, n in items] + [0] * len(extra)
        keep = [
            unit_interval("parent", stage.name, e.source, e.key, str(n)) < recipe.parent_share
            for e, n in zip(examples, passes, strict=True)
        ]
        encoded = encode(examples, tokenizer=tokenizer, layout=layout, with_parent=keep)
        stage_batches = batches(
            encoded, tokens=recipe.batch_tokens, seed=recipe.seed + number,
            channels=len(layout.channels),
        )  # fmt: skip
        for batch in islice(stage_batches, stage.most_steps):
            step += 1
            if step <= state["step"]:
                continue
            factor = _schedule(step, expected, recipe.warmup)
            for group, rate in zip(optimizer.param_groups, base_rates, strict=True):
                group["lr"] = rate * factor
            recent.append(_learn(model, optimizer, batch))
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
                _save(resume, model, optimizer, step)
    curve.close()
    torch.save({"model": model.state_dict(), "layout": layout}, finished)
    resume.unlink(missing_ok=True)
    return finished


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
    steps = _steps(recipe.polish, items, recipe)
    losses: list[float] = []
    for step, batch in enumerate(
        batches(
            encoded, tokens=recipe.batch_tokens, seed=recipe.seed + 77,
            channels=len(model.layout.channels),
        ),
        start=1,
    ):  # fmt: skip
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * _schedule(step, steps, recipe.warmup)
        losses.append(_learn(model, optimizer, batch))
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


def _learn(model: MultiTaskEncoder, optimizer: torch.optim.Optimizer, batch: Batch) -> float:
    """One step; returns the loss before it."""
    model.train()
    logits, token_logits = model(*_tensors(batch))
    loss = multi_task_loss(
        logits, token_logits, torch.from_numpy(batch.targets),
        torch.from_numpy(batch.token_targets), layout=model.layout,
    )  # fmt: skip
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def _taught(
    stage: Stage, number: int, model: MultiTaskEncoder, pool: Sequence[Example],
    tokenizer: Tokenizer, recipe: Recipe, out: Path, resumed: int, step: int,
) -> list[Example]:  # fmt: skip
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


def _steps(stage: Stage, items: Sequence[tuple[Example, int]], recipe: Recipe) -> int:
    """About how many steps a stage takes; batches are padded a little and not quite full."""
    tokens = _cost(items, recipe) + stage.self_training * 30
    return min(max(int(tokens / (recipe.batch_tokens * 0.93)), 1), stage.most_steps or 10**9)


def _cost(items: Sequence[tuple[Example, int]], recipe: Recipe) -> int:
    """A rough count of tokens: four and a half characters each, as measured."""
    total = 0.0
    for example, _ in items:
        own = min(len(example.text) / 4.5 + 3, 128)
        parent = min(len(example.parent) / 4.5, 48) if example.parent else 0.0
        total += own + parent * recipe.parent_share
    return int(total)


def _schedule(step: int, steps: int, warmup: float) -> float:
    rise = max(int(steps * warmup), 1)
    if step < rise:
        return step / rise
    return max(0.02, 1.0 - (step - rise) / max(steps - rise, 1))


def _save(path: Path, model: MultiTaskEncoder, optimizer: torch.optim.Optimizer, step: int) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)
