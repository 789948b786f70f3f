"""`moderato quarantine`: what imports could not read, and trying it again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import (
    BatchNumber,
    Db,
    Force,
    Page,
    interruptible,
    note,
    settings_with,
)

quarantine = typer.Typer(
    name="quarantine",
    help="What imports could not read: list it, try it again, write it to a file.",
    no_args_is_help=True,
)
OfFile = Annotated[str | None, typer.Option("--file", help="Only what this file could not give.")]
SHOWN = 50


@quarantine.command("list")
def list_records(db: Db = None, file: OfFile = None, page: Page = 1) -> None:
    """Places that could not be read and why, newest first."""
    from analysis.cli.stores import existing_store
    from analysis.services.data.imports import quarantined

    store = existing_store(settings_with(db=db))
    records, total = quarantined(store, page=page, page_size=SHOWN, file=file)
    for record in records:
        typer.echo(f"{record.file}, {record.position}: {record.reason}")
    note(f"{len(records)} of {total}")


@quarantine.command("retry")
@interruptible("what was read is kept; run the same command again and it goes on.")
def retry(
    number: BatchNumber,
    db: Db = None,
    file: Annotated[
        Path | None, typer.Option("--from", help="The mended file, if it lies elsewhere now.")
    ] = None,
) -> None:
    """Read a batch's file again, as it was read; what can be read now leaves the quarantine."""
    from analysis.cli.import_files import print_import_summary
    from analysis.cli.stores import existing_store
    from analysis.services.data.retrying import retry as read_again

    print_import_summary(read_again(existing_store(settings_with(db=db)), number, path=file))


@quarantine.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", help="The CSV file to write.")],
    db: Db = None,
    file: OfFile = None,
    force: Force = False,
) -> None:
    """Write file, position and reason of everything in quarantine as CSV."""
    from analysis.cli.stores import existing_store
    from analysis.services.data.retrying import export_quarantine

    store = existing_store(settings_with(db=db))
    written = export_quarantine(store, out, file=file, overwrite=force)
    typer.echo(f"{written} records written to {out.name}")
