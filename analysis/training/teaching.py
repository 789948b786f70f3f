"""A teacher's answers beside a corpus's own: knowledge distillation (Hinton et al. 2015).

The teacher reads what the pupil will read, augmented as it will be. Where a corpus answers, the
pupil learns from a weighted mean of both; where it does not, the teacher's answer stands for the
heads of the product, and every word has its say for the passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from analysis.evaluation.calibration import sigmoid
from analysis.training.batching import Encoded, Floats
from analysis.training.corpora.pool import OWN_EXPERIENCE
from analysis.training.heads import LEVELS, PRODUCT_LABELS, SPAN_TYPES, HeadLayout
from analysis.training.learning import predict
from analysis.training.network import MultiTaskEncoder

SHARE = 0.7  # of the teacher where a corpus answers as well; set, not searched
MARKS = 0.7  # of a corpus that marks words, beside the teacher's answers on them; likewise
TAUGHT = frozenset(
    (*PRODUCT_LABELS, *LEVELS, OWN_EXPERIENCE, *(f"hostility.{kind}" for kind in SPAN_TYPES))
)
"""The heads that the teacher answers where a corpus says nothing."""


def taught(model: MultiTaskEncoder, examples: Sequence[Encoded], file: Path) -> list[Encoded]:
    """The examples with the teacher's answers, which ``file`` keeps for a run that goes on."""
    if not file.exists():
        logits, tokens = predict(model, examples, half=True)
        part = file.with_suffix(".part.npz")
        np.savez(part, logits=logits, tokens=np.concatenate(tokens).astype(np.float16))
        part.replace(file)
    with np.load(file) as stored:
        logits, tokens = stored["logits"], stored["tokens"]
    ends = np.cumsum([len(e.ids) for e in examples])
    return [
        softened(example, row, words, model.layout)
        for example, row, words in zip(
            examples, logits, np.split(tokens, ends[:-1]), strict=True
        )
    ]  # fmt: skip


def softened(example: Encoded, logits: Floats, token_logits: Floats, layout: HeadLayout) -> Encoded:
    """One example with the teacher's logits (heads) and token logits (length, channels) in it."""
    targets = example.targets.copy()
    width = len(layout.columns)
    chances = sigmoid(logits[:width].astype(np.float64))
    for column, name in enumerate(layout.columns):
        if not np.isnan(targets[column]):
            targets[column] += SHARE * (chances[column] - targets[column])
        elif name in TAUGHT:
            targets[column] = chances[column]
    for group in layout.softmax:
        where = layout.softmax_slice(group)
        if not np.isnan(targets[where]).any() and targets[where].sum() <= 1.0 + 1e-3:
            shares = np.exp(logits[where] - logits[where].max())
            targets[where] += SHARE * (shares / shares.sum() - targets[where])
    return replace(example, targets=targets, token_targets=_words(example, token_logits))


def _words(example: Encoded, token_logits: Floats) -> Floats:
    """Soft answers for the example's own pieces but the first and last, which stand for none."""
    own = np.flatnonzero(example.types == 0)[1:-1]
    answers = np.full(token_logits.shape, np.nan, dtype=np.float32)
    answers[own] = sigmoid(token_logits[own].astype(np.float64))
    if example.token_targets is not None:
        marked = example.token_targets
        mixed = answers + MARKS * (marked - answers)
        answers = np.where(np.isnan(marked), answers, mixed)
    return answers
