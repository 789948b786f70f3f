"""Comments of public consultations, written for this project sentence by sentence.

``authored/sentences/V_01.jsonl`` and on: each comment with its topic, its labels and its sentences;
with every sentence three digits, as in :mod:`analysis.training.corpora.sentences`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.training.corpora.authored import AUTHORED, answers_of, split_by_file
from analysis.training.corpora.sentences import shares_of
from analysis.training.corpora.table import json_rows_of
from analysis.training.example import Example

FOLDER = AUTHORED / "sentences"


def read_consultation(folder: Path) -> Iterator[Example]:
    """Every comment with its labels, without passages, and every sentence of it by itself, with
    the kind of support it offers; ``folder`` is not read, since the texts are part of the project.
    """
    for path in sorted(FOLDER.glob("*.jsonl")):
        split = split_by_file(path.stem)
        for position, row in enumerate(json_rows_of(path), start=1):
            key = f"{path.stem}:{position}"
            targets: list[tuple[str, str, Mapping[str, float]]] = [
                (key, _whole(row), answers_of(row)),
                *(
                    (f"{key}:{nth}", sentence, shares_of([int(d) for d in digits]))
                    for nth, (sentence, digits) in enumerate(row["sentences"], start=1)
                ),
            ]
            for name, text, answers in targets:
                yield Example(
                    "consultation", name, path.stem, text, None, dict(answers), forced_split=split
                )


def _whole(row: Mapping[str, Any]) -> str:
    return " ".join(sentence for sentence, _ in row["sentences"])
