"""The application: all routes, what stands around them, and its start and end."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from analysis import __version__
from analysis.api import coral, health, openapi
from analysis.api.ascii_json import AsciiJson
from analysis.api.bodies_in_hand import BodiesInHand
from analysis.api.hosts import OwnHosts
from analysis.api.limits import BodyLimit
from analysis.api.own import analyze, hint, moderation, moderations
from analysis.api.paths import PlainPaths
from analysis.api.perspective import endpoints as perspective
from analysis.api.perspective.endpoints import error_response
from analysis.api.perspective.errors import (
    BAD_REQUEST,
    WRONG_METHOD,
    ServiceError,
    internal,
    not_found,
    not_json,
    of_service,
    wrong_method,
)
from analysis.api.refusals import OPENAI, openai_refusal
from analysis.api.request_log import RequestLog
from analysis.api.server import Server, build_server
from analysis.domain.errors import ModeratoError
from analysis.settings import load_settings
from analysis.storage.database import open_store

WORKERS = "MODERATO_API_WORKERS"
"""How many processes serve together; `moderato serve` tells each of them."""


def create_app(server: Server) -> FastAPI:
    """The application of a server, which starts and stops with it."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(server.start)
        yield
        await run_in_threadpool(server.stop)

    app = FastAPI(
        title="Moderato",
        version=__version__,
        description="Labels comments, shows where it saw what, and lets a person decide.",
        openapi_url=openapi.PATH,
        docs_url=None,
        redoc_url=None,
        default_response_class=AsciiJson,
        telemetry={"tracing": False},  # a trace would hold addresses, and an address holds a key
        lifespan=lifespan,
    )
    app.state.server = server
    app.router.routes += [*health.ROUTES, *perspective.ROUTES, *coral.ROUTES]
    routers = (analyze.router, hint.router, moderation.router, moderations.router)
    paths = _paths([*app.routes, *(route for router in routers for route in router.routes)])
    for router in routers:
        app.include_router(router)
    openapi.describe(app)
    app.add_exception_handler(ServiceError, _refused)
    app.add_exception_handler(ModeratoError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_framework)
    settings = server.settings
    app.add_middleware(BodyLimit, prefix="/v1/", streams=frozenset({analyze.STREAM}))
    app.add_middleware(
        OwnHosts,
        further=settings.host_names,
        origins=settings.api_origin_names,
        keys_needed=server.callers.keys_needed,
    )
    if settings.api_origin_names:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.api_origin_names,
            allow_methods=["GET", "POST"],
            allow_headers=["*"],
            expose_headers=["X-Moderato-Release", "Retry-After"],
        )
    app.add_middleware(PlainPaths)
    app.add_middleware(BodiesInHand)
    app.add_middleware(RequestLog, metrics=server.metrics, lines=settings.api_log, paths=paths)
    return app


def from_environment() -> FastAPI:
    """The application as the environment describes it; for processes that serve together."""
    settings = load_settings()
    store = open_store(settings.database_url)
    return create_app(build_server(settings, store, workers=int(os.environ.get(WORKERS, "1"))))


def _paths(routes: Sequence[BaseRoute]) -> list[str]:
    """The addresses of routes that hold no values."""
    named = (str(getattr(route, "path", "")) for route in routes)
    return [path for path in named if path and "{" not in path]


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, ModeratoError):
        error = of_service(error)
    return _refusal(request, error if isinstance(error, ServiceError) else internal())


async def _invalid(request: Request, error: Exception) -> Response:
    problems, body = [], None
    if isinstance(error, RequestValidationError):
        problems, body = list(error.errors()), error.body
    asked = isinstance(body, dict) and body.get("do_not_store") is True
    if asked or request.scope["path"] == hint.PATH:
        request.state.logged = False
    return _refusal(request, analyze.invalid_body(problems))


def _refusal(request: Request, error: ServiceError) -> Response:
    """An error in the shape of whoever's clients ask at this address."""
    if request.scope["path"] == OPENAI:
        return openai_refusal(error)
    return error_response(request, error)


async def _of_framework(request: Request, error: Exception) -> Response:
    """A refusal of the framework's own: no such route, or a body that is no JSON."""
    status = error.status_code if isinstance(error, HTTPException) else 0
    if status == BAD_REQUEST:
        return _refusal(request, not_json())
    if status == WRONG_METHOD and request.scope["path"].startswith("/v1/"):
        allowed = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        return _refusal(request, wrong_method(allowed))
    return error_response(request, not_found())  # also for a method, as the service had it
