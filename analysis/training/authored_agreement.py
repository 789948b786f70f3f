"""How far a second reader, who saw no labels, agrees with the writers of our own texts.

``python -m analysis.training.authored_agreement`` prints the tables of the README beside the texts.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from analysis.evaluation.intervals import bootstrap
from analysis.training.corpora.authored import AUTHORED
from analysis.training.corpora.readings import hash_of
from analysis.training.corpora.table import json_rows_of
from analysis.training.pool_agreement import kappa

SECOND_READING = AUTHORED / "second_reading.csv"
READ = ("ABCDEFGHIJKL", "QRSTU")
"""The batches of which some held-out texts were read a second time, reader by reader."""


@dataclass(frozen=True, slots=True)
class Labels:
    """One judgement of a text: ``level`` of hostility 0 to 3, the other labels yes or no."""

    level: int
    generalization: bool
    disagreement: bool
    evidence: bool


QUESTIONS: dict[str, Callable[[Labels], bool]] = {
    "hostility, level 1 or above": lambda labels: labels.level >= 1,
    "level 2 or above (the label)": lambda labels: labels.level >= 2,
    "level 3": lambda labels: labels.level >= 3,
    "generalization": lambda labels: labels.generalization,
    "disagreement": lambda labels: labels.disagreement,
    "constructive evidence": lambda labels: labels.evidence,
}


def read_second_reading(path: Path = SECOND_READING) -> dict[str, Labels]:
    """What the second reader said, by the text's hash."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: _labels(row) for row in csv.DictReader(file)}


def both_readings(batches: str, folder: Path = AUTHORED) -> list[tuple[Labels, Labels]]:
    """The writer's and the second reader's labels of every text of these batches that both
    judged; ``batches`` holds the letters."""
    second = read_second_reading()
    return [(written, second[key]) for key, written in _written(batches, folder) if key in second]


def agreement_lines(pairs: list[tuple[Labels, Labels]]) -> list[str]:
    """A Markdown table: how many said yes, and Cohen's kappa with a 95 % bootstrap interval."""
    lines = [
        f"| n {len(pairs)} | the writer's yes | the reader's yes | kappa [95 %] |",
        "|---|---|---|---|",
    ]
    for name, question in QUESTIONS.items():
        first = [float(question(written)) for written, _ in pairs]
        second = [float(question(read)) for _, read in pairs]
        estimate = bootstrap(kappa, first, second)
        lines.append(
            f"| {name} | {sum(first):.0f} | {sum(second):.0f} | {estimate.value:.2f} "
            f"[{estimate.low:.2f}, {estimate.high:.2f}] |"
        )
    return lines


def _written(batches: str, folder: Path) -> Iterator[tuple[str, Labels]]:
    for path in sorted(folder.glob(f"[{batches}]_*.jsonl")):
        for row in json_rows_of(path):
            labels = Labels(row["hos"], bool(row["gen"]), bool(row["dis"]), bool(row["evi"]))
            yield hash_of(row["text"]), labels


def _labels(row: dict[str, str]) -> Labels:
    return Labels(
        int(row["level"]),
        row["generalization"] == "1",
        row["disagreement"] == "1",
        row["evidence"] == "1",
    )


def main() -> None:
    """Agreement of writers and second reader, as Markdown."""
    for batches in READ:
        for line in agreement_lines(both_readings(batches)):
            typer.echo(line)


if __name__ == "__main__":
    typer.run(main)
