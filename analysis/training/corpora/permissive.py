"""Corpora whose makers state a licence that allows commercial use, with labels of their own.

A corpus that was gathered for hate teaches more than its labels: that a group's name is enough.
So each has a head with its own name, but for one that was written in contrasting sentences.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.training.corpora.table import rows_of
from analysis.training.example import Example

FOLDER = "permissive"
_SURE, _HARDLY = 0.95, 0.05  # raters of these corpora err; a few of their answers are wrong
_SEVERE_TYPES = ("threateninglanguage", "dehumanizinglanguage")
_LONGEST = 1_500  # characters; the encoder reads 128 tokens in training
_REMOVED = 2


def read_hatemoji(folder: Path) -> Iterator[Example]:
    """Sentences with emoji in contrasting versions: hateful is at least hostile, threats and
    dehumanising severe; the other versions are neither."""
    for row, labels in _english(folder, "hatemoji"):
        hateful = labels["hate"] == "1"
        targets = {"possible_hostility": _SURE if hateful else _HARDLY}
        if not hateful:
            targets["hostility.severe"] = 0.01
        elif labels["type"] in _SEVERE_TYPES:
            targets["hostility.severe"] = _SURE
        yield _example("hatemoji", row, targets)


def read_genil(folder: Path) -> Iterator[Example]:
    """Web sentences that name a nation and an attribute: most generalize nothing."""
    for row, labels in _english(folder, "genil"):
        generalizes = labels["generalizing"] == "1"
        targets = {"genil.generalizing": float(generalizes)}
        if labels["promoting"] != "":
            targets["genil.promoting"] = float(labels["promoting"].startswith("1"))
        if not generalizes:
            targets["generalization"] = _HARDLY
        yield _example("genil", row, targets)


def read_sbic(folder: Path) -> Iterator[Example]:
    """Posts with a stereotype about a group or none."""
    for row, labels in _english(folder, "sbic_dev"):
        if labels.get("group") is not None:
            yield _example("sbic", row, {"sbic.group": float(labels["group"])})


def read_paradetox(folder: Path) -> Iterator[Example]:
    """Rude sentences, each with a rewrite that keeps what it says."""
    for row, labels in _english(folder, "paradetox"):
        yield _example("paradetox", row, {"paradetox.rude": float(labels["toxic"])})


def read_cmv(folder: Path) -> Iterator[Example]:
    """Debate comments that moderators removed as hostile, and those that they left."""
    for row, labels in _english(folder, "cmv_adhominem"):
        if not labels["is_post"] and len(row["text"]) <= _LONGEST:
            removed = float(labels["violated_rule"] == _REMOVED)
            yield _example("cmv", row, {"cmv.removed": removed})


def _english(folder: Path, name: str) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    for row in rows_of(folder / FOLDER / f"{name}.csv"):
        if row["lang"] == "en":
            yield row, json.loads(row["labels"])


def _example(source: str, row: dict[str, str], targets: dict[str, float]) -> Example:
    return Example(
        source, row["id"], row["split_key"], row["text"], row["parent_text"] or None, targets
    )
