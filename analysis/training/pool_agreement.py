"""How far two readers of the pool agree, by subgroup, and whether identity terms mislead them.

``python -m analysis.training.pool_agreement --corpora FOLDER`` prints the tables of the README
beside the readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import typer

from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.proportions import rate
from analysis.training.corpora.pool import (
    QUESTIONS,
    PoolReading,
    PoolText,
    pool_texts,
    read_pool_file,
)
from analysis.training.corpora.table import rows_of
from analysis.training.measure_kinds import SITES

YES_FROM = 5  # a digit: at least half of ten readers would say yes
_HOSTILE = QUESTIONS.index("possible_hostility")
IDENTITY = re.compile(
    r"\b(?:wom[ae]n|girls?|females?|christians?|catholics?|muslims?|islamic|jews?|jewish|hindus?|"
    r"atheists?|immigrants?|refugees?|migrants?|blacks?|whites?|asians?|indigenous|natives?|gays?|"
    r"lesbians?|homosexuals?|trans(?:gender)?|disabled|mexicans?|arabs?|chinese|indians?|"
    r"africans?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TwiceRead:
    """A text that two readers read, each without the other's digits."""

    source: str
    text: PoolText
    first: tuple[int, ...]
    second: tuple[int, ...]


def twice_read(readings: Sequence[PoolReading], texts: dict[str, PoolText]) -> list[TwiceRead]:
    """The texts with two readers, the lower number first. Careful readings are left out: their
    comments were chosen because quick readers had differed or seemed to err."""
    by_key: dict[str, list[PoolReading]] = {}
    for reading in readings:
        if reading.careful:
            continue
        by_key.setdefault(reading.key, []).append(reading)
    pairs = []
    for key, rows in sorted(by_key.items()):
        if len(rows) > 1 and key in texts:
            first, second = sorted(rows, key=lambda r: r.reader)[:2]
            pairs.append(TwiceRead(first.source, texts[key], first.digits, second.digits))
    return pairs


def kappa(a: object, b: object) -> float:
    """Cohen's kappa of two columns of 0 and 1 (Cohen 1960); 0 where chance explains all."""
    x, y = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    agreed = float((x == y).mean())
    expected = float(x.mean() * y.mean() + (1 - x.mean()) * (1 - y.mean()))
    return 0.0 if expected == 1.0 else (agreed - expected) / (1.0 - expected)


def agreement_lines(rows: Sequence[TwiceRead]) -> list[str]:
    """A Markdown table: kappa of yes and no for each question and subgroup, with n and yes."""
    groups: dict[str, Callable[[TwiceRead], bool]] = {
        "all": lambda row: True,
        "with a parent": lambda row: row.text.parent is not None,
        "without": lambda row: row.text.parent is None,
        "names a group": lambda row: bool(IDENTITY.search(row.text.text)),
        "names none": lambda row: not IDENTITY.search(row.text.text),
        **{site: lambda row, s=names: row.source in s for site, names in SITES.items()},  # type: ignore[misc]
    }
    lines = [f"| | n | {' | '.join(QUESTIONS)} |", f"|---|---|{'---|' * len(QUESTIONS)}"]
    for name, belongs in groups.items():
        here = [row for row in rows if belongs(row)]
        cells = [_cell(here, position) for position in range(len(QUESTIONS))]
        lines.append(f"| {name} | {len(here)} | {' | '.join(cells)} |")
    return lines


def _cell(rows: Sequence[TwiceRead], position: int) -> str:
    a = [float(row.first[position] >= YES_FROM) for row in rows]
    b = [float(row.second[position] >= YES_FROM) for row in rows]
    if len(rows) < 20 or min(sum(a), sum(b)) < 5:
        return "too few"
    estimate = bootstrap(kappa, a, b)
    return f"{estimate.value:.2f} [{estimate.low:.2f}, {estimate.high:.2f}]"


def audit_lines(readings: Sequence[PoolReading], folder: Path) -> list[str]:
    """Of texts that their corpus calls harmless, how many were read as hostile, with and without
    the name of a group: a reader misled by names would call more of the first hostile. Careful
    readings take no part, since their comments were chosen."""
    harmless = {
        row["id"]: row["text"]
        for row in rows_of(folder / "cad" / "train.csv")
        if row["labels"].split(",")[0] == "Neutral"
    }
    texts = pool_texts(folder, {r.key for r in readings if r.source == "cad"})
    neutral = {text.replace("[linebreak]", "\n") for text in harmless.values()}
    lines = ["| called neutral by its corpus (CAD) | n | read as hostile [95 %] |", "|---|---|---|"]
    rows = [(texts[r.key].text, r) for r in readings if r.key in texts and not r.careful]
    for name, named in (("names a group", True), ("names none", False)):
        here = [r for t, r in rows if t in neutral and bool(IDENTITY.search(t)) is named]
        if here:
            estimate = rate(sum(r.digits[_HOSTILE] >= YES_FROM for r in here), len(here))
            lines.append(
                f"| {name} | {len(here)} | {estimate.value:.2f} "
                f"[{estimate.low:.2f}, {estimate.high:.2f}] |"
            )
    return lines


def careful_lines(readings: Sequence[PoolReading]) -> list[str]:
    """A Markdown table: how often a careful reader's yes or no is that of the quick readers' mean,
    by why the comments were chosen, with a 95 % interval."""
    quick: dict[str, list[tuple[int, ...]]] = {}
    for reading in readings:
        if not reading.careful:
            quick.setdefault(reading.key, []).append(reading.digits)
    by_choice: dict[str, list[tuple[tuple[int, ...], list[tuple[int, ...]]]]] = {}
    for reading in readings:
        if reading.careful and reading.key in quick:
            by_choice.setdefault(reading.via, []).append((reading.digits, quick[reading.key]))
    lines = [f"| | n | {' | '.join(QUESTIONS)} |", f"|---|---|{'---|' * len(QUESTIONS)}"]
    for choice, rows in sorted(by_choice.items()):
        cells = []
        for position in range(len(QUESTIONS)):
            same = sum(
                (digits[position] >= YES_FROM)
                is (sum(d[position] for d in others) >= YES_FROM * len(others))
                for digits, others in rows
            )
            share = rate(same, len(rows))
            cells.append(f"{share.value:.2f} [{share.low:.2f}, {share.high:.2f}]")
        lines.append(f"| {choice} | {len(rows)} | {' | '.join(cells)} |")
    return lines


def main(corpora: Path = Path("../shared/corpora")) -> None:
    """Agreement of the pool's readers, as Markdown."""
    readings = read_pool_file()
    texts = pool_texts(corpora, {r.key for r in readings})
    for line in (
        *agreement_lines(twice_read(readings, texts)),
        "",
        *audit_lines(readings, corpora),
        "",
        *careful_lines(readings),
    ):
        typer.echo(line)


if __name__ == "__main__":
    typer.run(main)
