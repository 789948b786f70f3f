"""``/batch``: several calls in one ``multipart/mixed`` body, answered in one."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from analysis.api.paths import plain_path
from analysis.api.perspective import errors
from analysis.api.perspective.multipart import Part, head_and_body, parts_of
from analysis.api.perspective.routes import Call, Reply, respond
from analysis.api.perspective.writing import written
from analysis.api.server import Server

MOST_CALLS = 1_000
"""Calls in one body, as many as the service took."""
MOST_BYTES = 8 * 1024 * 1024
"""Bytes of such a body; each call in it has the limit of a call by itself."""
MOST_BYTES_OF_CALL = 1024 * 1024
_AT_ONCE = 32
"""Calls of one batch that are answered at a time, so that it leaves room for others."""


async def answer_batch(
    server: Server, content_type: str, body: bytes, outer: Call
) -> tuple[str, bytes, list[Reply]]:
    """The content type and body that answer a batch, and what was replied to each call.

    A call without a key of its own has the outer one's. ``ServiceError`` for what is no batch.
    """
    parts = _parts(content_type, body)
    places = asyncio.Semaphore(_AT_ONCE)

    async def reply_to(part: Part) -> tuple[Reply, str]:
        async with places:
            return await _reply(server, part, outer)

    answers = await asyncio.gather(*map(reply_to, parts))
    boundary = f"batch_{uuid.uuid4().hex}"
    bodies = b"".join(
        _written(boundary, part, *answer) for part, answer in zip(parts, answers, strict=True)
    )
    content = bodies + f"--{boundary}--\r\n".encode()
    return f"multipart/mixed; boundary={boundary}", content, [reply for reply, _ in answers]


def _parts(content_type: str, body: bytes) -> list[Part]:
    parts = parts_of(content_type, body, most=MOST_CALLS)
    if not parts:
        raise errors.invalid_request("A batch must be multipart/mixed with at least one call.")
    if len(parts) > MOST_CALLS:
        raise errors.invalid_request(f"A batch may hold at most {MOST_CALLS} calls.")
    return parts


async def _reply(server: Server, part: Part, outer: Call) -> tuple[Reply, str]:
    """The reply to a call, and how that call wants it written."""
    try:
        call = _call(part, outer)
    except errors.ServiceError as error:
        reply = Reply(error.code, error.body(), error.headers)
        return reply, written(reply, outer.query)
    reply = await respond(server, call)
    return reply, written(reply, call.query)


def _call(part: Part, outer: Call) -> Call:
    if len(part.content) > MOST_BYTES_OF_CALL:
        raise errors.too_large()
    line, _, rest = part.content.lstrip(b"\r\n").partition(b"\n")
    words = line.decode("latin-1").split()
    if len(words) < 2 or words[0].upper() != "POST":
        raise errors.not_found()
    try:
        target = urlsplit(words[1])
    except ValueError:
        raise errors.not_found() from None
    headers, body = head_and_body(rest)
    query = {**outer.query, **dict(parse_qsl(target.query))}
    return Call(plain_path(unquote(target.path)), query, {**outer.headers, **headers}, body)


def _written(boundary: str, part: Part, reply: Reply, answer: str) -> bytes:
    name = part.headers.get("content-id", "").strip("<>").replace("\r", "")
    reason = HTTPStatus(reply.status).phrase
    content = answer.encode("ascii")
    lines = [
        f"--{boundary}",
        "Content-Type: application/http",
        f"Content-ID: <response-{name}>",
        "",
        f"HTTP/1.1 {reply.status} {reason}",
        "Content-Type: application/json; charset=UTF-8",
        *(f"{key}: {value}" for key, value in reply.headers.items()),
        f"Content-Length: {len(content)}",
        "",
        "",
    ]
    return _encoded(lines) + content + b"\r\n"


def _encoded(lines: Sequence[str]) -> bytes:
    return "\r\n".join(lines).encode("latin-1", "replace")
