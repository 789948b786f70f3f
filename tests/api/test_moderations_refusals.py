"""Whatever refuses a call to ``/v1/moderations``, it is in OpenAI's shape, and says what it was."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

PATH = "/v1/moderations"
OTHERS = ("/v1/analyze", "/v1/moderation", "/v1alpha1/comments:analyze")


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b" " * (1024 * 1024 + 1), {}, 413),
        (b"{}", {"Content-Encoding": "br"}, 415),
        (b"{}", {"Content-Encoding": "gzip"}, 400),
        (b"{}", {"Host": "elsewhere.example"}, 403),
        (b"{}", {"Origin": "https://elsewhere.example"}, 403),
        (b'{"input": "break"}', {}, 500),
        (b'{"input": "h=fail"}', {}, 500),
        (b'{"input": ["h=0.9", "h=fail"]}', {}, 500),
        (b'{"input": "g=fail lang=de"}', {}, 400),
        (b"[" * 50_000, {}, 400),
    ],
    ids=["too large", "packing", "not packed", "host", "origin", "batch fails", "label fails",
         "one of two fails", "language", "deep"],
)  # fmt: skip
@pytest.mark.parametrize("path", [PATH, f"/{PATH}/"], ids=["plain", "with slashes"])
def test_every_refusal_has_openais_shape(
    client: TestClient, path: str, content: bytes, headers: dict[str, str], status: int
) -> None:
    response = client.post(f"http://localhost{path}", content=content, headers=headers)
    assert response.status_code == status
    error = response.json()["error"]
    assert isinstance(error["code"], str)
    assert error["type"] == ("server_error" if status >= 500 else "invalid_request_error")
    assert error["message"]
    assert "param" in error


def test_a_fault_outside_of_the_route_has_it_too(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr("analysis.api.own.moderations._result", broken)
    answer: Any = client.post(PATH, json={"input": "h=0.9"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (500, "server_error")


@pytest.mark.parametrize("path", OTHERS)
def test_other_addresses_keep_the_services_shape(client: TestClient, path: str) -> None:
    response = client.post(path, content=b"{}", headers={"Origin": "https://elsewhere.example"})
    assert (response.status_code, response.json()["error"]["code"]) == (403, 403)


def test_a_label_that_failed_is_no_language_that_is_not_read(client: TestClient) -> None:
    codes = [
        client.post(PATH, json={"input": text}).json()["error"]["code"]
        for text in ("h=fail", "lang=de", "h=none")
    ]
    assert codes == ["server_error", "unsupported_language", "unsupported_language"]
