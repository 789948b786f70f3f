"""Reading a body without taking more of it than is allowed, packed or not."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analysis.api.bodies_in_hand import hold_body
from analysis.api.perspective.errors import (
    ServiceError,
    not_packed,
    too_large,
    too_slow,
    unknown_packing,
)
from analysis.api.refusals import refusal

MOST_BYTES = 1024 * 1024
"""Bytes of one request's body, after unpacking."""
BODY_SECONDS = 60.0
"""How long a body may take; a stream, which is answered as it comes, has no such limit."""
_PIECE = 64 * 1024
"""Bytes that are unpacked at a time, so that a small body can't become a large one unnoticed."""
_EITHER_HEADER = 32 + zlib.MAX_WBITS
"""Tells zlib to take gzip and deflate alike."""


async def read_limited(request: Request, *, most: int = MOST_BYTES) -> bytes:
    """The body; ``ServiceError`` as soon as it is known to be longer than ``most`` bytes, that too
    much of other requests is in memory, or that it does not come in time."""
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdecimal() and int(announced) > most:
        raise too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in pieces(request):
                hold_body(request.scope, len(piece))
                body += piece
                if len(body) > most:
                    raise too_large()
    except TimeoutError:
        raise too_slow() from None
    return bytes(body)


def is_packed(request: Request) -> bool:
    """Whether the caller packed the body; ``ServiceError`` where by what is not unpacked here."""
    packing = request.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("identity", ""):
        return False
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise unknown_packing()
    return True


async def pieces(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes, unpacked where the caller packed it.

    Google's clients for Java and .NET do so unasked. ``ServiceError`` for another packing, and for
    what does not unpack.
    """
    if not is_packed(request):
        async for piece in request.stream():
            yield piece
        return
    unpacking = zlib.decompressobj(_EITHER_HEADER)
    begun = False
    async for packed in request.stream():
        begun = begun or bool(packed)
        for piece in _unpacked(unpacking, packed):
            yield piece
    if begun and not unpacking.eof:
        raise not_packed()


def _unpacked(unpacking: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    while True:
        try:
            piece = unpacking.decompress(packed, _PIECE)
        except zlib.error:
            raise not_packed() from None
        yield piece
        packed = unpacking.unconsumed_tail
        if len(piece) < _PIECE:  # it would have been full if there were more
            break
    if unpacking.unused_data:
        raise not_packed()


class BodyLimit:
    """ASGI middleware for our own routes, but for ``streams``, which take a body line by line.

    They read JSON and nothing else, so a body is JSON whatever its header says: half the programs
    that post one name no kind, or that of a form.
    """

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
            await refusal(path, error)(scope, receive, send)
            return
        handed_on = False

        async def again() -> Message:
            nonlocal handed_on
            if handed_on:
                return await receive()
            handed_on = True
            return {"type": "http.request", "body": body, "more_body": False}

        scope["headers"] = _of_json(scope["headers"])
        await self._app(scope, again, send)


def _of_json(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    replaced = (b"content-type", b"content-encoding", b"content-length")
    others = [(name, value) for name, value in headers if name.lower() not in replaced]
    return [*others, (b"content-type", b"application/json")]
