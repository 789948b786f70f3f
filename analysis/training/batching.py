"""Examples to batches of similar length: tokens, masks, targets where there are any."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from analysis.scorers.embedded_text import spelled
from analysis.training.example import Example
from analysis.training.heads import HeadLayout

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

OWN_TOKENS = 128  # of the text that is judged
PAIR_TOKENS = 72  # of the reply, when its parent is read with it
PARENT_TOKENS = 48
MASK = 103  # of the vocabulary of BERT's lower-case models: [MASK]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A tokenised example with its targets as arrays; missing answers are NaN."""

    ids: Ints
    types: Ints
    targets: Floats
    token_targets: Floats | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded arrays of several examples."""

    ids: Ints
    mask: Ints
    types: Ints
    targets: Floats
    token_targets: Floats


def plain_tokenizer(path: str) -> Tokenizer:
    """The tokenizer without its own truncation and padding."""
    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encode(
    examples: Sequence[Example],
    *,
    tokenizer: Tokenizer,
    layout: HeadLayout,
    with_parent: Sequence[bool] | None = None,
) -> list[Encoded]:
    """Tokenise, cut to the caps and line the targets up with the network's outputs."""
    names = {name: i for i, name in enumerate(layout.logits)}
    views = [spelled(e.text) for e in examples]
    own = tokenizer.encode_batch([view.text for view in views])
    parents = tokenizer.encode_batch([spelled(e.parent or "").text for e in examples])
    encoded = []
    for index, example in enumerate(examples):
        paired = bool(example.parent) and (with_parent is None or with_parent[index])
        cap = PAIR_TOKENS if paired else OWN_TOKENS
        ids = own[index].ids
        if len(ids) > cap:
            ids = [*ids[: cap - 1], ids[-1]]
        types = [0] * len(ids)
        offsets = [
            (views[index].starts[start], views[index].ends[end - 1]) if end > start else (0, 0)
            for start, end in own[index].offsets[: len(ids) - 1]
        ]
        if paired:
            tail = parents[index].ids[1:]
            tail = tail if len(tail) <= PARENT_TOKENS else [*tail[: PARENT_TOKENS - 1], tail[-1]]
            ids = [*ids, *tail]
            types = [*types, *([1] * len(tail))]
        targets = np.full(len(names), np.nan, dtype=np.float32)
        for name, value in example.targets.items():
            if name in names:
                targets[names[name]] = value
        encoded.append(
            Encoded(
                np.asarray(ids, dtype=np.int64),
                np.asarray(types, dtype=np.int64),
                targets,
                _token_targets(example, offsets, len(ids), layout),
            )
        )
    return encoded


def _token_targets(
    example: Example, offsets: Sequence[tuple[int, int]], length: int, layout: HeadLayout
) -> Floats | None:
    known = [c for c in layout.channels if c in example.spans]
    if not known:
        return None
    table = np.full((length, len(layout.channels)), np.nan, dtype=np.float32)
    for name in known:
        column = layout.channels.index(name)
        for position, (start, end) in enumerate(offsets):
            if position == 0 or end <= start:  # [CLS]
                continue
            inside = any(start < e and end > s for s, e in example.spans[name])
            table[position, column] = float(inside)
    return table


def batches(
    encoded: Sequence[Encoded], *, tokens: int, seed: int, channels: int, masked: float = 0.0
) -> Iterator[Batch]:
    """Shuffled batches of at most ``tokens`` padded tokens, each of similar lengths; of their
    words' pieces the share ``masked`` is hidden, so that no text is known by a single one."""
    order = list(range(len(encoded)))
    chance = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    chance.shuffle(order)
    groups: list[list[int]] = []
    for start in range(0, len(order), 2000):
        chunk = sorted(order[start : start + 2000], key=lambda i: len(encoded[i].ids))
        pack: list[int] = []
        inside: list[list[int]] = []
        for index in chunk:
            if pack and len(encoded[index].ids) * (len(pack) + 1) > tokens:
                inside.append(pack)
                pack = []
            pack.append(index)
        inside.append(pack)
        chance.shuffle(inside)
        groups.extend(inside)
    hidden = np.random.default_rng(seed)
    for pack in groups:
        batch = collate([encoded[i] for i in pack], channels=channels)
        if masked:
            _hide(batch, masked, hidden)
        yield batch


def _hide(batch: Batch, share: float, chance: np.random.Generator) -> None:
    """Write [MASK] over a share of the pieces; special tokens (below it in number) stay."""
    drawn = chance.random(batch.ids.shape) < share
    batch.ids[drawn & (batch.ids > MASK)] = MASK


def collate(items: Sequence[Encoded], *, channels: int) -> Batch:
    """Pad a handful of examples to their longest."""
    length = max(len(item.ids) for item in items)
    size = len(items)
    ids = np.zeros((size, length), dtype=np.int64)
    mask = np.zeros((size, length), dtype=np.int64)
    types = np.zeros((size, length), dtype=np.int64)
    token_targets = np.full((size, length, channels), np.nan, dtype=np.float32)
    for row, item in enumerate(items):
        ids[row, : len(item.ids)] = item.ids
        mask[row, : len(item.ids)] = 1
        types[row, : len(item.ids)] = item.types
        if item.token_targets is not None:
            token_targets[row, : len(item.ids)] = item.token_targets
    return Batch(ids, mask, types, np.stack([item.targets for item in items]), token_targets)
