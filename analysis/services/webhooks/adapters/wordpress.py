"""WordPress: the comment's status through its REST API.

The address is that of the site; the secret is ``USER:APPLICATION PASSWORD``.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import quote

from analysis.domain.decision import ReviewState
from analysis.domain.webhook import DecisionEvent, Webhook
from analysis.services.webhooks.adapters.base import (
    NotTaken,
    Send,
    SiteRequest,
    checked,
    json_request,
)

_STATUS = {
    ReviewState.APPROVED: "approved",
    ReviewState.REJECTED: "trash",
    ReviewState.OPEN: "hold",
    ReviewState.ESCALATED: "hold",
    ReviewState.SECOND_OPINION: "hold",
}
_GONE = "rest_comment_invalid_id"
"""WordPress's code for a comment that there is none of; a site without its REST API has another."""


def site_state(state: ReviewState) -> str:
    """What WordPress makes of our state."""
    return _STATUS[state]


def deliver(event: DecisionEvent, webhook: Webhook, send: Send) -> None:
    """Set the status that the decision leads to; what waits for a person is on hold."""
    credentials = base64.b64encode(webhook.secret.encode("utf-8")).decode("ascii")
    # This way leads there whether or not the site has readable addresses.
    route = f"/wp/v2/comments/{quote(event.comment_id, safe='')}"
    url = f"{webhook.url.rstrip('/')}/?rest_route={route}"
    headers = {"Authorization": f"Basic {credentials}"}
    status = _STATUS[event.after]
    response = send(json_request("POST", url, {"status": status}, headers))
    if response.ok and isinstance(response.json(), dict):
        return
    # A status that a comment has already is refused as a fault, as when this is sent again.
    if not _stands(send, url, headers, status):
        checked(response)
        raise NotTaken("a page answers there, and not WordPress' REST API")


def _stands(send: Send, url: str, headers: Mapping[str, str], status: str) -> bool:
    """Whether the comment is as it should be already: in that state, or gone and to be gone."""
    response = send(SiteRequest("GET", f"{url}&context=edit", headers))
    content = response.json()
    if not isinstance(content, dict):
        return False
    if response.ok:
        return bool(content.get("status") == status)
    return content.get("code") == _GONE and status == "trash"
