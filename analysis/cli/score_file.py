"""`moderato score-file`: a table with a probability column per label and per facet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import (
    Force,
    interruptible,
    note,
    progress_bar,
    protected_files,
    settings_with,
)
from analysis.cli.scoring_rows import ArticleColumn, ModelName, ParentColumn, Table, TextColumn


@interruptible("finished parts are kept; run the same command again and it goes on.")
def score_file(
    data: Table,
    text: TextColumn,
    out: Annotated[Path, typer.Option(help="File to write; its ending chooses the format.")],
    parent: ParentColumn = None,
    article: ArticleColumn = None,
    model: ModelName = "combined",
    threads: Annotated[
        int | None, typer.Option(help="Threads for the model; 0 lets it choose.")
    ] = None,
    force: Force = False,
) -> None:
    """Add score columns to a table; other columns and the order of rows stay as they are.

    An empty cell means that there is no answer, and moderato.note says why. Probabilities of
    heads named after a corpus (ucc.hostile) are not calibrated; those of the labels are.
    """
    from analysis.evaluation.score_table import Columns, score_table
    from analysis.output_file import OutputFile
    from analysis.services.measurement.model_pipelines import model_pipeline, score_names
    from analysis.services.site.pipelines import default_profile

    settings = settings_with(threads=threads)
    output = OutputFile(out, force, protected=protected_files(settings, data))
    output.check()
    pipeline = model_pipeline(model, settings, default_profile())
    with progress_bar("scoring") as progress:
        done = score_table(
            data,
            output,
            columns=Columns(text, parent, article),
            pipeline=pipeline,
            names=score_names(pipeline.scorers),
            progress=progress,
        )
    typer.echo(f"{done.rows} rows in {out}")
    if done.earlier:
        note(f"  {done.earlier} of them were finished by an earlier run")
    if done.unanswered:
        note(f"  {done.unanswered} rows have a label without an answer; see the column of notes")
