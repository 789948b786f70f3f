"""`moderato db check|backup|restore|copy`: is all as it was written, and a copy that works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Db, interruptible, note, progress_bar, settings_with

if TYPE_CHECKING:
    from analysis.domain.integrity import Checkpoint, DatabaseCheck

database = typer.Typer(
    name="db", help="Check the database, copy it in use, put a copy back.", no_args_is_help=True
)

CheckpointFile = Annotated[
    Path | None,
    typer.Option("--checkpoint", help="A checkpoint that the chain must still hold."),
]
KeyFile = Annotated[
    Path | None, typer.Option("--key", help="A file with the key of its signature.")
]
Person = Annotated[str, typer.Option("--person", help="Who does it; is noted.")]


@database.command("check")
@interruptible("nothing was changed; run the same command again.")
def check(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make the queue and its counts anew if faulty.")
    ] = False,
    checkpoint: CheckpointFile = None,
    key: KeyFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    person: Person = "local",
    db: Db = None,
) -> None:
    """Check everything against what was written; exit code 1 and the rows when it is not so."""
    from analysis.cli.stores import existing_store
    from analysis.services.admin.integrity import check as check_store

    expected = checkpoint_from(checkpoint, key)
    store = existing_store(settings_with(db=db))
    report = check_store(store, person=person, rebuild=rebuild, checkpoint=expected)
    _show(report, as_json=as_json)
    if not report.sound:
        raise typer.Exit(1)


@database.command("backup")
@interruptible("no file was left; run the same command again.")
def backup(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="The new file.")],
    person: Person = "local",
    db: Db = None,
) -> None:
    """Copy the database while it is in use; the copy is restored on trial before it counts."""
    from analysis.cli.stores import existing_store
    from analysis.services.admin.backups import backup as back_up

    store = existing_store(settings_with(db=db))
    with progress_bar("copying") as progress:
        copied = back_up(store, out, person=person, progress=progress)
    typer.echo(f"{copied.file}: {copied.texts} texts, each as its SHA-256 says, restored on trial")
    typer.echo(f"checkpoint {copied.position}:{copied.sha256}")


@database.command("restore")
@interruptible("the database is as it was; run the same command again.")
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    force: Annotated[
        bool, typer.Option("--force", help="Rename what is there and put the backup in place.")
    ] = False,
    checkpoint: CheckpointFile = None,
    key: KeyFile = None,
    person: Person = "local",
    db: Db = None,
) -> None:
    """Put a backup in place, after looking at it; stop every program that uses the database."""
    from analysis.services.admin.backups import restore as put_back

    expected = checkpoint_from(checkpoint, key)
    url = settings_with(db=db).database_url
    copied = put_back(source, url, force=force, person=person, checkpoint=expected)
    if copied.aside is not None:
        note(f"  what was there is now {copied.aside}")
    typer.echo(f"{copied.file}: {copied.texts} texts, each as its SHA-256 says")
    note("  erasures made after that backup have to be made again")
    note("  accounts, passwords and keys are as they were then; everybody signs in anew")


@database.command("copy")
@interruptible("nothing was kept in the target; run the same command again.")
def copy(
    source: Annotated[str, typer.Argument(metavar="SQLITE", help="The file, or its URL.")],
    target: Annotated[str, typer.Argument(metavar="POSTGRESQL", help="An empty database's URL.")],
    person: Person = "local",
) -> None:
    """Copy a SQLite database into an empty PostgreSQL one; kept only if every table is equal.

    Stop every program that writes to the file first: what is written meanwhile stays behind.
    """
    from analysis.cli.options import database_url
    from analysis.services.admin.database_copy import copy_database

    with progress_bar("copying") as progress:
        copied = copy_database(database_url(source), target, person=person, progress=progress)
    for name, (rows, sha256) in copied.tables.items():
        if rows:
            typer.echo(f"{name:24}{rows:12}  {sha256[:16]}")
    typer.echo(f"{copied.rows} rows, each table the same on both sides")


def checkpoint_from(file: Path | None, key: Path | None) -> Checkpoint | None:
    """The checkpoint that two options name; its signature is checked where a key is given."""
    from analysis.domain.errors import BadInput
    from analysis.services.admin.checkpoints import read, read_key

    if file is None:
        if key is not None:
            raise BadInput("--key needs --checkpoint, whose signature it checks.")
        return None
    expected = read(file, None if key is None else read_key(key))
    if key is None and expected.signature:
        note(f"  {file} is signed; without --key its signature was not checked")
    return expected


def _show(report: DatabaseCheck, *, as_json: bool) -> None:
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "sound": report.sound,
                    "faults": [[f.check, f.row, f.what] for f in report.faults],
                    "looked_at": dict(report.looked_at),
                    "erasures_outstanding": [
                        [erasure.comment_id, erasure.since.isoformat(), erasure.where]
                        for erasure in report.outstanding
                    ],
                    "chain": {"position": report.chain_position, "sha256": report.chain_sha256},
                    "rebuilt": report.rebuilt,
                    "left_out": list(report.left_out),
                },
                indent=2,
            )
        )
        return
    for fault in report.faults:
        typer.echo(f"{fault.check:14} {fault.row:34} {fault.what}")
    for erasure in report.outstanding:
        typer.echo(f"{'erasure':14} comment {erasure.comment_id:<26} not finished: {erasure.where}")
    looked = ", ".join(f"{rows} {name}" for name, rows in sorted(report.looked_at.items()))
    typer.echo(f"looked at: {looked}")
    for sentence in report.left_out:
        note(f"  left out: {sentence}")
    if report.rebuilt:
        typer.echo("the queue and its counts were made anew")
    typer.echo(f"{len(report.faults)} faults" if report.faults else "everything is as written")
    typer.echo(f"checkpoint {report.chain_position}:{report.chain_sha256}")
