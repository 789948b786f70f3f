"""Graded readings of a pool of permissively licensed comments, with their parents in view.

``readings_pool.csv`` names a text by hash and holds digits and the places of the phrases that
carry a label; no text. Six digits: disagreement, hostility of level 1, 2 and 3 or above,
generalization, constructive evidence; each is how many of ten fair readers would say yes. For
later readings ``readings_experience.csv`` holds a seventh: own experience told in support.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.training.corpora.abuse import LINE_BREAK
from analysis.training.corpora.readings import ANNOTATIONS, hash_of
from analysis.training.corpora.table import rows_of
from analysis.training.example import Example, text_key
from analysis.training.heads import LEVELS

POOL = ANNOTATIONS / "readings_pool.csv"
SECOND = ANNOTATIONS / "readings_pool_second.csv"
"""Held-out comments read again, for measuring only; they change no label."""
EXPERIENCE = ANNOTATIONS / "readings_experience.csv"
OWN_EXPERIENCE = "evidence.personal_experience"
# Shares of the pool's threads that are held out, also for what is read sentence by sentence.
DEV, TEST = 0.12, 0.15
QUESTIONS = (
    "disagreement", LEVELS[1], LEVELS[0], LEVELS[2], "generalization", "constructive_evidence",
)  # fmt: skip
# The columns of the phrases, and the label and digit that each belongs to.
PHRASES = {
    "hos": ("possible_hostility", 2),
    "gen": ("generalization", 4),
    "dis": ("disagreement", 0),
    "evi": ("constructive_evidence", 5),
}
CARRIED_FROM = 6  # a digit from which a phrase was asked for
ABSENT_TO = 3  # a digit up to which no passage carries the label
# Corpora that were read beyond those of their texts that were proposed for the pool.
WHOLE = ("civil_toxicbias", "d3code_civil", "cmv_adhominem", "reddit_fallacies")
# Slow readings of comments that are hard or that quick readers seem to have misread; each has as
# much of a say as two quick ones.
CAREFUL = "careful"
_CAREFUL_SAY = 2
_PARENT = 2_000  # characters of a parent that are kept; some dozens of tokens are read


@dataclass(frozen=True, slots=True)
class PoolReading:
    """One reading: who read which text, digits in the order of ``QUESTIONS``, phrases' places."""

    key: str
    source: str
    via: str
    reader: int
    digits: tuple[int, ...]
    phrases: dict[str, tuple[int, int]]

    @property
    def careful(self) -> bool:
        """Whether it was made to settle what quick readings left in doubt."""
        return self.via.startswith(CAREFUL)


@dataclass(frozen=True, slots=True)
class PoolText:
    """A text of the pool as its corpus gives it."""

    text: str
    parent: str | None
    group: str


def read_pool_file(path: Path = POOL) -> list[PoolReading]:
    """Every reading; a text that two readers read is there twice."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            PoolReading(
                row["key"], row["source"], row["via"], int(row["reader"]),
                tuple(int(d) for d in row["digits"]),
                {short: _place(row[short]) for short in PHRASES if row[short]},
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


def read_experience_file(path: Path = EXPERIENCE) -> dict[str, list[int]]:
    """By a text's hash each reader's digit: how many of ten would say that own experience, or
    that of people near to the writer, is told in support of what is discussed."""
    digits: dict[str, list[int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            digits.setdefault(row["key"], []).append(int(row["digit"]))
    return digits


def read_pool(folder: Path) -> Iterator[Example]:
    """Each text once, with the mean of its readers' digits as soft answers; a careful reading
    counts twice."""
    by_key: dict[str, list[PoolReading]] = {}
    for reading in read_pool_file():
        by_key.setdefault(reading.key, []).append(reading)
    experience = read_experience_file()
    for key, text in pool_texts(folder, set(by_key)).items():
        yield _example(by_key[key], text, experience.get(key, ()))


def pool_texts(folder: Path, keys: set[str]) -> dict[str, PoolText]:
    """The texts with these hashes, from the corpora at hand."""
    by_hash: dict[str, PoolText] = {}
    for name in ("grading_pool_en", *WHOLE):
        for row in rows_of(folder / "permissive" / f"{name}.csv"):
            if row["lang"] == "en":
                group = row["source"] + row["split_key"]
                _keep(by_hash, keys, row["text"], row["parent_text"], group)
    for row in rows_of(folder / "toxic_spans" / "comments.csv"):
        _keep(by_hash, keys, row["comment_text"], "", text_key(row["comment_text"]))
    for row in rows_of(folder / "cad" / "train.csv"):
        _keep(by_hash, keys, row["text"], "", row["id"].split("-")[0])
    for row in rows_of(folder / "context_toxicity" / "gc.csv"):
        _keep(by_hash, keys, row["text"], row["parent"], text_key(row["text"]))
    return by_hash


def _keep(by_hash: dict[str, PoolText], keys: set[str], text: str, parent: str, group: str) -> None:
    key = hash_of(text)
    if key in keys and key not in by_hash:
        text = text.replace(LINE_BREAK, "\n")
        by_hash[key] = PoolText(text, parent[:_PARENT] or None, group)


def _example(
    readings: list[PoolReading], pool_text: PoolText, experience: Sequence[int]
) -> Example:
    says = [_CAREFUL_SAY if r.careful else 1 for r in readings]
    digits = [
        sum(say * r.digits[i] for say, r in zip(says, readings, strict=True)) / sum(says)
        for i in range(len(QUESTIONS))
    ]
    targets = {name: (d + 0.5) / 10.0 for name, d in zip(QUESTIONS, digits, strict=True)}
    if experience:
        targets[OWN_EXPERIENCE] = (sum(experience) / len(experience) + 0.5) / 10.0
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    for short, (label, position) in PHRASES.items():
        places = tuple(sorted({r.phrases[short] for r in readings if short in r.phrases}))
        if places and digits[position] >= CARRIED_FROM - 1:
            spans[label] = places
        elif digits[position] <= ABSENT_TO:
            spans[label] = ()
    first = readings[0]
    return Example(
        "readings_pool", f"{first.source}:{first.key}", pool_text.group, pool_text.text,
        pool_text.parent, targets, spans,
    )  # fmt: skip


def _place(cell: str) -> tuple[int, int]:
    start, _, end = cell.partition("-")
    return int(start), int(end)
