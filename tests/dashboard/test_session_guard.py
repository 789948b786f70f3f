"""Downloads, uploads and Streamlit's own metrics are for who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from analysis.domain.account import Account, Role
from analysis.domain.errors import Unavailable
from analysis.services.access import sessions
from dashboard import sign_in, wiring
from dashboard.web.session_guard import SessionGuard

GUARDED = [
    "/media/0a1b.csv",
    "/a/path/media/0a1b.csv",
    "/_stcore/metrics",
    "/_stcore/upload_file/x",
    "/static/media/x/media/0a1b.csv",
]
OPEN = ["/", "/_stcore/health", "/static/js/x.js", "/media", "/medial/x", "/moderato/state",
        "/static/media/icons.woff2"]  # fmt: skip


async def _page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("all comments")


@pytest.fixture
def client(empty_url: str) -> Iterator[TestClient]:
    routes = [Route(path, _page) for path in GUARDED + OPEN]
    yield TestClient(Starlette(routes=routes, middleware=[Middleware(SessionGuard)]))
    wiring.store().close()


def _token() -> str:
    store = wiring.store()
    with store.write() as session:
        from analysis.storage.accounts import add_account
        from analysis.storage.audit import now

        add_account(session, "ada", Role.ADMIN, None, at=now())
        ends = now() + timedelta(hours=1)
        return sessions.open_session(session, Account("ada", Role.ADMIN), ends=ends).token


def test_without_accounts_whoever_is_at_the_machine_gets_everything(client: TestClient) -> None:
    assert {client.get(path).status_code for path in GUARDED + OPEN} == {200}


def test_with_accounts_a_session_is_needed(client: TestClient) -> None:
    token = _token()
    for path in GUARDED:
        assert client.get(path).status_code == 403, path
        assert client.get(path, headers={"Cookie": "moderato_session=guessed"}).status_code == 403
        with_session = client.get(path, headers={"Cookie": f"moderato_session={token}"})
        assert with_session.text == "all comments", path
    assert {client.get(path).status_code for path in OPEN} == {200}
    sessions.sign_out(wiring.store(), token)
    kept = client.get(GUARDED[0], headers={"Cookie": f"moderato_session={token}"})
    assert kept.status_code == 403


def test_a_database_that_can_not_be_asked_gives_nothing_out(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(_: object) -> None:
        raise Unavailable("busy")

    monkeypatch.setattr(sign_in, "account_of", unavailable)
    assert client.get(GUARDED[0]).status_code == 503
