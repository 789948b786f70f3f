"""`moderato batches`: imports, what each brought, and taking one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from analysis.cli.options import BatchNumber, Db, settings_with

if TYPE_CHECKING:
    from analysis.domain.outcomes import BatchInfo

batches = typer.Typer(
    name="batches", help="Imports: list, show and undo them.", no_args_is_help=True
)


@batches.command("list")
def list_batches(db: Db = None) -> None:
    """The newest imports, one a line."""
    from analysis.cli.stores import existing_store
    from analysis.services.data.batches import batches as newest

    for summary in newest(existing_store(settings_with(db=db))):
        typer.echo(_line(summary))


@batches.command("show")
def show(number: BatchNumber, db: Db = None) -> None:
    """One import: how it was read, what it counted, what is left of it."""
    from analysis.cli.stores import existing_store
    from analysis.services.data.batches import batch

    summary = batch(existing_store(settings_with(db=db)), number)
    typer.echo(_line(summary))
    for name, value in summary.counts.items():
        typer.echo(f"  {name}: {value}")
    for use in summary.columns:
        typer.echo(f"  {use.column[:40]} -> {use.field or 'kept aside'}")
    for sentence in summary.notes:
        typer.echo(f"  {sentence}")
    typer.echo(f"  shown now: {summary.comments}, decided: {summary.decided}")


@batches.command("undo")
def undo(number: BatchNumber, db: Db = None) -> None:
    """Withdraw what an import brought; originals stay, and importing again brings it back."""
    from analysis.cli.stores import existing_store
    from analysis.services.data.batches import undo as take_back

    gone = take_back(existing_store(settings_with(db=db)), number)
    typer.echo(f"batch {number} undone: {gone} comments withdrawn")


def _line(summary: BatchInfo) -> str:
    return (
        f"{summary.number}  {summary.started_at:%Y-%m-%d %H:%M}  {summary.state}  "
        f"{summary.file} ({summary.format}), {summary.comments} comments, by {summary.person}"
    )
