"""Writes the measured figures into the model card: ``python -m analysis.training.card``.

The card's words are written by people; what stands between its marks comes from each model's
``figures.json``, so that no figure is copied by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.resources import models_dir
from analysis.scorers.embedded import MODEL_NAMES
from analysis.training.targets import targets_table

FIGURES, TARGETS, KINDS = "figures", "targets", "kinds"  # parts that are written here
CARD = Path(__file__).resolve().parent.parent / "docs" / "model-card.md"
_SKIPPED = ("int8_cost.", "combined.authored.kind.")  # the latter have a table of their own
_BY_KIND = "combined.authored.kind."


def figures_table(figures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Every figure with its interval, n and the baselines measured on the same rows."""
    lines = ["| figure | value [95 %] | n | yes | same rows: TF-IDF | length | word list |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for name, figure in figures.items():
        if name.startswith(_SKIPPED):
            continue
        base = figure.get("tfidf_auc", figure.get("tfidf"))
        length = figure.get("length_auc", figure.get("length"))
        lines.append(
            f"| {name} | {figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}] | "
            f"{figure['n']} | {figure.get('positives', '')} | {_cell(base)} | {_cell(length)} | "
            f"{_cell(figure.get('word_list_auc'))} |"
        )
    return lines


def int8_line(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """What int8 costs, over all heads that could be measured."""
    costs = {n: f for n, f in figures.items() if n.startswith("int8_cost.")}
    if not costs:
        return "The cost of int8 was not measured."
    values = sorted(float(f["value"]) for f in costs.values())
    shift = max(float(f["largest_shift"]) for f in costs.values())
    mean = sum(values) / len(values)
    return (
        f"int8 against fp32: AUC changes by {-values[-1]:+.4f} to {-values[0]:+.4f} over "
        f"{len(values)} heads (mean {-mean:+.4f}); the largest shift of a probability is "
        f"{shift:.3f}."
    )


def render(models: Path) -> str:
    """Every figure of every model."""
    lines: list[str] = []
    for name in MODEL_NAMES:
        path = models / name / "figures.json"
        if not path.is_file():
            lines += [f"### {name}", "", "Not made yet.", ""]
            continue
        figures = json.loads(path.read_text(encoding="utf-8"))
        lines += [f"### {name}", "", *figures_table(figures), "", int8_line(figures), ""]
    return "\n".join(lines).rstrip() + "\n"


def render_targets(models: Path) -> str:
    """What the default model should reach and what it reaches."""
    path = models / MODEL_NAMES[0] / "figures.json"
    figures = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return "\n".join(targets_table(figures)) + "\n"


def render_kinds(models: Path) -> str:
    """The share of our held-out texts of each kind that the default model's product flags."""
    path = models / MODEL_NAMES[0] / "figures.json"
    figures = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    lines: list[str] = []
    for meant in ("hostile", "harmless"):
        lines += [f"| {meant} | n | flagged [95 %] |", "|---|---|---|"]
        for name, figure in sorted(figures.items()):
            kind = name.removeprefix(_BY_KIND).removesuffix(f".{meant}_flagged")
            if name == f"{_BY_KIND}{kind}.{meant}_flagged":
                share = f"{figure['value']:.2f} [{figure['low']:.2f}, {figure['high']:.2f}]"
                lines.append(f"| {kind} | {figure['n']} | {share} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def with_part(card: str, name: str, part: str) -> str:
    """The card with ``part`` between the marks of that name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    head, _, rest = card.partition(begin)
    _, _, tail = rest.partition(end)
    return f"{head}{begin}\n{part}{end}{tail}"


def up_to_date(card: str, models: Path) -> str:
    """The card with its parts as the models' files say."""
    parts = {TARGETS: render_targets, KINDS: render_kinds, FIGURES: render}
    for name, rendered in parts.items():
        card = with_part(card, name, rendered(models))
    return card


def main() -> None:
    """Bring the card up to date."""
    CARD.write_text(up_to_date(CARD.read_text(encoding="utf-8"), models_dir()), encoding="utf-8")


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
