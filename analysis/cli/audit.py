"""`moderato audit verify|checkpoint`: the hash chain, and where it stood, outside the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.db import CheckpointFile, KeyFile, Person, checkpoint_from
from analysis.cli.options import Db, interruptible, note, settings_with

audit = typer.Typer(
    name="audit",
    help="Verify that nothing was changed, taken out or slipped in.",
    no_args_is_help=True,
)


@audit.command("verify")
@interruptible("nothing was changed; run the same command again.")
def verify(
    checkpoint: CheckpointFile = None,
    key: KeyFile = None,
    line: Annotated[
        str | None,
        typer.Option("--line", help="A checkpoint as it was printed, instead of a file."),
    ] = None,
    person: Person = "local",
    db: Db = None,
) -> None:
    """Verify the hash chain; exit code 1 and the rows where it does not hold."""
    from analysis.cli.stores import existing_store
    from analysis.domain.errors import BadInput
    from analysis.services.admin.checkpoints import from_line
    from analysis.services.admin.integrity import verify_audit

    if line is not None and not (checkpoint is None and key is None):
        raise BadInput(
            "--line is a checkpoint of its own; name it, or --checkpoint with its --key."
        )
    expected = checkpoint_from(checkpoint, key) if line is None else from_line(line)
    store = existing_store(settings_with(db=db))
    report = verify_audit(store, person=person, checkpoint=expected)
    for fault in report.faults:
        typer.echo(f"{fault.check:14} {fault.row:34} {fault.what}")
    if report.not_noted:
        note(f"  {report.not_noted}")
    verdict = f"{len(report.faults)} faults" if report.faults else "the chain holds"
    typer.echo(f"{report.position} links: {verdict}")
    typer.echo(f"checkpoint {report.position}:{report.sha256}")
    if report.faults:
        raise typer.Exit(1)


@audit.command("checkpoint")
def checkpoint(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="The new file.")],
    key: Annotated[
        Path | None, typer.Option("--key", help="A file with the key to sign it with.")
    ] = None,
    person: Person = "local",
    db: Db = None,
) -> None:
    """Write down where the chain stands; keep the file where the database's owner can't write."""
    from analysis.cli.stores import existing_store
    from analysis.services.admin.checkpoints import line_of, read_key, take, write

    secret = None if key is None else read_key(key)
    store = existing_store(settings_with(db=db))
    taken = take(store, person=person, key=secret)
    write(taken, out)
    typer.echo(f"checkpoint {line_of(taken)}" + (" (signed)" if secret else " (not signed)"))
