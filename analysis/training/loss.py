"""The masked multi-task loss: what a corpus does not answer costs nothing."""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from analysis.training.heads import HeadLayout

TOKEN_WEIGHT = 1.0
# Raters of sarcasm agree so little that its soft answers lie close together: by itself the column
# would hardly move the encoder. Set, not searched.
COLUMN_WEIGHTS: Mapping[str, float] = {"ucc.sarcastic": 3.0}


def multi_task_loss(
    logits: Tensor, token_logits: Tensor, targets: Tensor, token_targets: Tensor, *,
    layout: HeadLayout,
) -> Tensor:  # fmt: skip
    """Mean over the batch of every known answer's loss.

    Sigmoid columns: cross entropy with soft targets. Softmax groups: cross entropy with the
    raters' distribution, or, where the target names several possible classes (sum above one),
    the partial-label loss ``-log(sum of their probabilities)`` (Cour et al. 2011).
    """
    size = logits.shape[0]
    width = len(layout.columns)
    columns, answers = logits[:, :width], targets[:, :width]
    known = ~torch.isnan(answers)
    weights = columns.new_tensor([COLUMN_WEIGHTS.get(name, 1.0) for name in layout.columns])
    total = functional.binary_cross_entropy_with_logits(
        columns[known], answers[known], weight=weights.expand_as(columns)[known], reduction="sum"
    )
    for group in layout.softmax:
        where = layout.softmax_slice(group)
        answer = targets[:, where]
        rows = ~torch.isnan(answer[:, 0])
        if rows.any():
            log_p = torch.log_softmax(logits[rows][:, where], dim=-1)
            answer = answer[rows]
            partial = answer.sum(1) > 1.5
            soft = -(answer * log_p).sum(1)
            possible = -torch.logsumexp(log_p.masked_fill(answer < 0.5, -1e4), dim=-1)
            total = total + torch.where(partial, possible, soft).sum()
    known_tokens = ~torch.isnan(token_targets)
    if known_tokens.any():
        tokens = functional.binary_cross_entropy_with_logits(
            token_logits[known_tokens], token_targets[known_tokens], reduction="none"
        )
        texts = (~torch.isnan(token_targets)).any(1).any(1).sum()
        total = total + TOKEN_WEIGHT * tokens.mean() * texts * len(layout.channels)
    return total / size
