"""What every adapter has: a decision in, requests to the site out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from analysis.domain.webhook import DecisionEvent, Webhook


@dataclass(frozen=True, slots=True)
class SiteRequest:
    """A request to a site's server; ``body`` is JSON or nothing."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class SiteResponse:
    """What the site's server said."""

    status: int
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether it did what it was asked."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON; ``None`` where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class Send(Protocol):
    """Sends one request; raises ``OSError`` where nobody answers."""

    def __call__(self, request: SiteRequest) -> SiteResponse:
        """The response."""
        ...


class NotTaken(Exception):
    """The site did not take an event; the message names the status, never a body."""


class Adapter(Protocol):
    """Tells a site of a decision; ``NotTaken`` where it did not take it."""

    def __call__(self, event: DecisionEvent, webhook: Webhook, send: Send) -> None:
        """Return when the site has it, or has nothing to do about it."""
        ...


def checked(response: SiteResponse) -> SiteResponse:
    """The response when the site did it; ``NotTaken`` otherwise."""
    if not response.ok:
        raise NotTaken(f"status {response.status}")
    return response


def json_request(
    method: str, url: str, content: Mapping[str, Any], headers: Mapping[str, str]
) -> SiteRequest:
    """A request with a JSON body."""
    body = json.dumps(content, separators=(",", ":")).encode("ascii")
    return SiteRequest(method, url, {"Content-Type": "application/json", **headers}, body)
