"""`moderato perspective`: what an old installation's scores and traffic become here."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import Db, note, progress_bar, settings_with
from analysis.domain.errors import BadInput

perspective = typer.Typer(
    name="perspective",
    help="Moving from the Perspective API: compare recorded scores, check a server.",
    no_args_is_help=True,
)


@perspective.command("compare")
def compare(
    scores: Annotated[
        Path | None, typer.Option("--scores", help="JSON lines: a text and the old scores each.")
    ] = None,
    db: Db = None,
    threshold: Annotated[
        list[float] | None,
        typer.Option("--threshold", min=0.0, max=1.0, help="An old threshold to map; several may."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Put recorded scores beside ours on the same comments: what does a threshold become?

    The scores are those of a file, or those that imports brought into the database.
    """
    from analysis.cli.stores import existing_store
    from analysis.services.measurement.recorded_scores import compare_recorded, read_recorded
    from analysis.services.measurement.stored_scores import stored_scores
    from analysis.services.site.pipelines import build_pipeline, default_profile

    if scores is not None and db is not None:
        raise BadInput("--scores reads a file, --db what imports brought: name one of them.")
    settings = settings_with(db=db)
    recorded = read_recorded(scores) if scores else stored_scores(existing_store(settings))
    pipeline = build_pipeline(settings, default_profile())
    with progress_bar("comparing") as progress:
        mappings, left = compare_recorded(
            recorded, pipeline, model=settings.model, thresholds=threshold, progress=progress
        )
    if as_json:
        content = {"attributes": [dataclasses.asdict(m) for m in mappings], "left_out": left}
        typer.echo(json.dumps(content, indent=2))
        return
    for mapping in mappings:
        order = mapping.correlation or "unknown, as all scores of one side are the same"
        typer.echo(
            f"{mapping.attribute}: {mapping.n} comments, {mapping.judged} judged by a person; "
            f"rank correlation {order}"
        )
        for row in mapping.thresholds:
            line = f"  {row.old:.2f} (share {row.share:.3f}) -> same share at {row.same_share}"
            if row.precision is not None:
                ours = "none" if row.same_precision is None else f"{row.same_precision:.3f}"
                line += f"; precision {row.precision:.3f} -> as precise from {ours}"
            typer.echo(line)
        reached = {row.old for row in mapping.thresholds}
        for bar in [bar for bar in threshold or () if bar not in reached]:
            note(f"  {bar:.2f}: all of these comments are on one side of it; it becomes nothing")
    for name, why in left.items():
        note(f"{name}: {why}")


@perspective.command("check")
def check(
    url: Annotated[str, typer.Argument(metavar="URL", help="A server, as http://host:8000.")],
    key: Annotated[str, typer.Option("--key", help="A key of it, where it needs one.")] = "",
    attribute: Annotated[
        list[str] | None,
        typer.Option("--attribute", help="An attribute that the site asks for; several may."),
    ] = None,
) -> None:
    """Ask a server what a site's clients would, and say what of it works."""
    from analysis.services.measurement.service_check import check_service

    checks = check_service(url, key=key, attributes=attribute or ())
    for each in checks:
        typer.echo(f"{'ok  ' if each.ok else 'FAIL'}  {each.name}  {each.detail}".rstrip())
    if not all(each.ok for each in checks):
        raise typer.Exit(1)
