"""What is wrong about a body of our own routes is said in a sentence: where, and what is taken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

COMMENT = {"id": "k1", "article_id": "a", "text": "a secret"}
ANALYZE, COMMENTS, DECISIONS = "/v1/analyze", "/v1/comments", "/v1/decisions"


@pytest.mark.parametrize(
    ("path", "body", "place", "expected"),
    [
        (ANALYZE, {"texts": []}, "texts", "at least 1 item"),
        (ANALYZE, {"texts": [{"text": "a secret"}] * 101}, "texts", "at most 100 items"),
        (ANALYZE, {"texts": [{"text": "secret" * 4_000}]}, "texts.0.text", "at most 20480 char"),
        (ANALYZE, {"texts": [{"text": 5}]}, "texts.0.text", "valid string"),
        (ANALYZE, {}, "texts", "required"),
        (COMMENTS, {"comments": [{**COMMENT, "created_at": "a secret"}]},
         "comments.0.created_at", "valid datetime"),
        (COMMENTS, {"comments": [{**COMMENT, "created_at": "9999-12-31T23:59:59-12:00"}]},
         "comments.0.created_at", "year 1 to 9999"),
        (DECISIONS, {"comment": 1, "action": "secret"}, "action", "'approve'"),
        (DECISIONS, {"comment": 0, "action": "approve"}, "comment", "greater than or equal to 1"),
        (COMMENTS, [COMMENT], "request", "valid dictionary"),
    ],
)  # fmt: skip
def test_a_refusal_says_where_and_what_is_expected(
    client: TestClient, path: str, body: Any, place: str, expected: str
) -> None:
    response = client.post(path, json=body)
    error = response.json()["error"]
    assert response.status_code == 400
    assert error["details"][0]["fieldViolations"][0]["field"] == place
    assert expected in error["message"]
    assert "secret" not in response.text


@pytest.mark.parametrize("content", [b"", b"{", b'{"texts": [{"text": "a secret', b"a secret"])
@pytest.mark.parametrize("path", [ANALYZE, COMMENTS, DECISIONS, "/v1/analyze/stream"])
def test_what_is_no_json_is_not_said_to_be_a_field(
    client: TestClient, path: str, content: bytes
) -> None:
    """The place of a fault of JSON is a number of characters, and no name of a field."""
    response = client.post(path, content=content)
    if not content and path.endswith("stream"):
        assert response.text == ""  # no lines, no answers
        return
    error = json.loads(response.text)["error"]
    assert error["code"] == 400
    fields = [violation.get("field") for violation in error["details"][0]["fieldViolations"]]
    assert fields in ([None], ["request"])
    assert "secret" not in response.text


def test_a_name_that_is_none_is_repeated_in_part(client: TestClient) -> None:
    response = client.post(ANALYZE, json={"n" * 5_000: 1, "texts": [{"text": "a"}]})
    assert response.status_code == 400
    assert len(response.text) < 1_000
