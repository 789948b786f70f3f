"""`moderato batch`: many files in, labelled parts out, here or on a cluster."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.options import interruptible, note, progress_bar, settings_with


@interruptible("finished parts are kept; run the same command again and it goes on.")
def batch(
    input: Annotated[
        str,
        typer.Option(
            metavar="PATTERN",
            help="A folder, or files such as 'in/*.parquet' or 's3://bucket/in/*.parquet'.",
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            metavar="FOLDER",
            help="Folder or s3://bucket/folder for the results; new, or of this run.",
        ),
    ],
    text: Annotated[str, typer.Option(metavar="COLUMN", help="The comment's text.")] = "text",
    id: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The comment's id, written along.")
    ] = None,
    parent: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The text that it answers.")
    ] = None,
    article: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The article's text.")
    ] = None,
    thread: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Read rows as whole threads, sorted by this."),
    ] = None,
    parent_id: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="With --thread: the id that it answers.")
    ] = None,
    runner: Annotated[str, typer.Option(help="local, dask, or ray.")] = "local",
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Of Dask or Ray; without it, workers start here."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Workers to start here, with dask or ray.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(help="Threads for the model in each worker; 0 lets it choose.")
    ] = None,
) -> None:
    """Label the rows of many files; stopped or killed, the same command goes on.

    Results are Parquet files in OUTPUT/results, one per part of the input, each row once; rows
    that could not be labelled stand in OUTPUT/quarantine with the reason.
    """
    from analysis.batch.batch_run import BatchOptions, run_batch
    from analysis.batch.input_parts import RowColumns
    from analysis.batch.places import place_of
    from analysis.batch.runners import Where

    settings = settings_with(threads=threads)
    columns = RowColumns(text, id, parent, article, thread, parent_id)
    options = BatchOptions(input, place_of(output), columns, Where(runner, cluster, workers))
    with progress_bar("labelling") as progress:
        done = run_batch(settings, options, progress=progress)
    typer.echo(f"{done.rows - done.rejected} rows in {output}, run {done.run}")
    if done.earlier:
        note(f"  {done.earlier} of them were finished by an earlier start")
    if done.rejected:
        note(f"  {done.rejected} rows are in {output}/quarantine, with the reason")
