"""From logits to what people ask for: probabilities per label, per facet, and passages."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np

from analysis.domain.log_odds import sigmoid
from analysis.domain.span import Span
from analysis.scorers.embedded_manifest import Manifest
from analysis.scorers.embedded_model import Answer, Floats, TokenScores

PASSAGES = 3  # shown for a label; more would mark half of a comment
_RELATIVE = 0.6  # a passage's weakest word, against the strongest, where none is sure
_WORD = re.compile(r"\w+(?:['’*@$#!-]+\w+)*|\S")  # a masked or joined word is one word
_PAIR = "pair"


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

    ``sure``: the label itself is probable, so a passage is shown even where no word passes the
    channel's threshold; then it is the strongest word with its neighbours.
    """
    used = [c for c in channels if c in manifest.channels]
    if not used or len(tokens.starts) == 0:
        return ()
    found = _marked(manifest, tokens, text, used, sure=sure)
    return tuple(sorted(found, key=lambda item: -item[1])[:PASSAGES])


def all_marked(manifest: Manifest, tokens: TokenScores, text: str, channel: str) -> list[Span]:
    """Every passage of a text that is known to carry the channel's label, in reading order."""
    return sorted(span for span, _ in _marked(manifest, tokens, text, [channel], sure=True))


def _marked(
    manifest: Manifest, tokens: TokenScores, text: str, channels: list[str], *, sure: bool
) -> list[tuple[Span, float]]:
    words = by_word(tokens, text)
    if len(words.starts) == 0:
        return []
    columns = [manifest.channels.index(c) for c in channels]
    bars = np.array([manifest.span_thresholds.get(c, 0.5) for c in channels], dtype=np.float32)
    relative = (words.probabilities[:, columns] / bars).max(axis=1)
    chosen = relative >= 1.0
    if not chosen.any():
        if not sure:
            return []
        chosen = relative >= _RELATIVE * relative.max()
    return _runs(words, chosen, words.probabilities[:, columns].max(axis=1), text)


def by_word(tokens: TokenScores, text: str) -> TokenScores:
    """Whole words instead of pieces of words; a word is as strong as its strongest piece."""
    starts, ends, rows = [], [], []
    for word in _WORD.finditer(text):
        first = int(np.searchsorted(tokens.ends, word.start(), side="right"))
        behind = int(np.searchsorted(tokens.starts, word.end(), side="left"))
        if first < behind:
            starts.append(word.start())
            ends.append(word.end())
            rows.append(tokens.probabilities[first:behind].max(axis=0))
    table = np.stack(rows) if rows else np.zeros((0, tokens.probabilities.shape[1]), np.float32)
    return TokenScores(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), table)


def _runs(
    words: TokenScores, chosen: np.ndarray, strength: Floats, text: str
) -> list[tuple[Span, float]]:
    """Neighbouring chosen words joined; only white space may lie between them."""
    found: list[tuple[Span, float]] = []
    start = end = -1
    best = 0.0
    for place in np.flatnonzero(chosen):
        word_start, word_end = int(words.starts[place]), int(words.ends[place])
        if start >= 0 and not text[end:word_start].strip():
            end, best = word_end, max(best, float(strength[place]))
            continue
        if start >= 0:
            found.append((Span(start, end), best))
        start, end, best = word_start, word_end, float(strength[place])
    if start >= 0:
        found.append((Span(start, end), best))
    return found
