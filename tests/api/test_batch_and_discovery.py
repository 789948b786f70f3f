"""What client libraries fetch first, and several calls in one body."""

from __future__ import annotations

import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import pytest
from starlette.testclient import TestClient

CALL = (
    "--b\r\nContent-Type: application/http\r\nMIME-Version: 1.0\r\n"
    "Content-Transfer-Encoding: binary\r\nContent-ID: <x + {name}>\r\n\r\n"
    "POST {path}?key=k&alt=json HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{body}\r\n"
)


def call(name: str, text: str, path: str = "/v1alpha1/comments:analyze") -> str:
    body = {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}}
    return CALL.format(name=name, path=path, body=json.dumps(body))


def batch(client: TestClient, *calls: str) -> list[tuple[str, str, dict[str, Any]]]:
    response = client.post(
        "/batch",
        content="".join(calls) + "--b--",
        headers={"Content-Type": 'multipart/mixed; boundary="b"'},
    )
    head = f"Content-Type: {response.headers['content-type']}\r\n\r\n".encode()
    answers = []
    for part in BytesParser(policy=HTTP).parsebytes(head + response.content).iter_parts():
        status, _, rest = part.get_payload(decode=True).partition(b"\r\n")
        content = json.loads(rest.partition(b"\r\n\r\n")[2])
        answers.append((part["Content-ID"], status.decode(), content))
    return answers


def test_every_call_has_its_own_answer_under_its_own_name(client: TestClient) -> None:
    first, second, third = batch(
        client, call("1", "h=0.25"), call("2", ""), call("3", "h=0.5", "/v1alpha1/nothing")
    )
    assert first[:2] == ("<response-x + 1>", "HTTP/1.1 200 OK")
    assert first[2]["attributeScores"]["TOXICITY"]["summaryScore"]["value"] == 0.25
    assert second[1] == "HTTP/1.1 400 Bad Request"
    assert second[2]["error"]["details"][0]["errorType"] == "COMMENT_EMPTY"
    assert third[1] == "HTTP/1.1 404 Not Found"


@pytest.mark.parametrize("kind", ["application/json", "multipart/mixed; boundary=b", ""])
def test_what_is_no_batch_is_refused(client: TestClient, kind: str) -> None:
    response = client.post("/batch", content="{}", headers={"Content-Type": kind})
    assert response.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_the_discovery_document_leads_to_this_server(client: TestClient) -> None:
    document = client.get("/$discovery/rest?version=v1alpha1&key=k").json()
    assert (document["id"], document["kind"]) == (
        "commentanalyzer:v1alpha1", "discovery#restDescription",
    )  # fmt: skip
    assert (document["rootUrl"], document["servicePath"], document["batchPath"]) == (
        "http://localhost/", "", "batch",
    )  # fmt: skip
    named = set(document["schemas"])
    referred = set(_references(document))
    assert referred <= named
    assert {"AnalyzeCommentRequest", "SuggestCommentScoreRequest"} <= referred


def test_behind_a_proxy_it_leads_where_the_setting_says(serving: Any) -> None:
    client = serving(api_root_url="https://labels.example.org/api")
    document = client.get("/$discovery/rest").json()
    assert document["rootUrl"] == "https://labels.example.org/api/"
    assert client.get("/$discovery/rest?version=v2").status_code == 404


def _references(content: Any) -> list[str]:
    if isinstance(content, dict):
        own = [content["$ref"]] if "$ref" in content else []
        return own + [ref for value in content.values() for ref in _references(value)]
    return [ref for item in content for ref in _references(item)] if type(content) is list else []


@pytest.mark.parametrize(
    ("query", "text", "beginning"),
    [
        ("fields=languages", "h=0.25", '{\n  "languages"'),
        ("fields=languages&prettyPrint=false", "h=0.25", '{"languages":["en"]}'),
        ("prettyPrint=false", "h=0.25", '{"attributeScores":{'),
        ("prettyPrint=true", "h=0.25", '{\n  "attributeScores"'),
        ("fields=nothing", "h=0.25", '{\n  "attributeScores"'),
        ("fields=languages", "", '{\n  "error"'),
        ("alt=json", "h=0.25", '{\n  "attributeScores"'),
    ],
)
def test_a_call_says_how_its_answer_is_written(
    client: TestClient, query: str, text: str, beginning: str
) -> None:
    """The parameters of one call are no other's, in whatever order they stand."""
    path = f"/v1alpha1/comments:analyze?{query}&x="
    plain = call("2", "h=0.5")
    for calls in ((call("1", text, path), plain), (plain, call("1", text, path))):
        response = client.post(
            "/batch",
            content="".join(calls) + "--b--",
            headers={"Content-Type": 'multipart/mixed; boundary="b"'},
        )
        answers = response.text.split("--batch")[1:3]
        if calls[0] is plain:
            answers.reverse()
        asked, other = (answer.partition("\r\n\r\n{")[2] for answer in answers)
        assert ("{" + asked).startswith(beginning)
        assert other.startswith('\n  "attributeScores"')
