"""Coral: approve or reject through its GraphQL; the secret is an access token of its admin.

The address is that of the installation, as https://coral.example.org.
"""

from __future__ import annotations

from typing import Any

from analysis.domain.decision import ReviewState
from analysis.domain.webhook import DecisionEvent, Webhook
from analysis.services.webhooks.adapters.base import NotTaken, Send, checked, json_request

_REVISION = "query Revision($id: ID!) { comment(id: $id) { id revision { id } } }"
_MUTATION = (
    "mutation Decide($input: {kind}CommentInput!) {{ {name}Comment(input: $input) "
    "{{ comment {{ id status }} clientMutationId }} }}"
)
_NAMES = {ReviewState.APPROVED: ("Approve", "approve"), ReviewState.REJECTED: ("Reject", "reject")}


def site_state(state: ReviewState) -> str | None:
    """What Coral makes of our state."""
    return _NAMES[state][1] if state in _NAMES else None


def deliver(event: DecisionEvent, webhook: Webhook, send: Send) -> None:
    """Tell Coral of an approval or a rejection; it knows no other of our states."""
    if event.after not in _NAMES:
        return
    kind, name = _NAMES[event.after]
    comment = _asked(webhook, send, _REVISION, {"id": event.comment_id}).get("comment")
    if comment is None:
        raise NotTaken("no such comment")
    request = {
        "commentID": event.comment_id,
        "commentRevisionID": comment["revision"]["id"],
        "clientMutationId": event.id,
    }
    _asked(webhook, send, _MUTATION.format(kind=kind, name=name), {"input": request})


def _asked(webhook: Webhook, send: Send, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    response = checked(
        send(
            json_request(
                "POST",
                f"{webhook.url.rstrip('/')}/api/graphql",
                {"query": query, "variables": variables},
                {"Authorization": f"Bearer {webhook.secret}"},
            )
        )
    )
    content = response.json()
    if not isinstance(content, dict) or content.get("errors") or not content.get("data"):
        raise NotTaken("GraphQL refused it")
    data: dict[str, Any] = content["data"]
    return data
