"""Which examples a run learns from: splits without leaks, heads, each stage's passes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.training.corpora import CORPORA
from analysis.training.corpora.pool import OWN_EXPERIENCE
from analysis.training.example import Example, Split, split_of, unit_interval, without_leaks
from analysis.training.heads import HeadLayout, layout_for
from analysis.training.reading_view import as_read
from analysis.training.recipes import Stage

_FURTHER = 100  # numbers of passes over a part begin here


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
    """Each example as often as the stage passes over its corpus, with the pass's number.

    ``authored/M`` and ``readings_pool/later`` are further passes over a part: a batch of texts,
    the readings that tell of experience as well. Their numbers go on from the corpus's own.
    """
    by_source: dict[str, list[Example]] = {}
    for example in train:
        by_source.setdefault(example.source, []).append(example)
        if name := _part_of(example):
            by_source.setdefault(f"{example.source}/{name}", []).append(example)
    chosen: list[tuple[Example, int]] = []
    for source, passes in stage.passes.items():
        whole, part = divmod(passes, 1.0)
        first = _FURTHER if "/" in source else 0
        for example in by_source.get(source, ()):
            times = int(whole) + (
                unit_interval("part", str(seed), stage.name, source, example.key) < part
            )
            chosen.extend((example, first + number) for number in range(times))
    return chosen


def _part_of(example: Example) -> str:
    """The part of its corpus that a stage may pass over more often."""
    if example.source == "authored":
        return example.key[0]
    return "later" if example.source == "readings_pool" and later(example) else ""


def later(example: Example) -> bool:
    """Whether a text of the pool was also asked for own experience, as the later ones were."""
    return OWN_EXPERIENCE in example.targets
