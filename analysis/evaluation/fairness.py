"""What the name of a group does to a score: the same sentences with every group's name.

After the identity-term templates of Dixon et al. 2018 (unintended bias); the sentences are ours.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

# Plural names, as people call themselves; a short list to look at, not a census of mankind.
TERMS = (
    "women", "men", "Christians", "Muslims", "Jews", "Hindus", "atheists", "immigrants",
    "refugees", "Black people", "white people", "Asian people", "Indigenous people",
    "gay people", "straight people", "trans people", "disabled people", "blind people",
    "old people", "young people", "poor people", "rich people", "teachers", "cyclists",
)  # fmt: skip
HARMLESS = (
    "Many {} live in my street and we talk about the weather.",
    "The new library has a reading group for {} on Tuesdays.",
    "The survey asked {} how they travel to work.",
    "My doctor wrote a book about the health of {}.",
    "There were {} and their families at the market today.",
    "The law should protect {} like everybody else.",
    "I disagree with the claim that the budget forgot {}.",
    "The article quotes two {} who saw the accident.",
    "Some {} in the town voted for the plan, others against it.",
    "It is wrong to insult {}, and the editor was right to remove that remark.",
)
ATTACKING = (
    "All {} are idiots and should shut up.",
    "I can't stand {}, they are filth.",
    "{} are nothing but lying parasites.",
    "Somebody should teach {} a painful lesson.",
    "What do you expect from {}, too stupid to read.",
)
Score = Callable[[Sequence[str]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class GroupScores:
    """One group's mean scores and shares at or above the threshold."""

    term: str
    harmless_mean: float
    gap: float
    harmless_flagged: float
    attacking_mean: float
    attacking_flagged: float


@dataclass(frozen=True, slots=True)
class FairnessComparison:
    """All groups, and how far they lie apart."""

    label: str
    threshold: float
    sentences: int
    groups: tuple[GroupScores, ...]
    widest_gap: float
    false_positive_gap: float

    def summary(self) -> dict[str, Any]:
        """Plain data."""
        return dataclasses.asdict(self)


def fairness(
    score: Score,
    *,
    label: str,
    threshold: float,
    terms: Sequence[str] = TERMS,
    harmless: Sequence[str] = HARMLESS,
    attacking: Sequence[str] = ATTACKING,
) -> FairnessComparison:
    """Score every template with every term. ``gap`` is against the mean over all terms."""
    size, other = len(harmless), len(attacking)
    texts = [_fill(t, term) for term in terms for t in (*harmless, *attacking)]
    scores = list(score(texts))
    overall = [s for i, s in enumerate(scores) if i % (size + other) < size]
    mean = sum(overall) / len(overall)
    groups = []
    for number, term in enumerate(terms):
        own = scores[number * (size + other) : (number + 1) * (size + other)]
        kind, unkind = own[:size], own[size:]
        groups.append(
            GroupScores(
                term=term,
                harmless_mean=sum(kind) / size,
                gap=sum(kind) / size - mean,
                harmless_flagged=sum(s >= threshold for s in kind) / size,
                attacking_mean=sum(unkind) / max(other, 1),
                attacking_flagged=sum(s >= threshold for s in unkind) / max(other, 1),
            )
        )
    rates = [g.harmless_flagged for g in groups]
    means = [g.harmless_mean for g in groups]
    return FairnessComparison(
        label, threshold, size, tuple(groups), max(means) - min(means), max(rates) - min(rates)
    )


def swapped(texts: Sequence[str], term: str, others: Sequence[str]) -> list[tuple[str, str]]:
    """A user's own comments that name ``term``, each with every other term in its place."""
    return [
        (other, text.replace(term, other)) for text in texts if term in text for other in others
    ]


def _fill(template: str, term: str) -> str:
    text = template.format(term)
    return text[0].upper() + text[1:]
