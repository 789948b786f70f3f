"""Texts that nobody read for this project: a teacher answers them, and its pupil learns from that.

Only sources that the open recipe may use, English, and no thread whose comments the pool holds
out. What was read is left to its readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from analysis.training.corpora.abuse import LINE_BREAK
from analysis.training.corpora.pool import DEV, TEST, read_pool_file
from analysis.training.corpora.readings import PERMISSIVE, hash_of, read_file
from analysis.training.corpora.table import rows_of
from analysis.training.example import Example, split_of, text_key, unit_interval

# The share of a source that is taken: much of some would teach more of their kind than is read.
SHARES: Mapping[str, float] = {
    "reddit_fallacies": 1.0, "cmv_adhominem": 1.0, "civil_toxicbias": 1.0, "d3code_civil": 1.0,
    "ukp_convarg": 1.0, "argotario": 1.0, "polis": 1.0, "genil": 0.2, "isarcasm": 0.33,
    "davidson_tweets": 0.18,
}  # fmt: skip
SHORTEST, LONGEST = 20, 2_500  # characters
_PARENT = 2_000


def read_unread(folder: Path) -> Iterator[Example]:
    """Texts without answers, each once, with the parent where one is known."""
    seen = {r.key for r in read_pool_file()} | {r.key for r in read_file(PERMISSIVE)}
    for source, text, parent, group in _texts(folder):
        key = hash_of(text)
        thread = Example("readings_pool", "", group, "")
        if (
            key in seen
            or not SHORTEST < len(text) < LONGEST
            or split_of(thread, dev=DEV, test=TEST) != "train"
            or unit_interval("unread", key) >= SHARES.get(source, 1.0)
        ):
            continue
        seen.add(key)
        text = text.replace(LINE_BREAK, "\n")
        yield Example("unread", f"{source}:{key}", group, text, parent[:_PARENT] or None)


def _texts(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    for source in SHARES:
        for row in rows_of(folder / "permissive" / f"{source}.csv"):
            if row["lang"] == "en" and '"is_post": 1' not in row["labels"]:
                yield source, row["text"], row["parent_text"], row["source"] + row["split_key"]
    for row in rows_of(folder / "context_toxicity" / "gc.csv"):
        yield "context_toxicity", row["text"], row["parent"], text_key(row["text"])
