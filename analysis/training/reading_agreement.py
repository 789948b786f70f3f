"""How well the graded readings agree with the answers that their corpora give.

python -m analysis.training.reading_report --corpora FOLDER
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import typer

from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import accuracy, auc
from analysis.training.corpora.annotated import read_annotated
from analysis.training.corpora.newspaper import read_ucc
from analysis.training.corpora.pairs import read_debagreement
from analysis.training.corpora.readings import (
    NEWSPAPER,
    PAIR_CLASSES,
    PAIRS,
    QUESTIONS,
    Reading,
    hash_of,
    read_file,
)


def question_rows(folder: Path, readings: list[Reading]) -> dict[str, list[tuple[float, float]]]:
    """For each question: pairs of the corpus's yes or no and the blind reader's digit."""
    blind = {r.key: r for r in readings if r.via == "blind"}
    rows: dict[str, list[tuple[float, float]]] = {question: [] for question in QUESTIONS}
    for example in (*read_ucc(folder), *read_annotated(folder)):
        reading = blind.get(hash_of(example.text))
        if reading is None:
            continue
        for position, question in enumerate(QUESTIONS):
            if question in example.targets:
                answer = float(example.targets[question] > 0.5)
                rows[question].append((answer, float(reading.digits[position])))
    return rows


def pair_rows(folder: Path, readings: list[Reading]) -> list[tuple[float, float, bool]]:
    """The raters' class, the blind reader's, and whether all raters agreed; Reddit debates."""
    blind = {r.key: r for r in readings if r.via == "blind"}
    rows = []
    for example in read_debagreement(folder):
        reading = blind.get(hash_of(example.parent or "", example.text))
        if reading is not None:
            shares = [example.targets[c] for c in PAIR_CLASSES]
            rows.append((float(np.argmax(shares)), float(np.argmax(reading.digits)),
                         max(shares) > 0.99))  # fmt: skip
    return rows


def report(corpora: Path) -> None:
    """Print the table of the README."""
    typer.echo("| question | n (yes) | AUC of the digit [95 %] |\n|---|---|---|")
    for question, rows in question_rows(corpora, read_file(NEWSPAPER)).items():
        truth, digits = [t for t, _ in rows], [d for _, d in rows]
        estimate = bootstrap(auc, truth, digits)
        typer.echo(
            f"| {question} | {len(rows)} ({int(sum(truth))}) | "
            f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}] |"
        )
    pairs = pair_rows(corpora, read_file(PAIRS))
    for name, subset in (("all", pairs), ("raters agreed", [p for p in pairs if p[2]])):
        estimate = bootstrap(accuracy, [t for t, _, _ in subset], [d for _, d, _ in subset])
        typer.echo(
            f"pairs, three classes, {name}: accuracy {estimate.value:.3f} "
            f"[{estimate.low:.3f}, {estimate.high:.3f}], n {estimate.n}"
        )


def main(corpora: Path = Path("../shared/corpora")) -> None:
    """Agreement of the graded readings with their corpora, as Markdown."""
    report(corpora)


if __name__ == "__main__":
    typer.run(main)
