"""The session's token reaches the browser as a cookie that no script can read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from analysis.domain.account import Account, Role, SignIn
from dashboard import session_tickets
from dashboard.components.assets import asset
from dashboard.web.routes import ROUTES

ENDS = datetime.now(UTC) + timedelta(hours=2)
OPENED = SignIn("a-token", Account("ada", Role.ADMIN), ENDS)


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=ROUTES), base_url="http://127.0.0.1:8501")


def asks(client: TestClient, message: Any, **headers: str) -> Any:
    return client.post("/moderato/session", json=message, headers=headers)


def test_a_ticket_gets_the_cookie_once(client: TestClient) -> None:
    ticket = session_tickets.issue(OPENED)
    response = asks(client, {"ticket": ticket})
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("moderato_session=a-token;")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "a-token" not in response.text
    again = asks(client, {"ticket": ticket})
    assert (again.status_code, "set-cookie" in again.headers) == (404, False)


@pytest.mark.parametrize("message", [{"secure": True}, {"secure": False}])
def test_over_tls_the_cookie_stays_on_tls(message: dict[str, bool]) -> None:
    client = TestClient(Starlette(routes=ROUTES), base_url="https://comments.example.org")
    ticket = session_tickets.issue(OPENED)
    assert "Secure" in asks(client, {"ticket": ticket, **message}).headers["set-cookie"]


def test_signing_out_takes_it_away(client: TestClient) -> None:
    cookie = asks(client, {"ticket": ""}).headers["set-cookie"]
    assert cookie.startswith('moderato_session="";')
    assert "1970" in cookie or "Max-Age=0" in cookie or "expires=" in cookie.lower()


@pytest.mark.parametrize(
    ("message", "headers", "status"),
    [
        ({"ticket": "guessed"}, {}, 404),
        ({"ticket": None}, {}, 400),
        ({}, {}, 400),
        ([], {}, 400),
        ({"ticket": "x"}, {"origin": "http://evil.example"}, 403),
        ({"ticket": "x"}, {"content-type": "text/plain"}, 403),
    ],
)
def test_nobody_else_gets_one(
    client: TestClient, message: Any, headers: dict[str, str], status: int
) -> None:
    response = asks(client, message, **headers)
    assert (response.status_code, "set-cookie" in response.headers) == (status, False)


def test_a_ticket_ends_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = session_tickets.issue(OPENED)
    later = session_tickets.time.monotonic() + 61
    monkeypatch.setattr(session_tickets.time, "monotonic", lambda: later)
    assert session_tickets.redeem(ticket) is None


def test_no_script_of_ours_touches_cookies() -> None:
    assert "document.cookie" not in asset("cookie.js")
