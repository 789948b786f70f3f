"""Whom the server answers: requests for its own names, from its own pages, and with safe headers.

A foreign page can make its own name point at this machine (DNS rebinding) and then reads whatever
is served here; only the Host header tells. The same page's scripts carry a foreign Origin.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analysis.domain.request_origin import authority_of, host_of
from dashboard.web.content_policy import content_policy

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_POLICY_VIOLATION = 1008  # RFC 6455, section 7.4.1
_REFUSED = "This address is not one that Moderato serves; MODERATO_ALLOWED_HOSTS names them.\n"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class AllowedHosts:
    """ASGI middleware that refuses foreign hosts and origins, for pages and for sockets."""

    def __init__(self, app: ASGIApp, further: Collection[str] = ()) -> None:
        self._app = app
        self._further = {name.casefold() for name in further}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in; answer 403, or close the socket, otherwise."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif self._allowed(Headers(scope=scope)):
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            await PlainTextResponse(_REFUSED, status_code=403)(scope, receive, send)

    def _allowed(self, headers: Headers) -> bool:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or host_of(hosts[0]) not in LOOPBACK | self._further:
            return False
        # A proxy may change Host and not Origin: a name of the setting is as good as the same.
        return all(
            (sender := authority_of(origin)) is not None
            and (sender == hosts[0].casefold() or host_of(sender) in self._further)
            for origin in headers.getlist("origin")
        )


def _with_headers(send: Send) -> Send:
    async def pass_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", content_policy())
        await send(message)

    return pass_on
