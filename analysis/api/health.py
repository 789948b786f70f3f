"""Whether the process lives, whether it can answer, and what it counted."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from analysis.api.caller import shown_secret
from analysis.api.perspective.endpoints import error_response
from analysis.api.perspective.errors import ServiceError
from analysis.api.server import Server
from analysis.domain.api_key import Scope
from analysis.domain.errors import Unavailable


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _ready(request: Request) -> Response:
    """200 once the models answer and the database does; else 503 and what is missing."""
    server: Server = request.app.state.server
    missing = []
    try:
        if not await run_in_threadpool(server.warm_up):
            missing.append("model")
    except Unavailable:
        missing.append("model")
    try:
        await run_in_threadpool(server.store.revision)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it does not answer
        missing.append("database")
    status = 503 if missing else 200
    return JSONResponse({"ready": not missing, "missing": missing}, status)


async def _metrics(request: Request) -> Response:
    server: Server = request.app.state.server
    secret = shown_secret(request.query_params, request.headers)
    try:
        caller = await server.callers.admitted(secret)
        caller.check(Scope.READ)
    except ServiceError as error:
        return error_response(request, error)
    return Response(server.metrics.text(), media_type=CONTENT_TYPE_LATEST)


ROUTES = [
    Route("/health", _health, methods=["GET"]),
    Route("/ready", _ready, methods=["GET"]),
    Route("/metrics", _metrics, methods=["GET"]),
]
