"""The service's addresses as routes: they turn HTTP into calls and replies into HTTP."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis.api.caller import shown_secret
from analysis.api.limits import read_limited
from analysis.api.perspective import errors
from analysis.api.perspective.batch import MOST_BYTES, answer_batch
from analysis.api.perspective.discovery import discovery_document
from analysis.api.perspective.routes import METHODS, Call, Reply, respond
from analysis.api.perspective.writing import written
from analysis.api.server import Server
from analysis.settings import Settings

_JSON = "application/json; charset=UTF-8"
_VERSION = "v1alpha1"


def service_response(request: Request, reply: Reply) -> Response:
    """A reply as HTTP."""
    request.state.caller = reply.caller
    request.state.logged = reply.logged
    content = written(reply, request.query_params)
    return Response(content, reply.status, dict(reply.headers), media_type=_JSON)


def error_response(request: Request, error: errors.ServiceError) -> Response:
    """An error as HTTP; who asked, and whether that is written down, stays as it was found out."""
    caller = getattr(request.state, "caller", "")
    logged = getattr(request.state, "logged", True)
    reply = Reply(error.code, error.body(), error.headers, caller, logged)
    return service_response(request, reply)


def root_url(request: Request, settings: Settings) -> str:
    """Under which address this server is reached, with a slash at its end."""
    address = settings.api_root_url or str(request.base_url)
    return address.rstrip("/") + "/"


async def _method(request: Request) -> Response:
    server: Server = request.app.state.server
    try:
        body = await read_limited(request)
    except errors.ServiceError as error:
        return error_response(request, error)
    return service_response(request, await respond(server, _call(request, body)))


async def _batch(request: Request) -> Response:
    server: Server = request.app.state.server
    try:
        body = await read_limited(request, most=MOST_BYTES)
        kind = request.headers.get("content-type", "")
        content_type, content, replies = await answer_batch(server, kind, body, _call(request, b""))
    except errors.ServiceError as error:
        return error_response(request, error)
    request.state.caller = next((reply.caller for reply in replies if reply.caller), "")
    request.state.logged = any(reply.logged for reply in replies)
    return Response(content, media_type=content_type)


async def _discovery(request: Request) -> Response:
    server: Server = request.app.state.server
    if request.query_params.get("version", _VERSION) != _VERSION:
        return error_response(request, errors.not_found())
    # The document is everybody's, but a key that is none is told so: clients check theirs by it.
    secret = shown_secret(request.query_params, request.headers)
    if secret:
        try:
            await server.callers.admitted(secret)
        except errors.ServiceError as error:
            return error_response(request, error)
    document: dict[str, Any] = discovery_document(root_url(request, server.settings))
    return service_response(request, Reply(200, document, {}))


def _call(request: Request, body: bytes) -> Call:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(request.scope["path"], dict(request.query_params), headers, body)


ROUTES = [
    *(Route(path, _method, methods=["POST"]) for path in METHODS),
    Route("/batch", _batch, methods=["POST"]),
    Route("/batch/commentanalyzer/v1alpha1", _batch, methods=["POST"]),
    Route("/$discovery/rest", _discovery, methods=["GET"]),
    Route("/discovery/v1/apis/commentanalyzer/v1alpha1/rest", _discovery, methods=["GET"]),
]
