"""Corpora about support that can be checked: verifiability, testimony, told experience."""

from collections.abc import Iterator
from pathlib import Path

from analysis.training.corpora.table import rows_of
from analysis.training.example import Example, text_key
from analysis.training.heads import SOFTMAX_GROUPS

SHORTEST_STORY_SPAN = 40  # characters; below, a span is a fragment without a claim


def read_verifiability(folder: Path) -> Iterator[Example]:
    """Sentences of rule-making comments: not verifiable, verifiable fact, own experience."""
    for name in ("train", "dev"):
        for position, row in enumerate(rows_of(folder / "verifiability" / f"{name}.csv")):
            answer = row["label"].replace("-", "_")
            targets = {
                f"verifiability.{c}": float(c == answer) for c in SOFTMAX_GROUPS["verifiability"]
            }
            key = text_key(row["sentence"])
            yield Example(
                "verifiability", f"{name}:{position}", key, row["sentence"], None, targets,
                forced_split="test" if name == "dev" else "train",
            )  # fmt: skip


def read_testimony(folder: Path) -> Iterator[Example]:
    """Whole comments with or without a testimony."""
    for position, row in enumerate(rows_of(folder / "testimony_regroom" / "regroom.csv")):
        targets = {"testimony": float(row["label"])}
        key = text_key(row["post_text"])
        yield Example("testimony", str(position), key, row["post_text"], None, targets)


def read_storyarg(folder: Path) -> Iterator[Example]:
    """Spans in which somebody tells an experience; all are positives."""
    for row in rows_of(folder / "storyarg" / "spans.csv"):
        text = row["words_max_span"]
        if len(text) >= SHORTEST_STORY_SPAN and row["Hypothetical"] != "True":
            yield Example(
                "storyarg", row["storyID"], row["file_name"], text, None,
                {"storyarg.experience": 1.0},
            )  # fmt: skip
