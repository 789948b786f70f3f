"""Receivers of decisions: made, listed, disabled, and sent everything again from a point."""

from __future__ import annotations

import secrets

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput, nearest
from analysis.domain.web_address import web_address
from analysis.domain.webhook import OutboxCounts, Webhook
from analysis.services.access.accounts import require
from analysis.services.webhooks.adapters import ADAPTERS
from analysis.storage import webhooks as stored
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.decision_feed import decisions_after, last_decision

_AT_ONCE = 500


def add_webhook(
    store: Store,
    name: str,
    url: str,
    *,
    adapter: str = "generic",
    secret: str | None = None,
    person: str = "local",
) -> Webhook:
    """Add a receiver of the decisions from now on.

    The generic adapter signs with ``secret`` and makes one where none is given; the others need
    one, which lets them in at the site.
    """
    require(store, person, Permission.MAINTAIN)
    parts = web_address(url)
    if parts is None or parts.username or parts.password:
        raise BadInput("A webhook's address must begin with http:// or https:// and name a host.")
    if adapter not in ADAPTERS:
        raise BadInput(f"Unknown adapter {adapter!r}; {nearest(adapter, ADAPTERS)}.")
    if secret is None and adapter != "generic":
        raise BadInput(f"The adapter {adapter} needs a secret that lets it in at the site.")
    with store.write() as session:
        if any(known.name == name for known in stored.read_webhooks(session)):
            raise BadInput(f"There is already a webhook named {name!r}.")
        webhook = Webhook(
            number=0,
            name=name,
            url=url,
            adapter=adapter,
            secret=secret or secrets.token_urlsafe(32),
            position=last_decision(session),
            created_at=now(),
        )
        stored.add_webhook(session, webhook, created_by=person)
        log(session, person, "add_webhook", detail={"name": name, "adapter": adapter})
        return _named(stored.read_webhooks(session), name)


def webhooks(store: Store) -> list[tuple[Webhook, OutboxCounts]]:
    """All webhooks by name, each with how its outbox stands."""
    with store.read() as session:
        return [
            (webhook, stored.outbox_counts(session, webhook.number))
            for webhook in stored.read_webhooks(session)
        ]


def disable_webhook(store: Store, name: str, *, person: str = "local") -> None:
    """Send nothing there any more; what waits stays in its outbox."""
    require(store, person, Permission.MAINTAIN)
    with store.write() as session:
        webhook = _named(stored.read_webhooks(session), name)
        stored.set_webhook(session, webhook.number, disabled=now())
        log(session, person, "disable_webhook", detail={"name": name})


def replay_webhook(store: Store, name: str, *, after: int, person: str = "local") -> int:
    """Send every decision behind number ``after`` again, under the ids it had; how many.

    What no outbox had yet is sent too, from before ``after`` as well: nothing is passed over.
    """
    require(store, person, Permission.MAINTAIN)
    count = 0
    with store.write() as session:
        webhook = _named(stored.read_webhooks(session), name)
        place = min(after, webhook.position)
        while entries := decisions_after(session, place, limit=_AT_ONCE):
            numbers = [entry.number for entry in entries]
            stored.put_into_outbox(session, webhook, numbers, at=now())
            count += len(numbers)
            place = numbers[-1]
        log(session, person, "replay_webhook", detail={"name": name, "after": after})
    return count


def _named(known: list[Webhook], name: str) -> Webhook:
    for webhook in known:
        if webhook.name == name:
            return webhook
    names = [webhook.name for webhook in known]
    raise BadInput(f"There is no webhook named {name!r}; {nearest(name, names)}.")
