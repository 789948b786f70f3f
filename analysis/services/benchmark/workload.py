"""A fixed synthetic workload: English comments by a seed, of a stated distribution of lengths.

The words are written for this purpose; no corpus takes part, so the same comments can be made
anywhere. Lengths are log-normal, as those of comments on news sites about are: :data:`MEDIAN_WORDS`
in the middle, one in ten about 3.6 times as long, none beyond :data:`MOST_WORDS`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

SEED = 15
MEDIAN_WORDS = 32
SPREAD = 1.0
"""Standard deviation of the logarithm of the length."""
MOST_WORDS = 400

_PLACES = (
    "council",
    "school",
    "harbour",
    "library",
    "hospital",
    "railway",
    "market",
    "museum",
    "parliament",
    "stadium",
)
_GROUPS = (
    "teachers",
    "cyclists",
    "landlords",
    "politicians",
    "teenagers",
    "farmers",
    "drivers",
    "journalists",
)
_THINGS = (
    "budget",
    "timetable",
    "proposal",
    "repair",
    "tax",
    "contract",
    "survey",
    "building",
    "permit",
    "vote",
)
_TIMES = (
    "last week",
    "in spring",
    "this morning",
    "for years",
    "since the election",
    "every winter",
)
_NUMBERS = (
    "12 %",
    "3,400 people",
    "two million",
    "47 cases",
    "a third",
    "six months",
    "2019",
)

# Weight, and sentences of one kind; {place} and its like are drawn anew for each sentence.
_KINDS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (
        70,
        (
            "The {thing} for the {place} was on the agenda {time}.",
            "I walked past the {place} {time} and nobody was working there.",
            "Does anybody know whether the {thing} will be decided before summer?",
            "My neighbour says that the {place} opens later now, which suits most of us.",
            "We paid for the {thing} once already, and the {place} still looks the same.",
            "It would help if the {place} published its {thing} on one page.",
        ),
    ),
    (
        11,
        (
            "I don't agree that the {thing} is the reason; the {place} had this trouble before.",
            "That is simply not true, the {thing} was rejected {time}.",
            "You are mistaken about the {place}; nobody asked for a new {thing}.",
        ),
    ),
    (
        8,
        (
            "According to the annual report of the {place}, {number} were affected {time}.",
            "The survey counted {number}, see https://example.org/report for the table.",
            "I worked at the {place} for nine years, and the {thing} took {number} each time.",
        ),
    ),
    (
        6,
        (
            "What an idiot you must be to believe in this {thing}.",
            "Shut up about the {place}, you pathetic liar.",
        ),
    ),
    (
        5,
        (
            "All {group} are lazy, they never read a {thing}.",
            "{group} always complain about the {place}.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Workload:
    """The comments, with the seed that makes them again and what their lengths are in words."""

    texts: tuple[str, ...]
    seed: int
    median_words: int
    ninth_decile_words: int
    mean_words: float

    def sample(self, size: int) -> tuple[str, ...]:
        """``size`` of the texts with the same distribution of lengths."""
        ordered = sorted(self.texts, key=len)
        size = min(size, len(ordered))
        return tuple(ordered[int((at + 0.5) * len(ordered) / size)] for at in range(size))


def workload(comments: int, *, seed: int = SEED) -> Workload:
    """``comments`` texts; the same for the same seed and number, on every machine."""
    draw = random.Random(seed)  # noqa: S311 - a fixed workload, no secret
    texts = tuple(_comment(draw) for _ in range(comments))
    return _described(texts, seed)


def _described(texts: Sequence[str], seed: int) -> Workload:
    lengths = sorted(len(text.split()) for text in texts)
    return Workload(
        texts=tuple(texts),
        seed=seed,
        median_words=lengths[len(lengths) // 2],
        ninth_decile_words=lengths[int(len(lengths) * 0.9)],
        mean_words=round(sum(lengths) / len(lengths), 1),
    )


def _comment(draw: random.Random) -> str:
    drawn = draw.lognormvariate(math.log(MEDIAN_WORDS), SPREAD)
    length = max(1, min(MOST_WORDS, round(drawn)))
    words: list[str] = []
    while len(words) < length:
        words += _sentence(draw).split()
    return " ".join(words[:length])


def _sentence(draw: random.Random) -> str:
    (sentences,) = draw.choices(
        [sentences for _, sentences in _KINDS], weights=[weight for weight, _ in _KINDS]
    )
    filled = draw.choice(sentences).format(
        place=draw.choice(_PLACES),
        group=draw.choice(_GROUPS),
        thing=draw.choice(_THINGS),
        time=draw.choice(_TIMES),
        number=draw.choice(_NUMBERS),
    )
    return filled[:1].upper() + filled[1:]
