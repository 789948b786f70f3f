"""`moderato webhooks`: where decisions are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Db, note, settings_with
from analysis.domain.errors import BadInput
from analysis.domain.review_command import LARGEST_NUMBER

if TYPE_CHECKING:
    from analysis.storage.database import Store

webhooks = typer.Typer(
    name="webhooks",
    help="Where decisions are sent: add, list, disable, replay, send.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The webhook's name.")]


@webhooks.command("add")
def add(
    name: Name,
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the site listens.")],
    adapter: Annotated[
        str, typer.Option("--adapter", help="generic, coral, discourse or wordpress.")
    ] = "generic",
    secret_from: Annotated[
        typer.FileText | None,
        typer.Option("--secret-from", help="A file whose first line is the secret; - reads it in."),
    ] = None,
    db: Db = None,
) -> None:
    """Send every decision from now on there; `moderato serve` does it."""
    from analysis.services.webhooks.webhooks import add_webhook

    secret = secret_from.readline().strip("\r\n\ufeff") if secret_from is not None else None
    if secret is not None and not secret.strip():
        raise BadInput("--secret-from: its first line is empty; expected the secret")
    webhook = add_webhook(_new_or_existing(db), name, url, adapter=adapter, secret=secret)
    if secret is None:
        note("Signed with this secret, which the receiver needs:")
        typer.echo(webhook.secret)


@webhooks.command("list")
def list_webhooks(db: Db = None) -> None:
    """List the webhooks and how their outboxes stand."""
    from analysis.services.webhooks.webhooks import webhooks as known

    for webhook, counts in known(_store(db)):
        state = "disabled" if webhook.disabled_at else "in use"
        typer.echo(
            f"{webhook.name}  {webhook.adapter}  {webhook.url}  {state}  "
            f"{counts.delivered} taken, {counts.waiting} waiting  {counts.outcome}"
        )


@webhooks.command("disable")
def disable(name: Name, db: Db = None) -> None:
    """Send nothing there any more."""
    from analysis.services.webhooks.webhooks import disable_webhook

    disable_webhook(_store(db), name)
    typer.echo(f"nothing is sent to {name} any more")


@webhooks.command("replay")
def replay(
    name: Name,
    after: Annotated[
        int,
        typer.Option(
            "--after", min=0, max=LARGEST_NUMBER, help="The last number not to send again."
        ),
    ] = 0,
    db: Db = None,
) -> None:
    """Send the decisions behind a number again, under the ids that they had."""
    from analysis.services.webhooks.webhooks import replay_webhook

    count = replay_webhook(_store(db), name, after=after)
    typer.echo(f"{count} decisions wait to be sent to {name} again")


@webhooks.command("send")
def send(db: Db = None) -> None:
    """Send what is due, once; for where no server runs."""
    from analysis.services.webhooks.outbox import fill_outboxes, send_due
    from analysis.services.webhooks.sending import send_by_http

    store = _store(db)
    while fill_outboxes(store):  # some hundred at once
        pass
    tried = 0
    while some := send_due(store, send_by_http):
        tried += some
    typer.echo(f"{tried} deliveries tried")


def _store(db: str | None) -> Store:
    from analysis.cli.stores import existing_store

    return existing_store(settings_with(db=db))


def _new_or_existing(db: str | None) -> Store:
    from analysis.cli.stores import writable_store

    return writable_store(settings_with(db=db))
