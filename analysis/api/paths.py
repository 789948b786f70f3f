"""Addresses as they were meant: a base address that ends in a slash, or was put together twice."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_DOUBLED = re.compile(r"/{2,}")


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
            scope["path"] = plain_path(scope["path"])
        await self._app(scope, receive, send)
