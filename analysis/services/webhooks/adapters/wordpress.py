"""WordPress: the comment's status through its REST API.

The address is that of the site; the secret is ``USER:APPLICATION PASSWORD``.
"""

from __future__ import annotations

import base64
from urllib.parse import quote

from analysis.domain.decision import ReviewState
from analysis.domain.webhook import DecisionEvent, Webhook
from analysis.services.webhooks.adapters.base import Send, checked, json_request

_STATUS = {
    ReviewState.APPROVED: "approved",
    ReviewState.REJECTED: "trash",
    ReviewState.OPEN: "hold",
    ReviewState.ESCALATED: "hold",
    ReviewState.SECOND_OPINION: "hold",
}


def deliver(event: DecisionEvent, webhook: Webhook, send: Send) -> None:
    """Set the status that the decision leads to; what waits for a person is on hold."""
    credentials = base64.b64encode(webhook.secret.encode("utf-8")).decode("ascii")
    url = f"{webhook.url.rstrip('/')}/wp-json/wp/v2/comments/{quote(event.comment_id, safe='')}"
    headers = {"Authorization": f"Basic {credentials}"}
    checked(send(json_request("POST", url, {"status": _STATUS[event.after]}, headers)))
