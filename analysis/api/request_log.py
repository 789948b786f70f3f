"""A line of JSON per request, and the counters: when, what route, how it went, never a text."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analysis.api.metrics import Metrics
from analysis.api.perspective.errors import internal
from analysis.api.refusals import refusal

log = logging.getLogger("moderato.requests")

_NOWHERE = "(no such route)"
LEFT = 499
"""As proxies count a caller who left before the body was there; nobody gets this answer."""


class RequestLog:
    """ASGI middleware around all routes. Addresses are named by their routes, without values.

    ``paths`` are those that hold no values: a request that was refused before its route was
    reached, as for its body or its host, is named by them.
    """

    def __init__(
        self, app: ASGIApp, metrics: Metrics, *, lines: bool, paths: Collection[str] = ()
    ) -> None:
        self._app = app
        self._paths = frozenset(paths)
        self._metrics = metrics
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, then count and write down."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 500
        seconds = 0.0

        async def noted(message: Message) -> None:
            nonlocal status, seconds
            if message["type"] == "http.response.start":
                status, seconds = message["status"], time.perf_counter() - begun
            await send(message)

        scope.setdefault("state", {})
        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:
            status = LEFT
        except Exception as error:  # noqa: BLE001 - the server would write its message down
            # Only the kind: a message could repeat what somebody wrote.
            log.error("a request failed: %s", type(error).__name__)
            if not seconds:
                await refusal(scope["path"], internal())(scope, receive, noted)
        finally:
            route = _route(scope, self._paths)
            self._metrics.requests.labels(route, str(status)).inc()
            self._metrics.seconds.labels(route).observe(seconds)
            if self._lines and scope["state"].get("logged", True):
                log.info(_line(scope, route, status, seconds))


def _route(scope: Scope, paths: Collection[str]) -> str:
    """The route's own path; where it has no values in it, the path that was asked."""
    named = getattr(scope.get("route"), "path", None)
    if isinstance(named, str):
        return named
    path = str(scope["path"])
    return path if "endpoint" in scope or path in paths else _NOWHERE


def _line(scope: Scope, route: str, status: int, seconds: float) -> str:
    entry: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": scope["method"],
        "route": route,
        "status": status,
        "ms": round(seconds * 1_000, 1),
        "key": scope["state"].get("caller", ""),
    }
    return json.dumps(entry)
