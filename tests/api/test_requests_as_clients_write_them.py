"""What HTTP libraries and other languages' JSON writers make of a request, each answered alike."""

from __future__ import annotations

import gzip
import json
import socket
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from analysis.api.limits import MOST_BYTES
from analysis.api.paths import plain_path
from analysis.api.perspective.partial import part_of
from analysis.domain.api_key import Scope
from analysis.services.access.api_keys import create_key
from analysis.storage.database import Store

ANALYZE = "/v1alpha1/comments:analyze"
BODY = {"comment": {"text": "You h=0.75 clown"}, "requestedAttributes": {"TOXICITY": {}}}
WRITTEN = json.dumps(BODY).encode()


def value(response: Any) -> float:
    return float(response.json()["attributeScores"]["TOXICITY"]["summaryScore"]["value"])


@pytest.mark.parametrize(
    "path",
    [
        f"{ANALYZE}/",
        f"/{ANALYZE}",
        "/v1alpha1//comments:analyze",
        "/v1alpha1/comments%3Aanalyze",
        f"{ANALYZE}/?key=k&alt=json",
    ],
    ids=["slash at the end", "slash before", "slash twice", "colon escaped", "with a query"],
)
def test_an_address_that_was_put_together_loosely_leads_there(
    client: TestClient, path: str
) -> None:
    response = client.post(f"http://localhost{path}", content=WRITTEN, follow_redirects=False)
    assert value(response) == 0.75


@given(st.text("/a:", max_size=8))
def test_a_plain_path_stays_as_it_is(path: str) -> None:
    plain = plain_path(path)
    assert plain_path(plain) == plain
    assert "//" not in plain
    assert plain.replace("/", "") == path.replace("/", "")


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=x"]
)
@pytest.mark.parametrize("path", [ANALYZE, "/v1/analyze"])
def test_the_kind_of_the_body_need_not_be_named(client: TestClient, kind: str, path: str) -> None:
    content = WRITTEN if path == ANALYZE else b'{"texts": [{"text": "h=0.75"}]}'
    headers = {"Content-Type": kind} if kind else {}
    assert client.post(path, content=content, headers=headers).status_code == 200


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_body_may_be_in_any_encoding_of_unicode(client: TestClient, encoding: str) -> None:
    body = {**BODY, "comment": {"text": "h=0.75 \u00e9 \U0001f642"}}
    content = json.dumps(body, ensure_ascii=False).encode(encoding)
    answer = client.post(ANALYZE, content=content).json()["attributeScores"]["TOXICITY"]
    assert answer["spanScores"][0]["end"] == 11


@pytest.mark.parametrize(
    ("packing", "pack"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress),
     ("identity", bytes)],
)  # fmt: skip
def test_a_packed_body_is_unpacked(
    client: TestClient, packing: str, pack: Callable[[bytes], bytes]
) -> None:
    """Google's clients for Java and .NET pack by themselves."""
    headers = {"Content-Encoding": packing}
    assert value(client.post(ANALYZE, content=pack(WRITTEN), headers=headers)) == 0.75
    own = json.dumps({"texts": [{"text": "h=0.75"}]}).encode()
    assert client.post("/v1/analyze", content=pack(own), headers=headers).status_code == 200
    line = client.post("/v1/analyze/stream", content=pack(b'{"text": "a"}'), headers=headers)
    assert "labels" in line.json()


@pytest.mark.parametrize(
    ("packing", "content", "status"),
    [
        ("gzip", WRITTEN, 400),
        ("gzip", gzip.compress(WRITTEN)[:-4], 400),
        ("gzip", gzip.compress(WRITTEN) + b"more", 400),
        ("br", WRITTEN, 415),
        ("gzip", gzip.compress(b" " * (MOST_BYTES + 1)), 413),
    ],
    ids=["not packed", "cut", "more behind", "another packing", "small, and too large"],
)
def test_what_does_not_unpack_is_refused(
    client: TestClient, packing: str, content: bytes, status: int
) -> None:
    headers = {"Content-Encoding": packing}
    for path in (ANALYZE, "/v1/analyze", "/batch"):
        if path == "/batch" and status == 413:  # it may be longer
            continue
        response = client.post(path, content=content, headers=headers)
        assert response.status_code == status
        assert response.json()["error"]["details"]


