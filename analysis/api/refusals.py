"""Refusals in the shape of the clients that ask at an address: Google's, or OpenAI's at its own."""

from __future__ import annotations

from starlette.responses import JSONResponse

from analysis.api.perspective import errors

OPENAI = "/v1/moderations"
_UNAUTHORIZED, _OF_THE_SERVER = 401, 500


def refusal(path: str, error: errors.ServiceError) -> JSONResponse:
    """An error as HTTP, also where no route was reached; ``path`` is the plain path asked for."""
    if path == OPENAI:
        return openai_refusal(error)
    return JSONResponse(error.body(), error.code, error.headers)


def openai_refusal(error: errors.ServiceError) -> JSONResponse:
    """A refusal as OpenAI writes its own, by which its clients tell what to do; with details."""
    code = error.code
    kind, name = "invalid_request_error", "invalid_request"
    if errors.is_about_the_key(error):
        code, name = _UNAUTHORIZED, "invalid_api_key"
    elif error.code == errors.OVER_QUOTA:
        kind, name = "requests", "rate_limit_exceeded"
    elif error.code >= _OF_THE_SERVER:
        kind, name = "server_error", "server_error"
    body = {"message": error.message, "type": kind, "param": None, "code": name}
    return JSONResponse({"error": {**body, "details": error.details}}, code, error.headers)
