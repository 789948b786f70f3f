"""Newspaper comments annotated under our own codebook: the product's labels."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.labels import LABELS
from analysis.training.corpora.table import json_rows_of, rows_of
from analysis.training.example import Example, text_key
from analysis.training.heads import EVIDENCE_FACETS, GENERALIZATION_FACETS

EXTRA = Path(__file__).parent.parent / "annotations" / "newspaper_extra.jsonl"


def read_annotated(folder: Path) -> Iterator[Example]:
    """The four labels, the level of hostility, the facets and the carrying phrases."""
    for row in json_rows_of(folder / "annotated" / "newspaper.jsonl"):
        yield _example("annotated", row, row["text"])


def read_extra(folder: Path) -> Iterator[Example]:
    """Our own further annotations, which name their texts by hash; the corpora hold the texts.

    A row whose text the corpora at hand do not hold is left out.
    """
    wanted = {row["sha256"]: row for row in json_rows_of(EXTRA)}
    for file, column in (
        ("c3/c3_train.csv", "comment_text"),
        ("ucc/ucc_train_text_unlabelled.csv", "comment"),
    ):
        for text_row in rows_of(folder / file):
            row = wanted.pop(hashlib.sha256(text_row[column].encode()).hexdigest(), None)
            if row is not None:
                yield _example("annotated_extra", row, text_row[column])


def _example(source: str, row: Mapping[str, Any], text: str) -> Example:
    targets: dict[str, float] = {}
    for label in LABELS:
        value = row.get(label.column)
        if value is None:
            continue
        targets[label.key] = float(value if label.holds_from is None else label.holds_at(value))
        for level in label.levels:
            if level.head is not None:
                targets[level.head] = float(value >= (level.degree or 0))
    if row["evi"] is not None:
        targets |= {f"evidence.{f}": float(f in row["ef"]) for f in EVIDENCE_FACETS}
    if row["gen"] is not None:
        targets |= {f"generalization.{f}": float(f in row["gf"]) for f in GENERALIZATION_FACETS}
    phrases = row["ph"] or {}
    spans = {
        label.key: (
            ((phrases[label.column]["start"], phrases[label.column]["end"]),)
            if label.column in phrases
            else ()
        )
        for label in LABELS
        if label.column in phrases or targets.get(label.key) == 0.0
    }
    # An article's comments stay together; where no article is known, the text is the group.
    ref = str(row.get("ref") or "")
    group = ref.rsplit("_", 1)[0] if ref else text_key(text)
    return Example(source, row["sha256"][:16], group, text, None, targets, spans)
