"""Hand a session to the browser without any script seeing its token.

Streamlit can set no cookie, and one that a script sets can be read by every script of the page. So
the page gets a ticket that is good once and for a minute, asks our own route with it, and the
answer sets the cookie as HttpOnly (see :mod:`dashboard.web.session_cookie`).
"""

from __future__ import annotations

import secrets
import threading
import time

from analysis.domain.account import SignIn

SECONDS = 60.0

_lock = threading.Lock()
_open: dict[str, tuple[float, SignIn]] = {}


def issue(opened: SignIn) -> str:
    """A ticket for this session."""
    ticket, at = secrets.token_urlsafe(32), time.monotonic()
    with _lock:
        for old in [known for known, (until, _) in _open.items() if until < at]:
            del _open[old]
        _open[ticket] = (at + SECONDS, opened)
    return ticket


def redeem(ticket: str) -> SignIn | None:
    """The session behind a ticket; ``None`` when it was used, is too old or never was one."""
    with _lock:
        until, opened = _open.pop(ticket, (0.0, None))
    return opened if time.monotonic() <= until else None
