"""Examples made from others: evasive spellings, and two comments as one.

Spelling that evades filters is taught on harmless comments as well, or the model learns that odd
letters are hostile. Two comments joined are what a long one is to a reader: a label holds where
either part carries it. Both are drawn anew for each pass, from the pass's seed alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from analysis.training.example import Example

_WORD = re.compile(r"[A-Za-z]{4,}")
_LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7"}
_ALIKE = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "s": "ѕ", "x": "х", "y": "у"}
_LONGEST_PART = 400  # characters of either part of a joined example
_JOINS = (" ", "\n", "\n\n", " ")


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Shares of a pass's examples that are rewritten; whose they may be is given by source."""

    evasive: float = 0.0
    joined: float = 0.0
    sources: frozenset[str] = frozenset()


def augmented(examples: Sequence[Example], plan: Augmentation, *, seed: int) -> list[Example]:
    """The examples in their order, some of them rewritten."""
    chance = random.Random(seed)  # noqa: S311 - an experiment, not a secret
    able = [e for e in examples if e.source in plan.sources and len(e.text) <= _LONGEST_PART]
    rewritten = []
    for example in examples:
        drawn = chance.random()
        if example.source not in plan.sources:
            rewritten.append(example)
        elif drawn < plan.evasive:
            rewritten.append(evasive(example, chance))
        elif drawn < plan.evasive + plan.joined and len(example.text) <= _LONGEST_PART and able:
            rewritten.append(joined(example, chance.choice(able), chance))
        else:
            rewritten.append(example)
    return rewritten


def evasive(example: Example, chance: random.Random) -> Example:
    """One or two words spelled around a filter; a hostile text's are in the hostile phrase.

    The passages are left out, since their places have moved.
    """
    inside = example.spans.get("possible_hostility") or ((0, len(example.text)),)
    words = [
        word
        for word in _WORD.finditer(example.text)
        if any(start <= word.start() and word.end() <= end for start, end in inside)
    ]
    if not words:
        return example
    text = example.text
    chosen = chance.sample(words, k=min(len(words), chance.choice((1, 1, 2))))
    for word in sorted(chosen, key=lambda w: -w.start()):
        spell = chance.choice(SPELLINGS)
        text = text[: word.start()] + spell(word[0], chance) + text[word.end() :]
    return replace(example, text=text, spans={})


def joined(first: Example, second: Example, chance: random.Random) -> Example:
    """Both texts as one comment, in either order; only what both answer is answered."""
    if chance.random() < 0.5:
        first, second = second, first
    gap = chance.choice(_JOINS)
    shift = len(first.text) + len(gap)
    targets = {
        name: 1.0 - (1.0 - first.targets[name]) * (1.0 - second.targets[name])
        for name in first.targets
        if name in second.targets and name != "disagreement"
    }
    spans = {
        name: (*first.spans[name], *((s + shift, e + shift) for s, e in second.spans[name]))
        for name in first.spans
        if name in second.spans and name != "disagreement"
    }
    return replace(
        first, key=f"{first.key}+{second.key}", text=first.text + gap + second.text, parent=None,
        targets=targets, spans=spans,
    )  # fmt: skip


def _spaced(word: str, chance: random.Random) -> str:
    return chance.choice((" ", ".", "-", "_", " ")).join(word)


def _stretched(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place] * chance.randint(2, 5) + word[place:]


def _leet(word: str, chance: random.Random) -> str:
    return "".join(
        chance.choice(_LEET[c]) if (c := letter.lower()) in _LEET and chance.random() < 0.7
        else letter
        for letter in word
    )  # fmt: skip


def _look_alike(word: str, chance: random.Random) -> str:
    return "".join(_ALIKE.get(c, c) if chance.random() < 0.5 else c for c in word)


def _starred(word: str, chance: random.Random) -> str:
    return word[0] + re.sub("[aeiouAEIOU]", chance.choice("*#"), word[1:])


def _swapped(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _shortened(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1 :]


SPELLINGS: tuple[Callable[[str, random.Random], str], ...] = (
    _spaced, _stretched, _leet, _look_alike, _starred, _swapped, _shortened,
)  # fmt: skip
