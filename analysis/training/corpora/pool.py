"""Graded readings of a pool of permissively licensed comments, with their parents in view.

``readings_pool.csv`` names a text by hash and holds digits and the places of the phrases that
carry a label; no text. Six digits: disagreement, hostility of level 1, 2 and 3 or above,
generalization, constructive evidence; each is how many of ten fair readers would say yes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.training.corpora.abuse import LINE_BREAK
from analysis.training.corpora.readings import ANNOTATIONS, hash_of
from analysis.training.corpora.table import rows_of
from analysis.training.example import Example, text_key
from analysis.training.heads import LEVELS

POOL = ANNOTATIONS / "readings_pool.csv"
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


@dataclass(frozen=True, slots=True)
class PoolText:
    """A text of the pool as its corpus gives it."""

    text: str
    parent: str | None
    group: str


def read_pool_file(path: Path = POOL) -> list[PoolReading]:
    """Every reading; a text that two readers read stands there twice."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            PoolReading(
                row["key"], row["source"], row["via"], int(row["reader"]),
                tuple(int(d) for d in row["digits"]),
                {short: _place(row[short]) for short in PHRASES if row[short]},
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


def read_pool(folder: Path) -> Iterator[Example]:
    """Each text once, with the mean of its readers' digits as soft answers."""
    by_key: dict[str, list[PoolReading]] = {}
    for reading in read_pool_file():
        by_key.setdefault(reading.key, []).append(reading)
    for key, text in pool_texts(folder, set(by_key)).items():
        yield _example(by_key[key], text)


def pool_texts(folder: Path, keys: set[str]) -> dict[str, PoolText]:
    """The texts with these hashes, from the corpora at hand."""
    by_hash: dict[str, PoolText] = {}
    for row in rows_of(folder / "permissive" / "grading_pool_en.csv"):
        _keep(by_hash, keys, row["text"], row["parent_text"], row["source"] + row["split_key"])
    for row in rows_of(folder / "toxic_spans" / "comments.csv"):
        _keep(by_hash, keys, row["comment_text"], "", text_key(row["comment_text"]))
    for row in rows_of(folder / "cad" / "train.csv"):
        _keep(by_hash, keys, row["text"], "", row["id"].split("-")[0])
    return by_hash


def _keep(by_hash: dict[str, PoolText], keys: set[str], text: str, parent: str, group: str) -> None:
    key = hash_of(text)
    if key in keys and key not in by_hash:
        text = text.replace(LINE_BREAK, "\n")
        by_hash[key] = PoolText(text, parent[:_PARENT] or None, group)


def _example(readings: list[PoolReading], pool_text: PoolText) -> Example:
    count = len(readings)
    digits = [sum(r.digits[i] for r in readings) / count for i in range(len(QUESTIONS))]
    targets = {name: (d + 0.5) / 10.0 for name, d in zip(QUESTIONS, digits, strict=True)}
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
