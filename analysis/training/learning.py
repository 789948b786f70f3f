"""One step of learning, its rate, and predicting: what every stage of a run shares.

Where the processor multiplies bfloat16, the network does so too, at a few times the speed; weights
and the loss stay in full precision (mixed precision, Micikevicius et al. 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch

from analysis.training.batching import Batch, Encoded, collate
from analysis.training.example import Example
from analysis.training.loss import multi_task_loss
from analysis.training.network import MultiTaskEncoder
from analysis.training.recipes import Recipe, Stage


class RunningMean:
    """A running mean of the trained weights (Polyak & Juditsky 1992), less noisy than the last.

    It follows quickly at first, then with ``decay``; not a number that learning reads.
    """

    def __init__(self, model: MultiTaskEncoder, decay: float) -> None:
        self.decay = decay
        self.steps = 0
        self._live = [p for p in model.parameters() if p.requires_grad]
        self.values = [p.detach().clone() for p in self._live]

    def follow(self) -> None:
        """Take in the weights after one more step."""
        self.steps += 1
        share = 1.0 - min(self.decay, (1.0 + self.steps) / (10.0 + self.steps))
        with torch.no_grad():
            torch._foreach_lerp_(self.values, self._live, share)

    def join(self, other: Sequence[torch.Tensor], *, share: float) -> None:
        """Meet an earlier mean and keep ``share`` (Wortsman et al. 2022: averaging ends of one
        ancestry)."""
        with torch.no_grad():
            torch._foreach_lerp_(self.values, list(other), 1.0 - share)

    def put_into_model(self) -> None:
        """Replace the model's weights by their mean."""
        with torch.no_grad():
            for live, mean in zip(self._live, self.values, strict=True):
                live.copy_(mean)


def joined(ends: Sequence[Sequence[torch.Tensor]], *, share: float) -> list[torch.Tensor]:
    """The first end, met by each later one, which counts for ``share`` of what comes out."""
    values = [tensor.clone() for tensor in ends[0]]
    with torch.no_grad():
        for end in ends[1:]:
            torch._foreach_lerp_(values, list(end), share)
    return values


@cache
def bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 by itself; without, it would only be slower."""
    processor = Path("/proc/cpuinfo")
    flags = processor.read_text(encoding="utf-8").split() if processor.exists() else []
    return "avx512_bf16" in flags or "amx_bf16" in flags


def learn(model: MultiTaskEncoder, optimizer: torch.optim.Optimizer, batch: Batch) -> float:
    """One step; returns the loss before it."""
    model.train()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16()):
        logits, token_logits, _ = model(*tensors(batch))
    loss = multi_task_loss(
        logits.float(), token_logits.float(), torch.from_numpy(batch.targets),
        torch.from_numpy(batch.token_targets), layout=model.layout,
    )  # fmt: skip
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def predict(
    model: MultiTaskEncoder, encoded: Sequence[Encoded], *, tokens: int = 4000, half: bool = False
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Logits in the order given, and each text's token logits; with ``half`` in bfloat16 where
    the processor has it."""
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
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half and bfloat16()):
                out, out_tokens, _ = model(*tensors(batch))
            logits[rows] = out.float().numpy()
            for position, row in enumerate(rows):
                own = out_tokens[position, : len(encoded[row].ids)]
                token_logits[row] = own.float().numpy()
            start += size
    return logits, token_logits


def tensors(batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The network's inputs of a batch."""
    return torch.from_numpy(batch.ids), torch.from_numpy(batch.mask), torch.from_numpy(batch.types)


def schedule(step: int, steps: int, warmup: float) -> float:
    """The share of the full rate at a step: a rise, then a straight fall."""
    rise = max(int(steps * warmup), 1)
    if step < rise:
        return step / rise
    return max(0.02, 1.0 - (step - rise) / max(steps - rise, 1))


def steps_of(stage: Stage, items: Sequence[tuple[Example, int]], recipe: Recipe) -> int:
    """About how many steps a stage takes; batches are padded a little and not quite full."""
    one_round = max(int(_cost(items, recipe) / (recipe.batch_tokens * 0.93)), 1)
    return min(one_round * stage.rounds, stage.most_steps or 10**9)


def _cost(items: Sequence[tuple[Example, int]], recipe: Recipe) -> int:
    """A rough count of tokens: four and a half characters each, as measured."""
    total = 0.0
    for example, _ in items:
        own = min(len(example.text) / 4.5 + 3, 128)
        parent = min(len(example.parent) / 4.5, 48) if example.parent else 0.0
        total += own + parent * recipe.parent_share
    return int(total)
