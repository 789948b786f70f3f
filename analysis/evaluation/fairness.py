"""What the name of a group does to a score: the same sentences with every group's name.

After the identity-term templates of Dixon et al. 2018 (unintended bias); the sentences are ours.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.domain.errors import BadInput

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
Score = Callable[[Sequence[str]], Sequence[float | None]]
"""Scores of texts, ``None`` for one without an answer: that is no low score."""


@dataclass(frozen=True, slots=True)
class GroupScores:
    """One group's mean scores and shares at or above the threshold.

    Not a number where there was no such sentence.
    """

    term: str
    harmless_mean: float
    gap: float
    harmless_flagged: float
    attacking_mean: float
    attacking_flagged: float


@dataclass(frozen=True, slots=True)
class FairnessComparison:
    """All groups, and how far they lie apart, by ``sentences`` harmless ones.

    ``unanswered`` sentences have no answer with some group's name, and are left out for all.
    """

    label: str
    threshold: float
    sentences: int
    groups: tuple[GroupScores, ...]
    widest_gap: float
    false_positive_gap: float
    unanswered: int = 0

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
    """Score every template with every term. ``gap`` is against the mean over all terms.

    A term that is named twice counts once. ``BadInput`` where no harmless sentence has an answer
    for every group.
    """
    once: dict[str, str] = {}
    for term in terms:
        once.setdefault(term.casefold(), term)
    named = list(once.values())
    texts = [_fill(t, term) for term in named for t in (*harmless, *attacking)]
    scores = list(score(texts))
    size = len(harmless) + len(attacking)
    # The same sentences for all groups, so that only the name makes a difference.
    columns = [scores[start : start + size] for start in range(0, len(scores), size)]
    answered = [at for at in range(size) if all(column[at] is not None for column in columns)]
    kind = [at for at in answered if at < len(harmless)]
    unkind = [at for at in answered if at >= len(harmless)]
    if not kind:
        raise BadInput(f"{label}: no sentence has an answer with the name of every group")
    mean = _mean([column[at] for column in columns for at in kind])
    groups = []
    for term, column in zip(named, columns, strict=True):
        mild, sharp = ([column[at] or 0.0 for at in places] for places in (kind, unkind))
        groups.append(
            GroupScores(
                term=term,
                harmless_mean=_mean(mild),
                gap=_mean(mild) - mean,
                harmless_flagged=_mean([s >= threshold for s in mild]),
                attacking_mean=_mean(sharp),
                attacking_flagged=_mean([s >= threshold for s in sharp]),
            )
        )
    rates = [g.harmless_flagged for g in groups]
    means = [g.harmless_mean for g in groups]
    return FairnessComparison(
        label=label,
        threshold=threshold,
        sentences=len(kind),
        groups=tuple(groups),
        widest_gap=max(means) - min(means),
        false_positive_gap=max(rates) - min(rates),
        unanswered=size - len(answered),
    )


def templates_of(texts: Sequence[str], term: str) -> list[str]:
    """Those of a user's own comments that name ``term`` as a word, with a place for other names."""
    named = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)
    whole = [text.replace("{", "{{").replace("}", "}}") for text in texts if named.search(text)]
    return [named.sub("{0}", text) for text in whole]


def _mean(values: Sequence[float | None]) -> float:
    return sum(value or 0.0 for value in values) / len(values) if values else math.nan


def swapped(texts: Sequence[str], term: str, others: Sequence[str]) -> list[tuple[str, str]]:
    """A user's own comments that name ``term``, each with every other term in its place."""
    return [
        (other, text.replace(term, other)) for text in texts if term in text for other in others
    ]


def _fill(template: str, term: str) -> str:
    text = template.format(term)
    return text[0].upper() + text[1:]
