"""Single sentences of the pool's comments: what kind of support each one offers.

``readings_sentences.csv`` names a comment and a sentence of it by their hashes; no text. Three
digits: how ten fair readers would divide over what no evidence could settle (``unverifiable``), a
claim that evidence could settle (``non_experiential``) and one of own experience
(``experiential``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.training.corpora.abuse import LINE_BREAK
from analysis.training.corpora.pool import DEV, TEST, WHOLE
from analysis.training.corpora.readings import ANNOTATIONS, hash_of
from analysis.training.corpora.table import rows_of
from analysis.training.example import Example, split_of
from analysis.training.heads import SOFTMAX_GROUPS

SENTENCES = ANNOTATIONS / "readings_sentences.csv"
GROUP = "verifiability"
_END = re.compile(r"(?<=[.!?])\s+|\n+")
_FILES = ("grading_pool_en", *WHOLE)


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One reading: hashes of comment and sentence, the reader, digits in the classes' order."""

    comment: str
    sentence: str
    source: str
    reader: int
    digits: tuple[int, ...]


def read_sentences_file(path: Path = SENTENCES) -> list[SentenceReading]:
    """Every reading of a sentence."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            SentenceReading(
                row["comment"], row["sentence"], row["source"], int(row["reader"]),
                tuple(int(d) for d in row["digits"]),
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


def read_sentences(folder: Path) -> Iterator[Example]:
    """Each sentence that was read, held out where the pool holds its thread out."""
    by_comment: dict[str, dict[str, SentenceReading]] = {}
    for reading in read_sentences_file():
        by_comment.setdefault(reading.comment, {})[reading.sentence] = reading
    for name in _FILES:
        for row in rows_of(folder / "permissive" / f"{name}.csv"):
            if row["lang"] != "en":
                continue
            wanted = by_comment.pop(hash_of(row["text"]), None)
            if wanted is not None:
                yield from _sentences(row, wanted)


def cut(text: str) -> list[str]:
    """A comment's sentences as they were shown to the readers."""
    return [part.strip() for part in _END.split(text.replace(LINE_BREAK, "\n"))]


def shares_of(digits: Sequence[int]) -> dict[str, float]:
    """The shares of the classes, which add up to 1, from the digits in the classes' order."""
    total = sum(digits)
    return {f"{GROUP}.{c}": d / total for c, d in zip(SOFTMAX_GROUPS[GROUP], digits, strict=True)}


def _sentences(row: dict[str, str], wanted: dict[str, SentenceReading]) -> Iterator[Example]:
    group = row["source"] + row["split_key"]
    thread = Example("readings_pool", "", group, "")
    split = split_of(thread, dev=DEV, test=TEST)
    for sentence in cut(row["text"]):
        reading = wanted.pop(hash_of(sentence), None)
        if reading is None:
            continue
        yield Example(
            "readings_sentences", f"{reading.comment}:{reading.sentence}", group, sentence, None,
            shares_of(reading.digits), forced_split=split,
        )  # fmt: skip
