"""Whether the marks carry the answer: against people's phrases, and by taking them away.

Erasing: without the marked passages a probability must fall, and hold without as many other words
(comprehensiveness, DeYoung et al. 2020).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.domain.span import Span
from analysis.evaluation.intervals import Estimate
from analysis.scorers.embedded_answers import label_probabilities, named_logits
from analysis.scorers.embedded_marks import passages
from analysis.scorers.embedded_model import Answer, EmbeddedModel
from analysis.scorers.embedded_spelling import WORD
from analysis.scorers.embedded_words import words_of
from analysis.training.example import Example
from analysis.training.measure_figures import Figures, figure_of

_EVEN = 0.5
_SEED = 20261128
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with one label's probability and the passages shown for it."""

    text: str
    label: str
    probability: float
    spans: tuple[Span, ...]


def marks_figures(model: EmbeddedModel, name: str, examples: Sequence[Example]) -> Figures:
    """How many marks a comment gets, how much of it is coloured, and what erasing them does."""
    texts = [e.text for e in examples]
    by_text = [_marks(model, t, a) for t, a in zip(texts, model.answer(texts), strict=True)]
    counts = [sum(len(m.spans) for m in marks) for marks in by_text]
    shares = [_coloured(marks) for marks in by_text if marks]
    figures: Figures = {
        f"marks.{name}.a_comment": _of(counts, most=max(counts, default=0)),
        f"marks.{name}.coloured_share": _of(shares),
    }
    for label in model.manifest.labels:
        sure = [m for marks in by_text for m in marks
                if m.label == label and m.probability >= _EVEN and m.spans]  # fmt: skip
        if sure:
            figures |= _erasing(model, f"marks.{name}.{label}", sure)
    return figures


def _marks(model: EmbeddedModel, text: str, answer: Answer) -> list[Marked]:
    manifest = model.manifest
    chances = label_probabilities(manifest, named_logits(manifest, answer))
    marked = []
    (words,) = words_of([answer.tokens], [text])
    for label, chance in chances.items():
        shown = passages(
            manifest, words, manifest.speaker(label).channels,
            label=label, probability=chance,
        )  # fmt: skip
        marked.append(Marked(text, label, chance, tuple(sorted(s for s, _ in shown))))
    return marked


def _erasing(model: EmbeddedModel, name: str, sure: Sequence[Marked]) -> Figures:
    chance = random.Random(_SEED)  # noqa: S311 - a control, not a secret
    without = [erased(m.text, m.spans) for m in sure]
    others = [erased(m.text, other_words(m.text, m.spans, chance)) for m in sure]
    figures: Figures = {}
    for what, texts in (("without_marks", without), ("without_other_words", others)):
        answers = model.answer([t if t.strip() else "." for t in texts])
        falls = [
            m.probability
            - label_probabilities(model.manifest, named_logits(model.manifest, a))[m.label]
            for m, a in zip(sure, answers, strict=True)
        ]
        figures[f"{name}.fall_{what}"] = _of(falls)
    return figures


def erased(text: str, spans: Sequence[Span]) -> str:
    """The text without these ranges, a space in the place of each."""
    pieces, at = [], 0
    for span in sorted(spans):
        pieces.append(text[at : span.start])
        at = max(at, span.end)
    return " ".join([*pieces, text[at:]])


def other_words(text: str, spans: Sequence[Span], chance: random.Random) -> list[Span]:
    """As many words as lie in the ranges, drawn from those that don't; fewer where they end."""
    words = [Span(m.start(), m.end()) for m in WORD.finditer(text)]
    inside = [w for w in words if any(w.start < s.end and w.end > s.start for s in spans)]
    outside = [w for w in words if w not in inside]
    return chance.sample(outside, k=min(len(inside), len(outside)))


def _coloured(marks: Sequence[Marked]) -> float:
    text = marks[0].text
    places = {p for m in marks for s in m.spans for p in range(s.start, s.end)}
    return len(places) / max(len(text), 1)


def _of(values: Sequence[float], **more: object) -> dict[str, object]:
    """Mean with its bootstrap interval, and the median."""
    column = np.asarray(values, dtype=float)
    drawn = np.random.default_rng(0).choice(column, (_DRAWS, len(column))).mean(axis=1)
    low, high = (float(v) for v in np.quantile(drawn, [0.025, 0.975]))
    mean = Estimate(float(column.mean()), low, high, len(column))
    return figure_of(mean, median=round(float(np.median(column)), 4), **more)
