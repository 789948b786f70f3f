"""`moderato keys`: which programs may use the API, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Db, note, settings_with

if TYPE_CHECKING:
    from analysis.storage.database import Store

keys = typer.Typer(
    name="keys",
    help="Keys of programs that use the API: make, list, revoke.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The key's name.")]


@keys.command("add")
def add(
    name: Name,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope",
            help="analyze, suggest, comments, read, decide or annotate; several are allowed. "
            "Without any: analyze and suggest.",
        ),
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", help="The account that it acts for.")
    ] = None,
    per_minute: Annotated[
        int | None, typer.Option("--per-minute", help="Requests a minute; unbounded without it.")
    ] = None,
    db: Db = None,
) -> None:
    """Make a key; its secret is printed once and never kept."""
    from analysis.domain.api_key import Scope
    from analysis.domain.errors import BadInput, nearest
    from analysis.services.access.api_keys import create_key

    known = [each.value for each in Scope]
    wanted = scope or [Scope.ANALYZE.value, Scope.SUGGEST.value]
    for word in wanted:
        if word not in known:
            raise BadInput(f"--scope {word}: {nearest(word, known)}")
    _, secret = create_key(
        _new_or_existing(db),
        name,
        scopes={Scope(word) for word in wanted},
        account=account,
        per_minute=per_minute,
    )
    note("Keep this secret now; it can't be shown again:")
    typer.echo(secret)


@keys.command("list")
def list_keys(db: Db = None) -> None:
    """List the keys, never their secrets."""
    from analysis.services.access.api_keys import api_keys

    for key in api_keys(_store(db)):
        quota = f"{key.per_minute} a minute" if key.per_minute else "no quota"
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "in force"
        scopes = ", ".join(sorted(key.scopes))
        typer.echo(f"{key.name}  {state}  {scopes}  {quota}  for {key.account or 'local'}")


@keys.command("revoke")
def revoke(name: Name, db: Db = None) -> None:
    """Put a key out of force; a running server follows within seconds."""
    from analysis.services.access.api_keys import revoke_key

    revoke_key(_store(db), name)
    typer.echo(f"the key {name} is revoked")


def _store(db: str | None) -> Store:
    from analysis.cli.stores import existing_store

    return existing_store(settings_with(db=db))


def _new_or_existing(db: str | None) -> Store:
    from analysis.cli.stores import writable_store

    return writable_store(settings_with(db=db))
