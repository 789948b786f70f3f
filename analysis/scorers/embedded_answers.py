"""From logits to what people ask for: probabilities per label, per facet, and passages."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from analysis.domain.span import Span
from analysis.scorers.embedded_manifest import Manifest
from analysis.scorers.embedded_model import Answer, Floats, TokenScores

PASSAGES = 3  # shown for a label; more would mark half of a comment
_RELATIVE = 0.6  # a passage's weakest token, against its strongest, where none is sure
_PAIR = "pair"


def sigmoid(value: float) -> float:
    """The logistic function without overflow."""
    return 0.5 * (1.0 + math.tanh(0.5 * value))


def named_logits(manifest: Manifest, answer: Answer) -> dict[str, float]:
    """Every head's log-odds by name; a class of a softmax group against the others.

    With a parent, the reply classes are the mean of the reading alone and the reading with it:
    averaged they are better than either (see the choices on the model).
    """
    plain = _log_odds(manifest, answer.logits)
    if answer.paired is None:
        return plain
    together = _log_odds(manifest, answer.paired)
    for name in plain:
        if name.split(".")[0] == _PAIR:
            plain[name] = 0.5 * (plain[name] + together[name])
    return plain


def _log_odds(manifest: Manifest, logits: Floats) -> dict[str, float]:
    found = {name: float(value) for name, value in zip(manifest.logits, logits, strict=True)}
    for group, classes in manifest.softmax.items():
        names = [f"{group}.{c}" for c in classes]
        values = np.array([found[name] for name in names], dtype=np.float64)
        values -= values.max()
        shares = np.exp(values) / np.exp(values).sum()
        for name, share in zip(names, shares, strict=True):
            p = min(max(float(share), 1e-6), 1.0 - 1e-6)
            found[name] = math.log(p / (1.0 - p))
    return found


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
    found = {}
    for label, head in manifest.labels.items():
        total = sum(w * logits[name] for name, w in head.weights.items()) + head.bias
        if has_parent and head.with_parent is not None:
            total = 0.5 * (total + logits[head.with_parent])
        found[label] = total
    return found


def head_probabilities(manifest: Manifest, logits: Mapping[str, float]) -> dict[str, float]:
    """The probability of every head by its name; a softmax group's sum to one."""
    found = {name: sigmoid(value) for name, value in logits.items()}
    for group, classes in manifest.softmax.items():
        total = sum(found[f"{group}.{c}"] for c in classes)
        for c in classes:
            found[f"{group}.{c}"] /= total
    return found


def passages(
    manifest: Manifest, tokens: TokenScores, text: str, channels: tuple[str, ...], *, sure: bool
) -> tuple[tuple[Span, float], ...]:
    """The passages that some channel marks, strongest first, as ranges of ``text``.

    ``sure``: the label itself is probable, so a passage is shown even where no token passes the
    channel's threshold; then it is the strongest token with its neighbours.
    """
    used = [c for c in channels if c in manifest.channels]
    if not used or len(tokens.starts) == 0:
        return ()
    columns = [manifest.channels.index(c) for c in used]
    bars = np.array([manifest.span_thresholds.get(c, 0.5) for c in used], dtype=np.float32)
    relative = (tokens.probabilities[:, columns] / bars).max(axis=1)
    strength = tokens.probabilities[:, columns].max(axis=1)
    chosen = relative >= 1.0
    if not chosen.any():
        if not sure:
            return ()
        chosen = relative >= _RELATIVE * relative.max()
    found = _runs(tokens, chosen, strength, text)
    return tuple(sorted(found, key=lambda item: -item[1])[:PASSAGES])


def all_marked(manifest: Manifest, tokens: TokenScores, text: str, channel: str) -> list[Span]:
    """Every passage above the channel's threshold, in reading order (for measuring)."""
    column = manifest.channels.index(channel)
    strength = tokens.probabilities[:, column]
    chosen = strength >= manifest.span_thresholds.get(channel, 0.5)
    return sorted(span for span, _ in _runs(tokens, chosen, strength, text))


def _runs(
    tokens: TokenScores, chosen: np.ndarray, strength: Floats, text: str
) -> list[tuple[Span, float]]:
    """Neighbouring chosen tokens joined; only white space may lie between them."""
    found: list[tuple[Span, float]] = []
    start = end = -1
    best = 0.0
    for place in np.flatnonzero(chosen):
        token_start, token_end = int(tokens.starts[place]), int(tokens.ends[place])
        if start >= 0 and not text[end:token_start].strip():
            end, best = token_end, max(best, float(strength[place]))
            continue
        if start >= 0:
            found.append((Span(start, end), best))
        start, end, best = token_start, token_end, float(strength[place])
    if start >= 0:
        found.append((Span(start, end), best))
    return found
