"""A page of held-out texts by kind, with what the product says of them today.

``python -m analysis.training.examples_page`` writes ``docs/model-examples.md``: the first held-out
texts of every kind, not chosen by how well they come out.
"""

from __future__ import annotations

import json
from pathlib import Path

from analysis.combination import load_combination
from analysis.resources import seeds_dir
from analysis.scorers.embedded import MODEL_NAMES
from analysis.training.corpora.authored import kind_of, read_authored
from analysis.training.example import Example
from analysis.training.first_thresholds import verdict
from analysis.training.product_answers import answers_of, every_answer

PAGE = Path(__file__).resolve().parent.parent / "docs" / "model-examples.md"
_HOSTILITY, _SEVERE = "possible_hostility", "hostility.severe"
_BATCHES = ("A", "B")  # the third batch has a kind for nearly every text
_EACH = 2  # texts of a kind
_LONGEST = 160  # characters; longer texts make no table
_EVEN = 0.5


def chosen() -> list[Example]:
    """The first short held-out texts of every kind, in the order of the files."""
    by_kind: dict[str, list[Example]] = {}
    for example in read_authored(Path()):
        rows = by_kind.setdefault(kind_of(example), [])
        fits = len(example.text) <= _LONGEST and not example.parent
        if example.forced_split == "test" and example.key[0] in _BATCHES and fits:
            rows.append(example)
    return [example for rows in by_kind.values() for example in rows[:_EACH]]


def page(examples: list[Example]) -> str:
    """The page: kind, text, what a person would say, probability and recommendation."""
    combination = load_combination(seeds_dir() / "combination.json")
    answers = answers_of(examples, MODEL_NAMES[:1])
    chances = every_answer(combination, answers, _HOSTILITY, MODEL_NAMES[0])
    profile = json.loads((seeds_dir() / "profiles" / "default.json").read_text(encoding="utf-8"))
    at = profile["thresholds"][_HOSTILITY]
    lines = [
        "# Held-out texts by kind, and what Moderato says of them",
        "",
        "Written for this project and kept out of training; the first two short ones of a kind, "
        "not chosen by how they come out. **Some are vile.** Hostility by rules and the default "
        "model under the default thresholds; made by `python -m analysis.training.examples_page`.",
        "",
        "| kind | text | as written | probability | Moderato says | |",
        "|---|---|---|---|---|---|",
    ]
    for example, value in zip(examples, chances, strict=True):
        hostile = example.targets[_HOSTILITY] > _EVEN
        meant = "severe" if example.targets[_SEVERE] > _EVEN else "hostile" if hostile else "no"
        recommended = "unsupported" if value is None else verdict(value, at)
        wrong = recommended == "flag" if not hostile else recommended != "flag"
        shown = "" if value is None else f"{value:.2f}"
        text = example.text.replace("|", "\\|").replace("\n", " ")
        lines.append(
            f"| {kind_of(example)} | {text} | {meant} | {shown} | {recommended} | "
            f"{'**wrong**' if wrong else ''} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(chosen()), encoding="utf-8")


if __name__ == "__main__":
    main()
