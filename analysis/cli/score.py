"""`moderato score`: label what is stored; goes on where it stopped."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.options import (
    AllowDownload,
    Db,
    DetoxifyCheckpoint,
    interruptible,
    note,
    progress_bar,
    settings_with,
)


@interruptible("what is labelled so far is kept; run the same command again and it goes on.")
def score(
    db: Db = None,
    again: Annotated[
        bool, typer.Option("--again", help="Label everything anew, as a further run.")
    ] = False,
    detoxify_checkpoint: DetoxifyCheckpoint = None,
    allow_download: AllowDownload = False,
) -> None:
    """Label the stored comments that this version has not labelled yet."""
    from analysis.cli.stores import existing_store
    from analysis.services.data.scoring import score as score_stored
    from analysis.services.site.site_pipeline import site_pipeline

    settings = settings_with(
        db=db,
        detoxify_checkpoint=detoxify_checkpoint,
        allow_download=allow_download or None,
    )
    store = existing_store(settings)
    pipeline = site_pipeline(store, settings)
    with progress_bar("labelling") as progress:
        report = score_stored(store, pipeline, again=again, progress=progress)
    typer.echo(f"{report.scored} comments labelled in {report.seconds:.1f} s")
    if report.failed:
        note(f"  {report.failed} have a label that failed; the dashboard shows them as such")
    if report.abstained:
        note(f"  {report.abstained} have a label that no scorer answered")
    if report.older:
        note(f"  {report.older} keep the answer of an earlier version; --again labels them anew")
    for scorer in pipeline.run_info().scorers:
        if not scorer.available:
            note(scorer.note or f"{scorer.name}: not installed here")