@given(st.binary(max_size=300_000), st.integers(1, 100_000))
def test_any_body_comes_out_as_it_was_packed(content: bytes, size: int) -> None:
    from analysis.api.limits import _EITHER_HEADER, _unpacked

    packed = gzip.compress(content)
    unpacking = zlib.decompressobj(_EITHER_HEADER)
    parts = [packed[place : place + size] for place in range(0, len(packed), size)]
    assert b"".join(piece for part in parts for piece in _unpacked(unpacking, part)) == content
    assert unpacking.eof


@pytest.mark.parametrize(
    "changed",
    [
        {"requestedAttributes": {"TOXICITY": []}, "context": []},
        {"languages": "en"},
        {"comment": {"text": "h=0.75", "type": 1}, "context": {"entries": {"text": "a"}}},
        {"comment": {"text": "h=0.75", "type": 2}},
        {"requestedAttributes": {"TOXICITY": {"scoreType": 1, "scoreThreshold": 0}}},
        {"requestedAttributes": {"TOXICITY": {"scoreType": 0, "score_threshold": None}}},
    ],
    ids=["PHP's empty objects", "R's single items", "number of plain text", "number of HTML",
         "number of probability", "number of unspecified"],
)  # fmt: skip
def test_other_writers_of_json_are_read(client: TestClient, changed: dict[str, Any]) -> None:
    assert value(client.post(ANALYZE, json={**BODY, **changed})) == 0.75


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"requestedAttributes": []}, "Missing requested_attributes"),
        ({"comment": []}, "Comment must be non-empty."),
        ({"requestedAttributes": {"toxicity": {}}}, "Unknown requested attribute: toxicity"),
        ({"comment": {"text": "a", "type": 3}}, "Invalid value at 'comment.type' (TYPE_ENUM)"),
        (
            {"requestedAttributes": {"TOXICITY": {"scoreType": 4}}},
            "Requested score type RAW is not supported by attribute TOXICITY",
        ),
    ],
)
def test_what_they_leave_out_is_refused_as_left_out(
    client: TestClient, changed: dict[str, Any], message: str
) -> None:
    response = client.post(ANALYZE, json={**BODY, **changed})
    assert response.json()["error"]["message"] == message


@pytest.mark.parametrize(
    ("query", "beginning"),
    [
        ("", b'{\n  "attributeScores"'),
        ("?prettyPrint=true", b'{\n  "attributeScores"'),
        ("?prettyPrint=false&alt=json&%24.xgafv=2", b'{"attributeScores":{"TOXICITY":{'),
    ],
)
def test_an_answer_is_indented_unless_asked_otherwise(
    client: TestClient, query: str, beginning: bytes
) -> None:
    assert client.post(f"{ANALYZE}{query}", json=BODY).content.startswith(beginning)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("languages", {"languages": ["en"]}),
        (
            "attributeScores/TOXICITY/summaryScore/value,detectedLanguages",
            {
                "attributeScores": {"TOXICITY": {"summaryScore": {"value": 0.75}}},
                "detectedLanguages": ["en"],
            },
        ),
        (
            "attributeScores(TOXICITY(spanScores(begin,end)),THREAT/summaryScore/type)",
            {"attributeScores": {"TOXICITY": {"spanScores": [{"begin": 0, "end": 16}]}}},
        ),
        (
            "attributeScores/*/summaryScore/type",
            {"attributeScores": {"TOXICITY": {"summaryScore": {"type": "PROBABILITY"}}}},
        ),
    ],
)
def test_a_part_of_the_answer_may_be_asked_for(
    client: TestClient, fields: str, expected: Any
) -> None:
    assert client.post(ANALYZE, params={"fields": fields}, json=BODY).json() == expected


@pytest.mark.parametrize(
    "fields", ["", "x", "attributeScores/x", "languages,", "(languages", "languages)", "a b", "/"]
)
def test_what_names_no_part_is_answered_with_the_whole(client: TestClient, fields: str) -> None:
    answer = client.post(ANALYZE, params={"fields": fields}, json=BODY).json()
    assert list(answer) == ["attributeScores", "languages", "detectedLanguages"]


@given(st.text("ab/(),* ", max_size=30))
def test_any_selector_is_read_or_refused(fields: str) -> None:
    content = {"a": {"b": [{"a": 1}, 2]}, "b": None}
    assert set(part_of(content, fields)) <= set(content)


