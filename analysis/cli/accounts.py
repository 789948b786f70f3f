"""`moderato accounts`: make accounts and reset passwords at the machine itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Db, settings_with

if TYPE_CHECKING:
    from analysis.storage.database import Store

accounts = typer.Typer(
    name="accounts",
    help="Who may sign in to the dashboard; for the first admin, and for a forgotten password.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The account's name.")]


@accounts.command("list")
def list_accounts(db: Db = None) -> None:
    """List the accounts with their roles."""
    from analysis.services.access.accounts import accounts as known

    for account in known(_store(db)):
        typer.echo(
            f"{account.name}  {account.role.value}{'  disabled' if account.disabled else ''}"
        )


@accounts.command("add")
def add(
    name: Name,
    role: Annotated[str, typer.Option("--role", help="moderator, manager, researcher or admin.")],
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Signs in through an organisation only.")
    ] = False,
    db: Db = None,
) -> None:
    """Make an account; its password is asked for, or read from a line of the input."""
    from analysis.domain.account import Role
    from analysis.domain.errors import BadInput, nearest
    from analysis.services.access.accounts import create_account

    roles = [role_name.value for role_name in Role]
    if role not in roles:
        raise BadInput(f"--role {role}: {nearest(role, roles)}")
    store = _store(db)
    account = create_account(store, name, None if no_password else _password(), Role(role))
    typer.echo(f"{account.name} may sign in as {account.role.value}")


@accounts.command("password")
def password(name: Name, db: Db = None) -> None:
    """Give an account a new password, asked for or read from the input; its sessions end."""
    from analysis.domain.account import LOCAL
    from analysis.services.access.accounts import set_password

    set_password(_store(db), name, _password(), person=LOCAL)
    typer.echo(f"the password of {name} is changed and every session of it has ended")


def _store(db: str | None) -> Store:
    from analysis.cli.stores import existing_store

    return existing_store(settings_with(db=db))


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
