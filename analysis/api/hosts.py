"""Whom a server without keys answers: programs of this machine, and no foreign page's scripts.

A page elsewhere can send requests to this machine, and can make its own name point here (DNS
rebinding); only the headers ``Host`` and ``Origin`` tell. With keys a request proves itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from analysis.api.perspective.errors import not_allowed
from analysis.api.refusals import refusal
from analysis.domain.request_origin import authority_of, host_of

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
REDIRECTED = frozenset({"commentanalyzer.googleapis.com"})
"""The service's own name, which a site may redirect to this machine."""
ANY_ORIGIN = "*"
"""As an origin: pages of every site, once a key is needed."""


class OwnHosts:
    """ASGI middleware that refuses foreign hosts, where no key is needed, and foreign origins."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        further: Collection[str],
        origins: Collection[str],
        keys_needed: Callable[[], bool],
    ) -> None:
        self._app = app
        self._names = LOOPBACK | REDIRECTED | {name.casefold() for name in further}
        self._origins = frozenset(origins)
        self._keys_needed = keys_needed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in; answer 403 otherwise."""
        if scope["type"] != "http" or self._allowed(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        error = not_allowed("This host or origin is not served; see MODERATO_ALLOWED_HOSTS.")
        await refusal(scope["path"], error)(scope, receive, send)

    def _allowed(self, headers: Headers) -> bool:
        hosts = headers.getlist("host")
        origins = headers.getlist("origin")
        if not all(self._own_origin(origin, hosts[0] if hosts else "") for origin in origins):
            return False
        # No browser leaves the host out, so a name that was made to point here can't be meant.
        return all(host_of(host) in self._names for host in hosts) or self._keys_needed()

    def _own_origin(self, origin: str, host: str) -> bool:
        if origin in self._origins or authority_of(origin) == host.casefold():
            return True
        return ANY_ORIGIN in self._origins and self._keys_needed()
