"""`moderato export`: everything known about each comment, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import Db, Force, interruptible, note, progress_bar, settings_with
from analysis.domain.errors import BadInput, nearest

FORMATS = ("jsonl", "csv", "parquet")


@interruptible("nothing was written; run the same command again.")
def export(
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    format: Annotated[str, typer.Option("--format", help=", ".join(FORMATS))] = "jsonl",
    force: Force = False,
    db: Db = None,
) -> None:
    """Write comments, labels and decisions to a file; a line has the shape of `analyze`."""
    if format not in FORMATS:
        raise BadInput(f"--format {format!r} is no export format; {nearest(format, FORMATS)}")
    from analysis.cli.stores import existing_store
    from analysis.services.data.exports import export as export_stored

    store = existing_store(settings_with(db=db))
    with progress_bar("exporting") as progress:
        report = export_stored(store, out, format=format, progress=progress, overwrite=force)
    typer.echo(f"{report.written} comments written to {report.file}")
    if report.unscored:
        note(f"  {report.unscored} of them have no labels yet; moderato score adds them")
