"""An address that no screen has leads home in our words; what else is served stays where it is."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.screens.screen_list import SCREENS, Screen
from dashboard.web.known_addresses import KnownAddresses

PAGE = {"accept": "text/html,application/xhtml+xml"}
SERVED = ("/media/0a1b.csv", "/media/0a1b", "/_stcore/health", "/~/+/x", "/favicon.png",
          "/moderato/offline", "/oauth2callback", "/static/js/x.js")  # fmt: skip


async def _answer(_: Request) -> PlainTextResponse:
    return PlainTextResponse("served")


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/{rest:path}", _answer)]
    return TestClient(
        Starlette(routes=routes, middleware=[Middleware(KnownAddresses)]), follow_redirects=False
    )


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_every_screen_has_its_address(client: TestClient, screen: Screen) -> None:
    assert client.get(f"/{screen.path}", headers=PAGE).status_code == 200


@pytest.mark.parametrize("path", SERVED)
def test_what_is_no_page_is_served(client: TestClient, path: str) -> None:
    assert client.get(path, headers=PAGE).status_code == 200


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/nowhere", "./?no_page=1"),
        ("/queue/nowhere", "../?no_page=1"),
        ("/a/b/c", "../../?no_page=1"),
    ],
)
def test_any_other_page_leads_home(client: TestClient, path: str, way: str) -> None:
    answer = client.get(path, headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, way)


def test_a_program_that_asks_is_not_led_elsewhere(client: TestClient) -> None:
    assert client.get("/nowhere", headers={"accept": "*/*"}).status_code == 200


def test_below_a_path_of_the_site_s_own(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streamlit.get_option", lambda name: "desk")
    assert client.get("/desk/queue", headers=PAGE).status_code == 200
    assert client.get("/desk/nowhere", headers=PAGE).headers["location"] == "./?no_page=1"
    assert client.get("/elsewhere", headers=PAGE).status_code == 200
