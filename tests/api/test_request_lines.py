"""The log's line of a request that was refused: who asked, or no line where that was asked."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from analysis.domain.api_key import Scope
from analysis.services.access.api_keys import create_key
from analysis.storage.database import Store

Lines = Callable[[], list[dict[str, Any]]]
ANALYZE, HINT, MODERATIONS = "/v1/analyze", "/v1/hint", "/v1/moderations"


@pytest.fixture
def client(serving: Callable[..., TestClient]) -> TestClient:
    return serving(api_log=True, api_hint=True)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Lines]:
    requests = logging.getLogger("moderato.requests")
    requests.addHandler(caplog.handler)
    before = requests.level
    requests.setLevel(logging.INFO)
    # The handler may hear of a line twice.
    yield lambda: [
        json.loads(line)
        for line in dict.fromkeys(record.getMessage() for record in caplog.records)
        if line.startswith("{")
    ]
    requests.removeHandler(caplog.handler)
    requests.setLevel(before)


def texts(text: object, *, store: object) -> dict[str, Any]:
    return {"texts": [{"text": text}], "do_not_store": store}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (ANALYZE, texts("h=0.5", store=True), 200),
        (ANALYZE, texts("break", store=True), 500),
        (ANALYZE, texts("", store=True), 400),
        (ANALYZE, texts(5, store=True), 400),
        (HINT, {"text": "h=0.5"}, 200),
        (HINT, {"text": "break"}, 500),
        (HINT, {"text": ""}, 400),
        (HINT, {"words": "h=0.5"}, 400),
    ],
)
def test_no_line_is_written_where_that_was_asked(
    client: TestClient, lines: Lines, path: str, body: dict[str, Any], status: int
) -> None:
    assert client.post(path, json=body).status_code == status
    assert lines() == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (ANALYZE, texts("h=0.5", store=False), 200),
        (ANALYZE, texts("break", store=False), 500),
        (ANALYZE, texts("", store=False), 400),
        (ANALYZE, {"texts": []}, 400),
        (ANALYZE, [], 400),
        (MODERATIONS, {"input": "break"}, 500),
        ("/v1/decisions", {"comment": 77, "action": "approve"}, 403),
    ],
)
def test_a_line_names_the_key_of_a_request_that_was_refused_too(
    client: TestClient, sqlite_store: Store, lines: Lines, path: str, body: Any, status: int
) -> None:
    _, secret = create_key(sqlite_store, "site", scopes={Scope.ANALYZE})
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.post(path, json=body, headers=headers).status_code == status
    [line] = lines()
    assert (line["route"], line["status"], line["key"]) == (path, status, "site")


@pytest.mark.parametrize(
    ("path", "headers", "status", "route"),
    [
        (ANALYZE, {"Content-Encoding": "br"}, 415, ANALYZE),
        (f"/{ANALYZE}/", {"Content-Encoding": "gzip"}, 400, ANALYZE),
        (MODERATIONS, {"Host": "elsewhere.example"}, 403, MODERATIONS),
        ("/v1alpha1/comments:analyze", {"Origin": "https://elsewhere.example"}, 403,
         "/v1alpha1/comments:analyze"),
        ("/v1/a secret", {"Content-Encoding": "br"}, 415, "(no such route)"),
        ("/v1/comments/77", {"Host": "elsewhere.example"}, 403, "(no such route)"),
        ("/v1/comments/a-secret", {}, 405, "/v1/comments/{comment}"),
        ("/secret", {}, 404, "(no such route)"),
    ],
)  # fmt: skip
def test_what_is_refused_before_its_route_is_named_by_it(
    client: TestClient, lines: Lines, path: str, headers: dict[str, str], status: int, route: str
) -> None:
    response = client.post(f"http://localhost{path}", content=b"{}", headers=headers)
    assert response.status_code == status
    [line] = lines()
    assert line["route"] == route
