"""How much of all requests' bodies is in memory at a time: bounded, whoever sends them."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from analysis.api.perspective.errors import overloaded

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of all bodies that are read or answered; one request has a limit of its own."""
_HOLD = "hold_body"


class BodiesInHand:
    """ASGI middleware that counts what each request keeps of its body until it is answered."""

    def __init__(self, app: ASGIApp, *, most: int = MOST_BYTES) -> None:
        self._app = app
        self._most = most
        self._bytes = 0  # changed by the event loop alone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with a way to count bytes, and give them back at the end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        own = 0

        def hold(count: int) -> None:
            nonlocal own
            if self._bytes + count > self._most:
                raise overloaded()
            self._bytes += count
            own += count

        scope.setdefault("state", {})[_HOLD] = hold
        try:
            await self._app(scope, receive, send)
        finally:
            self._bytes -= own


def hold_body(scope: Scope, count: int) -> None:
    """Count bytes of a request's body that are kept; ``ServiceError`` where too much is."""
    hold = scope.get("state", {}).get(_HOLD)
    if hold is not None:
        hold(count)
