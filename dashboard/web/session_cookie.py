"""The cookie that keeps a session: set and taken away here, and out of reach of any script."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from analysis.domain.account import SignIn
from dashboard import session_tickets

COOKIE = "moderato_session"
_NEVER_STORED = {"Cache-Control": "no-store"}


def token_of(request: Request) -> str | None:
    """The session's token of this browser."""
    try:
        cookie = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return unquote(cookie.value) if cookie is not None and cookie.value else None


def answer(request: Request, message: Any) -> Response:
    """To ``{"ticket": "…"}`` the cookie of its session; an empty one takes the cookie away."""
    ticket = message.get("ticket") if isinstance(message, Mapping) else None
    if not isinstance(ticket, str):
        return JSONResponse({"problem": "malformed"}, status_code=400, headers=_NEVER_STORED)
    opened = session_tickets.redeem(ticket) if ticket else None
    if ticket and opened is None:
        return JSONResponse({"problem": "ticket"}, status_code=404, headers=_NEVER_STORED)
    response = JSONResponse({}, headers=_NEVER_STORED)
    # Behind a proxy the page knows better; saying so can only make the cookie stricter.
    secure = request.url.scheme == "https" or message.get("secure") is True
    _set(response, opened, secure=secure)
    return response


def _set(response: Response, opened: SignIn | None, *, secure: bool) -> None:
    response.set_cookie(
        COOKIE,
        opened.token if opened else "",
        expires=opened.expires_at if opened else 0,
        max_age=None if opened else 0,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )
