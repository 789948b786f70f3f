"""The routes that a page talks to by itself: decisions, claims let go, and whether we answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from analysis.resources import code_version
from dashboard import wiring
from dashboard.components.assets import asset
from dashboard.texts import texts
from dashboard.web import commands, session_cookie

log = logging.getLogger(__name__)

#: Bytes of one message: far more than all that a browser may hold back.
LARGEST_MESSAGE = 256 * 1024

_NEVER_STORED = {"Cache-Control": "no-store"}


async def state(request: Request) -> Response:
    """That we answer, and which start of which version this is."""
    answer = {"instance": wiring.instance(), "version": code_version()}
    return JSONResponse(answer, headers=_NEVER_STORED)


async def take_commands(request: Request) -> Response:
    """Do the commands of a page and answer each (see ``commands.done``)."""
    return await _handled(request, commands.done)


async def let_go(request: Request) -> Response:
    """Give back what a page held that has been closed."""
    return await _handled(request, commands.ended)


async def worker(request: Request) -> Response:
    """The script that shows our own page while nobody answers."""
    return Response(
        asset("worker.js"),
        media_type="text/javascript",
        headers={"Service-Worker-Allowed": "/", **_NEVER_STORED},
    )


async def offline(request: Request) -> Response:
    """The page that is shown while nobody answers; it goes on by itself."""
    page = asset("offline.html")
    for key in ("product", "not_answering", "goes_on"):
        page = page.replace("{" + key + "}", texts("shell")[key])
    return HTMLResponse(page, headers=_NEVER_STORED)


async def keep_session(request: Request) -> Response:
    """Give this browser the cookie of a session, or take it away."""
    message = await _message(request)
    if isinstance(message, Response):
        return message
    return session_cookie.answer(request, message)


async def _handled(
    request: Request, act: Callable[[str | None, Any], tuple[int, dict[str, Any]]]
) -> Response:
    message = await _message(request)
    if isinstance(message, Response):
        return message
    try:
        status, answer = await run_in_threadpool(act, session_cookie.token_of(request), message)
    except Exception as error:  # noqa: BLE001 - the page is told, and keeps what it has
        # Only the kind: a message could repeat what somebody wrote.
        log.error("a command failed: %s", type(error).__name__)
        status, answer = 500, {"problem": "fault"}
    return JSONResponse(answer, status_code=status, headers=_NEVER_STORED)


async def _message(request: Request) -> Any:
    """What the page sent, or the response that refuses it."""
    refused = _from_elsewhere(request)
    if refused is not None:
        return refused
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_MESSAGE:
            return JSONResponse({"problem": "too_large"}, status_code=413)
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return JSONResponse({"problem": "malformed"}, status_code=400)


def _from_elsewhere(request: Request) -> Response | None:
    """Another site's page can't speak for this one: the origin must be ours, the body JSON."""
    origin = request.headers.get("origin")
    ours = request.headers.get("x-forwarded-host") or request.headers.get("host", "")
    plain = request.headers.get("content-type", "").split(";")[0].strip() != "application/json"
    if plain or (origin is not None and urlsplit(origin).netloc != ours):
        return JSONResponse({"problem": "elsewhere"}, status_code=403)
    return None


ROUTES = [
    Route("/moderato/state", state),
    Route("/moderato/commands", take_commands, methods=["POST"]),
    Route("/moderato/session", keep_session, methods=["POST"]),
    Route("/moderato/release", let_go, methods=["POST"]),
    Route("/moderato/worker.js", worker),
    Route("/moderato/offline", offline),
]
