"""`moderato erase`: remove texts for good, on a lawful request or by a retention rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Db, interruptible, note, settings_with
from analysis.domain.review_command import LARGEST_NUMBER

if TYPE_CHECKING:
    from analysis.domain.erasure import Erased

MOST_SHOWN = 40
"""Traces that are listed; more are counted."""

LONGEST_KEPT = 36_500
"""Days of the longest retention: a hundred years, which calendars can count back."""


@interruptible("what was erased stays so; run the same command again.")
def erase(
    reason: Annotated[str, typer.Option("--reason", help="Who asked for it and why; is kept.")],
    comment_id: Annotated[
        int | None,
        typer.Argument(metavar="ID", min=1, max=LARGEST_NUMBER, help="The database's number."),
    ] = None,
    author: Annotated[
        str | None,
        typer.Option("--author", help="All comments under exactly this name, or its pseudonym."),
    ] = None,
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than",
            metavar="DAYS",
            min=1,
            max=LONGEST_KEPT,
            help="All read more than DAYS ago.",
        ),
    ] = None,
    person: Annotated[str, typer.Option("--person", help="Who erases it.")] = "local",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    db: Db = None,
) -> None:
    """Remove texts for good; salted hashes and this act stay. Says what it reached and what not."""
    from analysis.cli.stores import existing_store
    from analysis.domain.errors import BadInput
    from analysis.services.data import erasure

    if sum(choice is not None for choice in (comment_id, author, older_than)) != 1:
        raise BadInput("Name one of: a comment's number, --author NAME, --older-than DAYS.")
    store = existing_store(settings_with(db=db))
    if comment_id is not None:
        for trace in erasure.traces(store, comment_id)[:MOST_SHOWN]:
            note(f"  comment {trace.comment_id}: {trace.kind}")
        _ask(f"Remove the text of comment {comment_id} for good?", yes=yes)
        erased = [erasure.erase_comment(store, comment_id, person=person, reason=reason)]
    elif author is not None:
        _ask("Remove the texts of all comments under this name for good?", yes=yes)
        erased = erasure.erase_author(store, author, person=person, reason=reason)
    else:
        _ask(f"Remove the texts of all comments read over {older_than} days ago?", yes=yes)
        count = erasure.erase_older(store, older_than or 0, person=person, reason=reason)
        typer.echo(f"{count} comments erased")
        if left := erasure.outstanding(store):
            typer.echo(
                f"  {len(left)} erasures not finished: words may lie in {left[0].where}; "
                "moderato db check goes on"
            )
        return
    for erasure_done in erased:
        _tell(erasure_done)


def _ask(question: str, *, yes: bool) -> None:
    if not yes:
        typer.confirm(question, abort=True, err=True)


def _tell(erased: Erased) -> None:
    typer.echo(
        f"comment {erased.comment_id} erased: {erased.texts} texts with records, findings, "
        "readers' reports and the author's name"
    )
    for owed in erased.outstanding:
        typer.echo(f"  not finished: words may lie in {owed.where}; moderato db check goes on")
    for trace in erased.traces[:MOST_SHOWN]:
        typer.echo(f"  yours to decide: comment {trace.comment_id}, {trace.kind}")
    if len(erased.traces) > MOST_SHOWN:
        typer.echo(f"  and {len(erased.traces) - MOST_SHOWN} more, in the audit")
    for export in erased.exports:
        typer.echo(
            f"  an export holds it: {export.file} ({export.format}), written "
            f"{export.written_at:%Y-%m-%d %H:%M} UTC by {export.person}"
        )
