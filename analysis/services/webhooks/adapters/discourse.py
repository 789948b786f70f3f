"""Discourse: a rejected post is deleted, one that is no longer rejected recovered.

The address is that of the forum; the secret is ``USER:API-KEY``.
"""

from __future__ import annotations

from urllib.parse import quote

from analysis.domain.decision import ReviewState
from analysis.domain.webhook import DecisionEvent, Webhook
from analysis.services.webhooks.adapters.base import Send, SiteRequest, checked

_GONE = 404


def site_state(state: ReviewState) -> str:
    """What the forum makes of our state."""
    return "deleted" if state is ReviewState.REJECTED else "shown"


def deliver(event: DecisionEvent, webhook: Webhook, send: Send) -> None:
    """Delete or recover the post; other decisions change nothing that its readers see."""
    user, _, key = webhook.secret.partition(":")
    headers = {"Api-Username": user, "Api-Key": key}
    post = f"{webhook.url.rstrip('/')}/posts/{quote(event.comment_id, safe='')}"
    if event.after is ReviewState.REJECTED:
        response = send(SiteRequest("DELETE", f"{post}.json", headers))
        # Deleted already, as when this is sent again; the forum says so in JSON, and a page means
        # that there is no forum at this address.
        if response.status != _GONE or not isinstance(response.json(), dict):
            checked(response)
    elif event.before is ReviewState.REJECTED:
        checked(send(SiteRequest("PUT", f"{post}/recover.json", headers)))
