"""From logits to what people ask for: probabilities per label and per facet."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

import numpy as np

from analysis.domain.log_odds import sigmoid
from analysis.scorers.embedded_manifest import Manifest, ProductHead
from analysis.scorers.embedded_model import Answer
from analysis.scorers.embedded_pieces import Floats

_PAIR = "pair"
PAIRED = "paired."  # before the name of a logit of the reading together with the parent


def named_logits(manifest: Manifest, answer: Answer) -> dict[str, float]:
    """Every head's log-odds by name; a class of a softmax group against the others.

    What a label needs of the reading with the parent stands there too, as ``paired.NAME``.

    With a parent, the reply classes are the mean of the reading alone and the reading with it:
    averaged they are better than either (see the choices on the model).
    """
    return named_logits_of(manifest, [answer])[0]


def named_logits_of(manifest: Manifest, answers: Sequence[Answer]) -> list[dict[str, float]]:
    """The same of several answers, each as it is alone; worked out together, which is quicker."""
    together = iter(_log_odds(manifest, [a.paired for a in answers if a.paired is not None]))
    alone = _log_odds(manifest, [answer.logits for answer in answers])
    for answer, plain in zip(answers, alone, strict=True):
        if answer.paired is not None:
            _add_paired(manifest, plain, next(together))
    return alone


def _add_paired(manifest: Manifest, plain: dict[str, float], together: Mapping[str, float]) -> None:
    """What the reading ``together`` with the parent adds to the reading alone, or changes in it."""
    for name in plain:
        if name.split(".")[0] == _PAIR:
            plain[name] = 0.5 * (plain[name] + together[name])
    for head in manifest.labels.values():
        for name in head.with_parent.weights if head.with_parent else ():
            if name.startswith(PAIRED):
                plain[name] = together[name.removeprefix(PAIRED)]


def paired_logits(manifest: Manifest, answer: Answer) -> dict[str, float]:
    """Every head's log-odds of the reading together with the parent, as ``paired.NAME``."""
    if answer.paired is None:
        return {}
    (together,) = _log_odds(manifest, [answer.paired])
    return {f"{PAIRED}{name}": value for name, value in together.items()}


def _log_odds(manifest: Manifest, logits: Sequence[Floats]) -> list[dict[str, float]]:
    """Of several readings, each by its row of logits."""
    if not logits:
        return []
    table = np.stack(logits).astype(np.float64)
    rows: list[list[float]] = table.tolist()
    log_odds = [dict(zip(manifest.logits, row, strict=True)) for row in rows]
    for group, classes in manifest.softmax.items():
        names = [f"{group}.{c}" for c in classes]
        values = table[:, [manifest.logits.index(name) for name in names]]
        values -= values.max(axis=1, keepdims=True)
        powers = np.exp(values)
        shares: list[list[float]] = (powers / powers.sum(axis=1, keepdims=True)).tolist()
        for of_reading, of_classes in zip(log_odds, shares, strict=True):
            for name, share in zip(names, of_classes, strict=True):
                p = min(max(share, 1e-6), 1.0 - 1e-6)
                of_reading[name] = math.log(p / (1.0 - p))
    return log_odds


def label_probabilities(
    manifest: Manifest, logits: Mapping[str, float], *, has_parent: bool = False
) -> dict[str, float]:
    """The calibrated probability of each product label that the model answers."""
    odds = label_log_odds(manifest, logits, has_parent=has_parent)
    return {label: sigmoid(value) for label, value in odds.items()}


def label_log_odds(
    manifest: Manifest, logits: Mapping[str, float], *, has_parent: bool = False
) -> dict[str, float]:
    """The calibrated log-odds of each product label that the model answers."""
    log_odds = {}
    for label, head in manifest.labels.items():
        used = head.with_parent if has_parent and head.with_parent is not None else head
        log_odds[label] = head_log_odds(used, logits)
    return log_odds


def head_log_odds(head: ProductHead, logits: Mapping[str, float]) -> float:
    """The calibrated log-odds that one label's head gives."""
    weighted = 0.0
    for name, weight in head.weights.items():
        weighted += weight * logits[name]
    odds = weighted + head.bias
    for name, shift in head.at_least.items():
        odds = max(odds, logits[name] + shift)
    return odds


def head_probabilities(
    manifest: Manifest, logits: Mapping[str, float], names: Collection[str] | None = None
) -> dict[str, float]:
    """The probability of every head by its name, or of those in ``names`` and of all in softmax
    groups; a group's sum to one, a level's is calibrated."""
    groups = [[f"{group}.{c}" for c in classes] for group, classes in manifest.softmax.items()]
    scales, probabilities = manifest.scales, {}
    for name in logits if names is None else chain(names, *groups):
        if name in logits:
            scale = scales.get(name)
            odds = logits[name]
            if scale is not None:
                odds = scale.weight * odds + scale.bias
            probabilities[name] = sigmoid(odds)
    for group in groups:
        total = sum([probabilities[name] for name in group])
        for name in group:
            probabilities[name] /= total
    return probabilities
