"""An address that no screen has leads home, where that is said in our words.

Streamlit would open a window of its own there, and below a screen's address an empty page.
"""

from __future__ import annotations

import streamlit as st
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.screens.screen_list import SCREENS

#: What home's address carries when another was asked for.
NO_PAGE = "no_page"
#: First parts of paths that are no screens: Streamlit's own and ours (``dashboard.web.routes``).
_SERVED = frozenset(
    {
        *("media", "component", "static", "app", "vendor", "auth", "oauth2callback", "moderato"),
        *("healthz", "script-health-check"),
    }
)
_SCREENS = frozenset(screen.path for screen in SCREENS)


class KnownAddresses:
    """ASGI middleware that sends a browser which asks for a page that is none to home."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything but a page's address that no screen has."""
        if scope["type"] == "http" and scope["method"] == "GET" and _wants_a_page(scope):
            way_up = _way_home(scope["path"])
            if way_up is not None:
                # Relative, for a proxy may have taken a part of the path away.
                home = RedirectResponse(f"{way_up}?{NO_PAGE}=1", status_code=303)
                await home(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _wants_a_page(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _way_home(path: str) -> str | None:
    """The relative way from a path to home; ``None`` where the path is a screen's or no page's."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    below = path.lstrip("/")
    if base:
        if not below.startswith(f"{base}/"):
            return None
        below = below[len(base) + 1 :]
    first = below.split("/")[0]
    if below.rstrip("/") in _SCREENS or first in _SERVED or first.startswith(("_", "~")):
        return None
    if "." in below.rsplit("/", 1)[-1]:
        return None  # a file
    return "../" * below.count("/") or "./"
