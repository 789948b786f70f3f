"""Writes the measured figures into the model card: ``python -m analysis.training.card``.

The card's words are written by people; what stands between its two marks comes from each model's
``figures.json``, so that no figure is copied by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.resources import models_dir
from analysis.scorers.embedded import MODEL_NAMES

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
CARD = Path(__file__).resolve().parent.parent / "docs" / "model-card.md"
_SKIPPED = ("int8_cost.",)


def figures_table(figures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Every figure with its interval, n and the baselines measured on the same rows."""
    lines = ["| figure | value [95 %] | n | yes | same rows: TF-IDF | same rows: length |"]
    lines += ["|---|---|---|---|---|---|"]
    for name, figure in figures.items():
        if name.startswith(_SKIPPED):
            continue
        base = figure.get("tfidf_auc", figure.get("tfidf"))
        length = figure.get("length_auc", figure.get("length"))
        lines.append(
            f"| {name} | {figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}] | "
            f"{figure['n']} | {figure.get('positives', '')} | {_cell(base)} | {_cell(length)} |"
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
    """The part between the marks."""
    lines: list[str] = []
    for name in MODEL_NAMES:
        path = models / name / "figures.json"
        if not path.is_file():
            lines += [f"### {name}", "", "Not made yet.", ""]
            continue
        figures = json.loads(path.read_text(encoding="utf-8"))
        lines += [f"### {name}", "", *figures_table(figures), "", int8_line(figures), ""]
    return "\n".join(lines).rstrip() + "\n"


def with_figures(card: str, part: str) -> str:
    """The card with ``part`` between its marks."""
    head, _, rest = card.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{part}{END}{tail}"


def main() -> None:
    """Bring the card up to date."""
    card = CARD.read_text(encoding="utf-8")
    CARD.write_text(with_figures(card, render(models_dir())), encoding="utf-8")


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
