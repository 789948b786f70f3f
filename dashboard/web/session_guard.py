"""Files and figures that Streamlit serves beside its pages are for who is signed in only.

Streamlit gives out a download to whoever knows its address, and its own metrics to anybody.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from analysis.domain.errors import ModeratoError
from dashboard import sign_in
from dashboard.web.session_cookie import token_of

GUARDED = ("/media/", "/_stcore/metrics", "/_stcore/upload_file")
"""Parts of a path; a site may have put a path of its own before them."""
_OWN_FONTS = "/static/media/"
"""Streamlit's own fonts and icons, which the page to sign in is drawn with, too."""
_NEVER_STORED = {"Cache-Control": "no-store"}


class SessionGuard:
    """ASGI middleware that answers 403 where a guarded path is asked for without a session."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is open to all or asked by somebody who is signed in."""
        path = scope.get("path", "").replace(_OWN_FONTS, "/")
        if scope["type"] != "http" or not any(part in path for part in GUARDED):
            await self._app(scope, receive, send)
            return
        try:
            account = await run_in_threadpool(sign_in.account_of, token_of(Request(scope)))
        except ModeratoError:
            refused = PlainTextResponse("The database can't be used just now.\n", status_code=503)
            await refused(scope, receive, send)
            return
        if account is None:
            refused = PlainTextResponse("Sign in first.\n", status_code=403, headers=_NEVER_STORED)
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, send)
