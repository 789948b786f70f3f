"""What disguising words costs: ``python -m analysis.services.measurement.disguise_costs TABLE``.

The table has a column ``text``, a column ``hostile`` (1 or 0) and, where somebody marked them, a
column ``words`` with the ranges to disguise as ``[[8, 13], [20, 25]]``; elsewhere two words of
three letters or more are taken by chance.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.domain.errors import BadInput
from analysis.domain.span import Span
from analysis.evaluation.evasion import DISGUISES, disguise, joined
from analysis.evaluation.proportions import Rate, rate
from analysis.evaluation.row_scores import Analyzes, score_texts
from analysis.evaluation.table_files import check_columns, column_names, read_rows, text_of

AS_WRITTEN, HASHTAG = "as written", "hashtag"
KINDS = (AS_WRITTEN, *DISGUISES, HASHTAG)

_WORD = re.compile(r"[^\W\d_]{3,}")
_TAKEN = 2
_SEED = 11


def costs(
    rows: Sequence[Mapping[str, Any]], pipeline: Analyzes, *, label: str, flag_at: float
) -> dict[str, tuple[Rate, Rate]]:
    """By disguise: how many hostile and how many other comments reach the threshold."""
    hostile = [truth(row) for row in rows]
    by_kind: dict[str, tuple[Rate, Rate]] = {}
    for kind in KINDS:
        scores = score_texts(pipeline, [disguised(row, kind) for row in rows])
        flagged = [float(score[label] or 0.0) >= flag_at for score in scores]
        pairs = list(zip(flagged, hostile, strict=True))
        shares = {side: [flag for flag, truly in pairs if truly is side] for side in (True, False)}
        by_kind[kind] = (
            rate(sum(shares[True]), len(shares[True])),
            rate(sum(shares[False]), len(shares[False])),
        )
    return by_kind


def disguised(row: Mapping[str, Any], kind: str) -> str:
    """The text of a row, its words disguised in one of ``KINDS``; the same ones each time."""
    text = text_of(row, "text")
    words = _words(row, text)
    if kind == AS_WRITTEN:
        return text
    return joined(text, words) if kind == HASHTAG else disguise(text, words, kind, seed=_SEED)


def truth(row: Mapping[str, Any]) -> bool:
    """Whether a row's comment is hostile."""
    return text_of(row, "hostile").strip().lower() in ("1", "1.0", "true", "yes")


def _words(row: Mapping[str, Any], text: str) -> list[Span]:
    marked = text_of(row, "words").strip()
    if not marked:
        words = [Span(*word.span()) for word in _WORD.finditer(text)]
        chance = random.Random(f"{_SEED} {text}")  # noqa: S311 - a measure, no secret
        return sorted(chance.sample(words, min(_TAKEN, len(words))), key=lambda span: span.start)
    try:
        return sorted((Span(*pair) for pair in json.loads(marked)), key=lambda span: span.start)
    except (ValueError, TypeError) as error:
        raise BadInput("words: expected ranges such as [[8, 13], [20, 25]]") from error


def main(
    table: Annotated[Path, typer.Argument(help="CSV, TSV, JSON Lines or Parquet.")],
    model: Annotated[str, typer.Option(help="combined, research, open or rules.")] = "combined",
    label: Annotated[str, typer.Option(help="The label to flag.")] = "possible_hostility",
) -> None:
    """Print the share that the shipped profile flags, with 95 % interval, by disguise."""
    from analysis.services.measurement.model_pipelines import model_pipeline
    from analysis.services.site.pipelines import default_profile
    from analysis.settings import load_settings

    rows = list(read_rows(table))
    if not rows:
        raise BadInput(f"{table.name}: the table has no rows")
    check_columns(table, column_names(table), ("text", "hostile"))
    profile = default_profile()
    flag_at = profile.thresholds[label].flag_at
    pipeline = model_pipeline(model, load_settings(), profile)
    typer.echo("| disguise | hostile | others |\n|---|---|---|")
    for kind, (hostile, others) in costs(rows, pipeline, label=label, flag_at=flag_at).items():
        typer.echo(f"| {kind} | {_shown(hostile)} | {_shown(others)} |")


def _shown(share: Rate) -> str:
    if share.value is None or share.low is None or share.high is None:
        return "–"
    return f"{share.value:.2f} [{share.low:.2f}, {share.high:.2f}], n {share.n}"


if __name__ == "__main__":
    typer.run(main)
