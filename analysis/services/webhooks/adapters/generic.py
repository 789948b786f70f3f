"""Any receiver: the event as JSON, signed with the webhook's secret.

``X-Moderato-Signature: t=UNIX,v1=HEX``, where HEX is the HMAC-SHA-256 of ``UNIX.BODY``.
"""

from __future__ import annotations

import hashlib
import hmac
import time

from analysis.domain.webhook import DecisionEvent, Webhook
from analysis.services.webhooks.adapters.base import Send, SiteRequest, checked, json_request

SIGNATURE = "X-Moderato-Signature"
EVENT = "X-Moderato-Event"


def deliver(event: DecisionEvent, webhook: Webhook, send: Send) -> None:
    """Post the event; any status of 200 to 299 says that it was taken."""
    request = json_request("POST", webhook.url, content_of(event), {EVENT: event.id})
    signature = signature_of(request.body, webhook.secret, at=int(time.time()))
    headers = {**request.headers, SIGNATURE: signature}
    checked(send(SiteRequest(request.method, request.url, headers, request.body)))


def signature_of(body: bytes, secret: str, *, at: int) -> str:
    """The signature of a body sent at ``at`` (Unix seconds)."""
    signed = f"{at}.".encode("ascii") + body
    digest = hmac.new(secret.encode("utf-8"), signed, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def content_of(event: DecisionEvent) -> dict[str, object]:
    """The event as a receiver reads it."""
    return {
        "id": event.id,
        "type": "decision",
        "number": event.number,
        "comment_id": event.comment_id,
        "article_id": event.article_id,
        "action": event.decision.action.value,
        "reason_code": event.decision.reason_code,
        "sequence": event.decision.sequence,
        "decided_at": event.decision.decided_at.isoformat(),
        "before": event.before.value,
        "after": event.after.value,
    }
