"""Addresses as they were meant: with a slash too many, or whole, as they are sent to a proxy."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_DOUBLED = re.compile(r"/{2,}")
_WHOLE = re.compile(r"https?://([^/]+)(.*)", re.IGNORECASE | re.DOTALL)


def plain_path(path: str) -> str:
    """The path with single slashes and none at its end."""
    return _DOUBLED.sub("/", path).rstrip("/") or "/"


class PlainPaths:
    """ASGI middleware that answers such an address itself.

    A redirect instead would lose the body of a request with many clients.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on under the plain path."""
        if scope["type"] == "http":
            if whole := _WHOLE.fullmatch(scope["path"]):
                # Of a whole address its host counts, not that of the header (RFC 9112, 3.2.2).
                host, scope["path"] = (b"host", whole[1].encode()), whole[2]
                scope["headers"] = [*(h for h in scope["headers"] if h[0] != b"host"), host]
            scope["path"] = plain_path(scope["path"])
        await self._app(scope, receive, send)
