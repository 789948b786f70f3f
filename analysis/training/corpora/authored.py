"""Texts written for this project, by kind, with near misses beside what they are near to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.training.corpora.table import json_rows_of
from analysis.training.example import Example, Split, text_key
from analysis.training.heads import LEVELS

AUTHORED = Path(__file__).parent.parent / "authored"
PHRASES = {
    "dis": "disagreement",
    "hos": "possible_hostility",
    "gen": "generalization",
    "evi": "constructive_evidence",
}
_NAME = re.compile(r"([A-Z])_(\d+)$")
_YES, _NO = 0.97, 0.03
_HOSTILE = 2


def split_by_file(name: str) -> Split:
    """Whole files are held out, so a contrast pair stays together: 5, 10, … and 3, 13, …."""
    number = int(_file_name(name)[1])
    if number % 5 == 0:
        return "test"
    return "dev" if number % 10 == 3 else "train"


def read_authored(folder: Path) -> Iterator[Example]:
    """The four labels, the levels of hostility and the carrying phrases; ``folder`` is not read,
    since the texts are part of the project."""
    for path in sorted(AUTHORED.glob("*.jsonl")):
        split = split_by_file(path.stem)
        for position, row in enumerate(json_rows_of(path), start=1):
            yield _example(row, f"{path.stem}:{position}:{row['kind']}", path.stem, split)


def kind_of(example: Example) -> str:
    """The kind that a text of ours was written for."""
    return example.key.split(":", 2)[2]


def _file_name(name: str) -> tuple[str, str]:
    match = _NAME.match(name)
    if match is None:
        raise ValueError(f"{name!r} is not named like a batch's file, A_01")
    return match[1], match[2]


def answers_of(row: Mapping[str, Any]) -> dict[str, float]:
    """What a written row answers: the labels and the levels of hostility, nearly 1 or nearly 0.

    A label that is ``null`` is left open.
    """
    level = int(row["hos"])
    hostile, sharp, severe = LEVELS
    others = [short for short in ("dis", "gen", "evi") if row[short] is not None]
    answers = {PHRASES[short]: bool(row[short]) for short in others}
    answers |= {hostile: level >= _HOSTILE, sharp: level >= 1, severe: level > _HOSTILE}
    return {name: _YES if answer else _NO for name, answer in answers.items()}


def _example(row: Mapping[str, Any], key: str, group: str, split: Split) -> Example:
    answers = answers_of(row)
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    for short, label in PHRASES.items():
        if label not in answers:
            continue
        phrase = row["ph"].get(short) if answers[label] > _NO else None
        if phrase:
            start = row["text"].index(phrase)
            spans[label] = ((start, start + len(phrase)),)
        elif answers[label] <= _NO:
            spans[label] = ()
    return Example(
        "authored", key, group or text_key(row["text"]), row["text"], row["parent"] or None,
        answers, spans, forced_split=split,
    )  # fmt: skip
