"""Which examples a run learns from: splits without leaks, heads, each stage's passes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.training.corpora import CORPORA
from analysis.training.example import Example, Split, split_of, unit_interval, without_leaks
from analysis.training.heads import HeadLayout, layout_for
from analysis.training.reading_view import as_read
from analysis.training.recipes import Stage


def read_splits(sources: Sequence[str], *, corpora: Path) -> dict[Split, list[Example]]:
    """Every example of the sources as the product would read it, split by group, without leaks
    between the sources."""
    raw: dict[Split, list[Example]] = {"train": [], "dev": [], "test": []}
    for key in sources:
        corpus = CORPORA[key]
        for original in corpus.read(corpora):
            example = as_read(original)
            if example.text.strip():
                raw[split_of(example, dev=corpus.dev, test=corpus.test)].append(example)
    return without_leaks(raw)


def network_layout(train: Sequence[Example]) -> HeadLayout:
    """The heads that the training examples can teach."""
    return layout_for({t for e in train for t in e.targets}, {c for e in train for c in e.spans})


def stage_examples(
    stage: Stage, train: Sequence[Example], *, seed: int
) -> list[tuple[Example, int]]:
    """Each example as often as the stage passes over its corpus, with the pass's number."""
    by_source: dict[str, list[Example]] = {}
    for example in train:
        by_source.setdefault(example.source, []).append(example)
    chosen: list[tuple[Example, int]] = []
    for source, passes in stage.passes.items():
        whole, part = divmod(passes, 1.0)
        for example in by_source.get(source, ()):
            times = int(whole) + (
                unit_interval("part", str(seed), stage.name, source, example.key) < part
            )
            chosen.extend((example, number) for number in range(times))
    return chosen
