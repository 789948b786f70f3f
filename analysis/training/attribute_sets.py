"""On which held-out comments each attribute is measured, and what of them says yes.

A set is one corpus's answer to the attribute's own question. Rows that the model learned from are
none. Of the rest, the dev rows (or half of a corpus that it never learned from, by article or
thread) are there to choose a source on, and the others to report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analysis.training.corpora import CORPORA
from analysis.training.corpora.authored import kind_of
from analysis.training.example import Example, split_of, unit_interval, without_leaks
from analysis.training.heads import LEVELS
from analysis.training.measure_kinds import SITES
from analysis.training.reading_view import as_read
from analysis.training.recipes import RECIPES

Part = Literal["choose", "report"]
Rows = list[tuple[Example, float]]
Truth = Callable[[Example], float | None]

MOST = 200
"""Rows of either answer in one set; more cost time and narrow little."""
_EVEN = 0.5
_MILDLY = 0.33  # between 1, not toxic, and 4, very toxic: 2 and above
_QUIET = 0.2  # of ten readers' yes to "sharp": at most one or two
_TWO_RATERS = 0.4  # of five; nobody at all is the other answer
_OWN_SPLITS = ("readings_pool", "authored", "annotated")


@dataclass(frozen=True, slots=True)
class Set:
    """Comments of one or more corpora with the truth of each; ``None`` leaves one out."""

    data: str
    sources: tuple[str, ...]
    truth: Truth


def held_out(corpora: Path, model: str) -> dict[Part, list[Example]]:
    """The rows that this model neither learned from nor shares a text with."""
    learned = frozenset(RECIPES[model].sources)
    parts: dict[Part, list[Example]] = {"choose": [], "report": []}
    for key in sorted(
        {source for sets in SETS.values() for sample in sets for source in sample.sources}
    ):
        for original in CORPORA[key].read(corpora):
            part = _part(original, learned)
            if part is not None and original.text.strip():
                parts[part].append(as_read(original))
    distinct = without_leaks({"test": parts["report"], "dev": parts["choose"]})
    return {"choose": distinct["dev"], "report": distinct["test"]}


def rows_of(sample: Set, examples: Iterable[Example]) -> Rows:
    """Up to ``MOST`` comments of either answer, drawn by hash: an AUC does not depend on how many
    there are of each."""
    rows = [
        (example, truth)
        for example in examples
        if example.source in sample.sources and (truth := sample.truth(example)) is not None
    ]
    rows.sort(key=lambda row: unit_interval("attributes", row[0].source, row[0].key))
    yes = [row for row in rows if row[1] == 1.0]
    no = [row for row in rows if row[1] == 0.0]
    return yes[:MOST] + no[:MOST]


def _part(example: Example, learned: frozenset[str]) -> Part | None:
    corpus = CORPORA[example.source]
    if example.source in learned:
        split = split_of(example, dev=corpus.dev, test=corpus.test)
        if split == "train":
            return None
        if example.source in _OWN_SPLITS:
            return "choose" if split == "dev" else "report"
    half = unit_interval("attributes", example.source, example.group)
    return "choose" if half < _EVEN else "report"


def _above(target: str, bar: float = _EVEN) -> Truth:
    return lambda e: float(e.targets[target] > bar) if target in e.targets else None


def _voted(target: str) -> Truth:
    """Two of five raters or more against none; one rater alone says neither."""

    def truth(example: Example) -> float | None:
        share = example.targets[target]
        return 1.0 if share >= _TWO_RATERS else 0.0 if share == 0.0 else None

    return truth


def _typed(kind: str) -> Truth:
    """Comments whose toxic words were typed by several raters, and quiet ones of the same sites."""

    def truth(example: Example) -> float | None:
        if example.source == "toxic_spans":
            share = example.targets.get(f"hostility.{kind}")
            return None if share is None else float(share >= _EVEN)
        of_news = example.key.split(":")[0] in SITES["news"]
        return 0.0 if of_news and example.targets[LEVELS[1]] <= _QUIET else None

    return truth


def _of_kind(*beginnings: str) -> Truth:
    return lambda e: float(kind_of(e).startswith(beginnings))


_POOL = "comments of news sites, Reddit and debates, read under our codebook"
_PAPER = "comments of a newspaper, read under our codebook"
_CODEBOOK = ("readings_pool",), ("annotated",)
_C3, _UCC, _IAC, _CAD = ("c3",), ("ucc",), ("iac",), ("cad",)
_NEWS = ("toxic_spans", "readings_pool")


def _read(target: str) -> tuple[Set, ...]:
    pool, paper = _CODEBOOK
    return Set(_POOL, pool, _above(target)), Set(_PAPER, paper, _above(target))


_GENERALIZATION = (
    *_read("generalization"),
    Set(
        "comments of a newspaper, rated by a crowd as generalising", _UCC,
        _above("ucc.generalisation"),
    ),
)  # fmt: skip
_PERSONAL_ATTACK = Set(
    "comments of a newspaper, a personal attack in at least two of five raters' eyes", _C3,
    _voted("c3.personal_attack"),
)  # fmt: skip
_ANTAGONIZE = Set(
    "comments of a newspaper, rated as meant to insult, antagonize, provoke or troll", _UCC,
    _above("ucc.antagonize"),
)  # fmt: skip

SETS: Mapping[str, tuple[Set, ...]] = {
    "TOXICITY": (
        Set(
            "comments of a newspaper, rated at least mildly toxic on average", _C3,
            _above("c3.toxicity", _MILDLY),
        ),
        Set(
            "comments of a newspaper, rated as out of place in a healthy discussion", _UCC,
            _above("ucc.unhealthy"),
        ),
        Set("replies in debate forums, rated nasty", _IAC, _above("iac.nasty")),
        *_read(LEVELS[1]),
    ),
    "SEVERE_TOXICITY": (
        Set(_POOL, ("readings_pool",), _above(LEVELS[2])),
        Set("texts written for this project", ("authored",), _above(LEVELS[2])),
    ),
    "INSULT": (
        Set(
            "comments of news sites: insults marked by raters, against other toxic and quiet "
            "comments", _NEWS, _typed("insult"),
        ),
        _PERSONAL_ATTACK,
        _ANTAGONIZE,
    ),
    "PROFANITY": (
        Set(
            "comments of news sites: profanity marked by raters, against other toxic and quiet "
            "comments", _NEWS, _typed("profanity"),
        ),
        Set("texts written for this project: swearing", ("authored",), _of_kind("swear")),
    ),
    "IDENTITY_ATTACK": (
        Set("comments on Reddit, abuse directed at an identity", _CAD, _above("cad.identity")),
        Set(
            "comments of news sites: identity attacks marked by raters, against other toxic and "
            "quiet comments", _NEWS, _typed("identity_attack"),
        ),
        Set("posts on Reddit and Gab, sexist", ("edos",), _above("edos.sexist")),
    ),
    "THREAT": (
        Set(
            "texts written for this project: threats, near misses among the others",
            ("authored",), _of_kind("threat"),
        ),
    ),
    "ATTACK_ON_COMMENTER": (
        Set("replies in debate forums, rated as attacking", _IAC, _above("iac.attack")),
        _PERSONAL_ATTACK,
        Set("comments on Reddit, abuse directed at a person", _CAD, _above("cad.person")),
    ),
    "INFLAMMATORY": (
        Set(
            "comments of a newspaper, inflammatory in at least two of five raters' eyes", _C3,
            _voted("c3.inflammatory"),
        ),
        _ANTAGONIZE,
    ),
    "PERSONAL_STORY_EXPERIMENTAL": (
        Set(
            "comments in discussions of rule-making, with a testimony", ("testimony",),
            _above("testimony"),
        ),
        Set(_PAPER, ("annotated",), _above("evidence.personal_experience")),
    ),
    "REASONING_EXPERIMENTAL": (
        Set(
            "comments of a newspaper, specific points in most raters' eyes", _C3,
            _above("c3.specific_points"),
        ),
        Set(_PAPER, ("annotated",), _above("evidence.reasoning")),
    ),
    "CONSTRUCTIVE_EXPERIMENTAL": (
        Set("comments of a newspaper, rated constructive", _C3, _above("c3.constructive")),
    ),
    "GENERALIZATION_EXPERIMENTAL": _GENERALIZATION,
    "DISAGREEMENT": _read("disagreement"),
    "POSSIBLE_HOSTILITY": _read("possible_hostility"),
    "GENERALIZATION": _GENERALIZATION,
    "CONSTRUCTIVE_EVIDENCE": _read("constructive_evidence"),
}  # fmt: skip
"""By attribute; all sets of one count alike."""
