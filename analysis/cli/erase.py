"""`moderato erase`: remove one comment's text for good, on a lawful request."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.options import Db, settings_with


def erase(
    comment_id: Annotated[int, typer.Argument(metavar="ID", help="The database's number.")],
    reason: Annotated[str, typer.Option("--reason", help="Who asked for it and why; is kept.")],
    person: Annotated[str, typer.Option("--person", help="Who erases it.")] = "local",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    db: Db = None,
) -> None:
    """Remove a comment's text for good; its hash and this act stay."""
    from analysis.cli.stores import existing_store
    from analysis.services.data.erasure import erase_comment

    store = existing_store(settings_with(db=db))
    if not yes:
        typer.confirm(f"Remove the text of comment {comment_id} for good?", abort=True, err=True)
    erase_comment(store, comment_id, person=person, reason=reason)
    typer.echo(f"comment {comment_id} erased")
