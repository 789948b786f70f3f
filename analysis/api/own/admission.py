"""What our own routes ask of a request before they do anything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from analysis.api.caller import Caller, shown_secret
from analysis.api.server import Server
from analysis.domain.api_key import Scope


def server_of(request: Request) -> Server:
    """The server that answers this request."""
    server: Server = request.app.state.server
    return server


ServerHere = Annotated[Server, Depends(server_of)]


def admitted(scope: Scope) -> Callable[[Request], Awaitable[Caller]]:
    """A dependency that lets in whose key opens ``scope``, and counts the request."""

    async def admit(request: Request) -> Caller:
        server = server_of(request)
        secret = shown_secret(request.query_params, request.headers)
        caller = await server.callers.admitted(secret)
        request.state.caller = caller.name
        caller.check(scope)
        server.callers.count(caller)
        return caller

    return admit


Analyzing = Annotated[Caller, Depends(admitted(Scope.ANALYZE))]
Sending = Annotated[Caller, Depends(admitted(Scope.COMMENTS))]
Reading = Annotated[Caller, Depends(admitted(Scope.READ))]
Deciding = Annotated[Caller, Depends(admitted(Scope.DECIDE))]
Annotating = Annotated[Caller, Depends(admitted(Scope.ANNOTATE))]
