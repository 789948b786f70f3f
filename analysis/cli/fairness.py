"""`moderato fairness`: what the name of a group does to a score."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import Force, interruptible, protected_files, settings_with
from analysis.cli.scoring_rows import ModelName


@interruptible("nothing was written.")
def fairness(
    model: ModelName = "combined",
    label: Annotated[
        list[str] | None,
        typer.Option(help="Labels or heads; default: those whose flag asks for a look."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="A table with your own comments to swap the terms in.")
    ] = None,
    text: Annotated[str, typer.Option(metavar="COLUMN", help="Its column with the text.")] = "text",
    term: Annotated[
        str | None, typer.Option(help="The group's name in your comments, to be swapped.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Markdown file to write.")] = None,
    force: Force = False,
) -> None:
    """Swap identity terms in sentences of ours, or in your own comments, and compare the scores."""
    from analysis.domain.errors import BadInput
    from analysis.evaluation.fairness import TERMS, templates_of
    from analysis.evaluation.fairness import fairness as measure
    from analysis.evaluation.row_scores import score_texts
    from analysis.evaluation.summary import fairness_lines
    from analysis.evaluation.table_files import check_columns, column_names, read_rows, text_of
    from analysis.labels import LABELS
    from analysis.output_file import OutputFile
    from analysis.services.measurement.model_pipelines import check_scores, model_pipeline
    from analysis.services.site.pipelines import default_profile

    profile = default_profile()
    settings = settings_with()
    output = None
    if out is not None:
        protected = protected_files(settings, data)
        output = OutputFile(out, force, private=False, protected=protected)
        output.check()
    pipeline = model_pipeline(model, settings, profile)
    labels = label or [item.key for item in LABELS if item.concern]
    check_scores(labels, pipeline.scorers)
    harmless: Sequence[str] | None = None
    if data is not None:
        if term is None or not term.strip():
            raise BadInput("--data needs --term: the group's name that is to be swapped")
        rows = list(read_rows(data))
        if rows:
            check_columns(data, column_names(data), [text])
        harmless = templates_of([text_of(row, text) for row in rows], term.strip())
        if not harmless:
            raise BadInput(f"{data.name}: no comment names {term!r}")
    lines: list[str] = []
    for name in labels:

        def score(texts: Sequence[str], name: str = name) -> list[float | None]:
            answers = [row.get(name) for row in score_texts(pipeline, texts)]
            return [None if answer is None else float(answer) for answer in answers]

        thresholds = profile.thresholds
        bar = thresholds[name].flag_at if name in thresholds else 0.5
        comparison = (
            measure(score, label=name, threshold=bar)
            if harmless is None
            else measure(
                score, label=name, threshold=bar, terms=(str(term).strip(), *TERMS),
                harmless=harmless, attacking=(),
            )
        )  # fmt: skip
        lines += fairness_lines(comparison, own=harmless is not None)
    page = "\n".join(lines) + "\n"
    if output is None:
        typer.echo(page)
        return
    with output.replacing() as file:
        file.write(page.encode("utf-8"))
    typer.echo(f"written to {out}")
