"""Reads the gold set and prepares its comments in their threads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.finding import Finding
from analysis.ingest import read
from analysis.resources import seeds_dir
from analysis.scorers.rules import RuleScorer
from analysis.text.prepare import Preparer
from analysis.text.prepared import PreparedComment


@dataclass(frozen=True)
class GoldItem:
    entry: Mapping[str, Any]
    prepared: PreparedComment
    findings: Mapping[str, Finding]


def gold_entries() -> list[dict[str, Any]]:
    lines = (seeds_dir() / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@lru_cache(maxsize=1)
def demo_comments() -> dict[tuple[str, str], PreparedComment]:
    preparer = Preparer("not loaded: tokens only")
    return {
        (path.name, prepared.comment.text): prepared
        for path in sorted((seeds_dir() / "demo").iterdir())
        for discussion in read(path)
        for prepared in preparer.prepare(discussion)
    }


@lru_cache(maxsize=1)
def gold_items() -> tuple[GoldItem, ...]:
    preparer, scorer = Preparer("not loaded: tokens only"), RuleScorer()
    items = []
    for entry in gold_entries():
        if "thread" in entry:
            prepared = demo_comments()[entry["thread"], entry["text"]]
        else:
            alone = Comment("c", "a", 1, entry["text"])
            prepared = preparer.prepare(Discussion(Article("a"), (alone,)))[0]
        found = {finding.label: finding for finding in scorer.score([prepared])[0]}
        items.append(GoldItem(entry, prepared, found))
    return tuple(items)
