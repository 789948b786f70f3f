"""`moderato import`: files into the database, each comment once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import Db, interruptible, note, progress_bar, settings_with
from analysis.cli.reading import Encoding, Format, Map, column_mapping
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import ImportSummary


@interruptible("what was read is kept; run the same command again and it goes on.")
def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Pages or exports.")],
    db: Db = None,
    format: Format = "auto",
    map: Map = None,
    encoding: Encoding = None,
) -> None:
    """Store the comments of files; a comment that is there already is not stored again."""
    from analysis.cli.stores import writable_store
    from analysis.services.data.imports import import_file

    mapping = column_mapping(map)
    store = writable_store(settings_with(db=db))
    refused = 0
    for path in files:
        try:
            with progress_bar(f"reading {path.name}") as progress:
                report = import_file(
                    store, path, format=format, mapping=mapping, encoding=encoding,
                    progress=progress,
                )  # fmt: skip
            print_import_summary(report)
            if not report.read:
                raise BadInput(f"{path.name}: no comment could be read")
        except BadInput as error:
            if len(files) == 1:
                raise
            note(f"moderato: {error}")
            refused += 1
    if refused:
        raise BadInput(f"{refused} of {len(files)} files could not be read; the others are stored")


def print_import_summary(report: ImportSummary) -> None:
    """One import in a few lines: counts on stdout, what needs attention on stderr."""
    typer.echo(
        f"{Path(report.file).name}: {report.read} comments read ({report.format}), "
        f"{report.new} new, {report.unchanged} known, {report.revised} edited since"
        + (f", {report.erased} erased before" if report.erased else "")
    )
    for sentence in report.notes:
        note(f"  {sentence}")
    if report.quarantined:
        note(f"  {report.quarantined} could not be read:")
        for item in report.quarantine:
            note(f"    {item.position}: {item.reason}")