def test_a_refusal_is_told_whole(client: TestClient) -> None:
    answer = client.post(ANALYZE, params={"fields": "languages"}, json={}).json()
    assert answer["error"]["details"]


ORIGIN = {"Origin": "https://site.example"}
PREFLIGHT = {
    **ORIGIN,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type,x-goog-api-key",
}


def test_a_page_may_ask_where_its_origin_is_named(serving: Callable[..., TestClient]) -> None:
    client = serving(api_origins="https://site.example")
    preflight = client.options(ANALYZE, headers=PREFLIGHT)
    assert preflight.status_code == 200
    assert "x-goog-api-key" in preflight.headers["access-control-allow-headers"]
    answer = client.post(ANALYZE, json=BODY, headers=ORIGIN)
    assert answer.headers["access-control-allow-origin"] == "https://site.example"
    assert "X-Moderato-Release" in answer.headers["access-control-expose-headers"]


def test_pages_of_every_site_may_ask_once_a_key_is_needed(
    serving: Callable[..., TestClient], sqlite_store: Store
) -> None:
    without = serving(api_origins="*")
    assert without.post(ANALYZE, json=BODY, headers=ORIGIN).status_code == 403
    _, secret = create_key(sqlite_store, "page", scopes={Scope.ANALYZE})
    client = serving(api_origins="*")
    assert client.options(ANALYZE, headers=PREFLIGHT).status_code == 200
    answer = client.post(f"{ANALYZE}?key={secret}", json=BODY, headers=ORIGIN)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")


def test_a_page_that_nobody_named_may_not_ask(client: TestClient) -> None:
    assert client.options(ANALYZE, headers=PREFLIGHT).status_code == 403


@pytest.mark.parametrize(
    ("path", "status"), [("/$discovery/rest?version=v1alpha1", 200), ("/health", 200)]
)
def test_whether_an_address_is_there_can_be_asked_without_its_content(
    client: TestClient, path: str, status: int
) -> None:
    response = client.head(path)
    assert (response.status_code, response.content) == (status, b"")


HEAD = f"POST {ANALYZE} HTTP/%s\r\nContent-Length: {len(WRITTEN)}\r\n".encode()


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (HEAD % b"1.0", WRITTEN),
        (HEAD % b"1.1" + b"Host: localhost\r\nConnection: close\r\n", WRITTEN),
        (
            HEAD % b"1.1" + b"Host: localhost\r\nConnection: close\r\nExpect: 100-continue\r\n",
            WRITTEN,
        ),
        (
            f"POST {ANALYZE} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n".encode()
            + b"Host: localhost\r\nConnection: close\r\n",
            b"5\r\n" + WRITTEN[:5] + b"\r\n%x\r\n" % len(WRITTEN[5:]) + WRITTEN[5:]
            + b"\r\n0\r\n\r\n",
        ),
    ],
    ids=["HTTP/1.0 without a host", "HTTP/1.1", "waits to be told to go on", "chunked"],
)  # fmt: skip
def test_other_ways_of_http_are_answered(address: str, head: bytes, body: bytes) -> None:
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(head + b"\r\n")
        if b"Expect" in head:
            assert connection.recv(1_000).startswith(b"HTTP/1.1 100")
        connection.sendall(body)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.split(b" ", 2)[1] == b"200"
    assert b'"value": 0.75' in answer


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://localhost{}", "localhost", 200),
        ("HTTP://commentanalyzer.googleapis.com{}?key=k", "localhost", 200),
        ("http://127.0.0.1:8000//v1alpha1/comments:analyze/", "elsewhere.example", 200),
        ("http://elsewhere.example{}", "localhost", 403),
        ("http://localhost", "localhost", 404),
    ],
)
def test_a_whole_address_as_written_to_a_proxy_leads_there(
    address: str, target: str, host: str, status: int
) -> None:
    """Its host is the one that counts, whatever the header says (RFC 9112, 3.2.2)."""
    name, port = address.removeprefix("http://").split(":")
    head = (
        f"POST {target.format(ANALYZE)} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
        f"Content-Length: {len(WRITTEN)}\r\n\r\n"
    )
    with socket.create_connection((name, int(port)), timeout=20) as connection:
        connection.sendall(head.encode() + WRITTEN)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert int(answer.split(b" ", 2)[1]) == status
