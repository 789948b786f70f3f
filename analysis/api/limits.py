"""Reading a body without taking more of it than is allowed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analysis.api.perspective.errors import ServiceError, too_large

MOST_BYTES = 1024 * 1024
"""Bytes of one request's body."""


async def read_limited(request: Request, *, most: int = MOST_BYTES) -> bytes:
    """The body; ``ServiceError`` as soon as it is known to be longer than ``most`` bytes."""
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdecimal() and int(announced) > most:
        raise too_large()
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise too_large()
    return bytes(body)


class BodyLimit:
    """ASGI middleware for our own routes, but for ``streams``, which take a body line by line."""

    def __init__(self, app: ASGIApp, *, prefix: str, streams: frozenset[str]) -> None:
        self._app = app
        self._prefix = prefix
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body first, then hand it on as a whole; answer 413 where it is too large."""
        path = scope.get("path", "")
        if scope["type"] != "http" or path in self._streams or not path.startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        try:
            body = await read_limited(Request(scope, receive))
        except ServiceError as error:
            await JSONResponse(error.body(), error.code)(scope, receive, send)
            return
        handed_on = False

        async def again() -> Message:
            nonlocal handed_on
            if handed_on:
                return await receive()
            handed_on = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, again, send)
