"""`moderato analyze`: a file or page in, JSON Lines out, no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.import_files import look
from analysis.cli.options import (
    AllowDownload,
    DetoxifyCheckpoint,
    Force,
    interruptible,
    note,
    progress_bar,
    protected_files,
    settings_with,
)
from analysis.cli.reading import (
    Dates,
    DryRun,
    Encoding,
    Format,
    Map,
    NoHeader,
    Strict,
    print_read_summary,
    read_options,
)
from analysis.domain.errors import BadInput


@interruptible("nothing was written to --out; run the same command again.")
def analyze(
    source: Annotated[
        Path,
        typer.Argument(metavar="INPUT", help="A page, an export or one line; - reads a pipe."),
    ],
    format: Format = "auto",
    map: Map = None,
    encoding: Encoding = None,
    dates: Dates = None,
    no_header: NoHeader = False,
    strict: Strict = False,
    dry_run: DryRun = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write here instead of to stdout.")
    ] = None,
    force: Force = False,
    detoxify_checkpoint: DetoxifyCheckpoint = None,
    allow_download: AllowDownload = False,
) -> None:
    """Label every comment of a file; one JSON object per comment, in reading order."""
    options = read_options(
        format=format,
        map=map,
        encoding=encoding,
        dates=dates,
        no_header=no_header,
        strict=strict,
        lone_line=True,
    )
    if dry_run:
        look(source, options)
        return
    from analysis.output_file import OutputFile
    from analysis.services.data.file_analysis import analyze_file, write_lines
    from analysis.services.site.pipelines import build_pipeline, default_profile

    settings = settings_with(
        detoxify_checkpoint=detoxify_checkpoint, allow_download=allow_download or None
    )
    output = None
    if out is not None:
        output = OutputFile(out, force, protected=protected_files(settings, source))
        output.check()
    pipeline = build_pipeline(settings, default_profile())
    analysis = analyze_file(source, pipeline=pipeline, options=options)
    with progress_bar("labelling") as progress:
        write_lines(analysis, output, progress=progress)
    print_read_summary(source, analysis.summary)
    for scorer in analysis.run.scorers:
        if not scorer.available:
            note(scorer.note or f"{scorer.name}: not installed here")
    if not analysis.summary.read:
        raise BadInput(f"{source.name}: no comment could be read")
