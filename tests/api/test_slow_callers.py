"""Callers that open a connection and send nothing, or never end, keep nobody else out."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator

import pytest
from answering import answering

from analysis.api import connections, limits
from analysis.storage.database import Store

HEAD = (
    b"POST /v1alpha1/comments:analyze HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/json\r\n"
)
BODY = json.dumps({"comment": {"text": "h=0.75"}, "requestedAttributes": {"TOXICITY": {}}}).encode()
WHOLE = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
ENOUGH = 10.0
"""Seconds after which a connection that is still open counts as open for ever."""


@pytest.fixture
def port(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.4)
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.4)
    with answering(sqlite_store) as address:
        yield int(address.rpartition(":")[2])


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=ENOUGH)


def answers(connection: socket.socket) -> bytes:
    """All that comes until the server closes; it resets where bytes of ours are still on the way,
    and what it answered before that has been read."""
    received = b""
    try:
        while more := connection.recv(65_536):
            received += more
    except ConnectionResetError:
        pass
    return received


def answer(connection: socket.socket) -> bytes:
    """One answer of a connection that stays open."""
    received = b""
    while b"detectedLanguages" not in received:
        received += connection.recv(65_536)
    return received


def trickle(connection: socket.socket, content: bytes) -> None:
    """Send a byte at a time, as somebody does who wants to keep a connection busy."""

    def send() -> None:
        try:
            for byte in content:
                connection.sendall(bytes([byte]))
                time.sleep(0.1)
        except OSError:
            return

    threading.Thread(target=send, daemon=True).start()


@pytest.mark.parametrize("sent", [b"", HEAD, b"POST"], ids=["nothing", "half a head", "a word"])
def test_a_request_that_does_not_come_ends_its_connection(port: int, sent: bytes) -> None:
    with connected(port) as connection:
        connection.sendall(sent)
        assert answers(connection) == b""


def test_bytes_that_trickle_in_gain_no_time(port: int) -> None:
    with connected(port) as connection:
        trickle(connection, HEAD * 10)
        begun = time.monotonic()
        assert answers(connection) == b""
        assert time.monotonic() - begun < ENOUGH / 2


def test_a_further_request_of_a_connection_has_to_come_in_time_too(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(WHOLE)
        assert answer(connection).startswith(b"HTTP/1.1 200")
        connection.sendall(HEAD)
        assert answers(connection) == b""


def test_a_connection_may_rest_between_two_requests(port: int) -> None:
    with connected(port) as connection:
        for _ in range(3):
            connection.sendall(WHOLE)
            assert answer(connection).startswith(b"HTTP/1.1 200")
            time.sleep(0.6)


@pytest.mark.parametrize("path", ["/v1alpha1/comments:analyze", "/v1/analyze", "/batch"])
def test_a_body_that_does_not_come_is_answered_in_the_services_shape(port: int, path: str) -> None:
    head = HEAD.replace(b"/v1alpha1/comments:analyze", path.encode())
    with connected(port) as connection:
        connection.sendall(head + b"Content-Length: 5000\r\n\r\n")
        trickle(connection, BODY)
        status, _, body = answers(connection).partition(b"\r\n\r\n")
    assert status.startswith(b"HTTP/1.1 408")
    error = json.loads(body)["error"]
    assert (error["status"], bool(error["details"])) == ("DEADLINE_EXCEEDED", True)


def test_a_stream_may_take_its_time(port: int) -> None:
    head = HEAD.replace(b"/v1alpha1/comments:analyze", b"/v1/analyze/stream")
    line = b'{"text": "h=0.75"}\n'
    with connected(port) as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
        for _ in range(2):
            time.sleep(0.6)
            connection.sendall(b"%x\r\n%s\r\n" % (len(line), line))
        connection.sendall(b"0\r\n\r\n")
        assert answers(connection).count(b'"text_pipeline"') == 2


@pytest.mark.parametrize("path", [b"/v1alpha1/comments:analyze", b"/v1/analyze", b"/batch",
                                  b"/v1/analyze/stream"])  # fmt: skip
@pytest.mark.parametrize("whole", [False, True], ids=["leaves", "stays"])
def test_who_leaves_before_the_body_is_there_is_no_fault_of_ours(
    sqlite_store: Store, path: bytes, *, whole: bool, caplog: pytest.LogCaptureFixture
) -> None:
    body = b'{"texts": [{"text": "h=0.5"}]}'
    head = b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % (path, len(body))
    with answering(sqlite_store) as address:
        port = int(address.rpartition(":")[2])
        with connected(port) as connection:
            connection.sendall(head + (body if whole else body[:9]))
            if whole:
                connection.recv(1)
        statuses: set[bytes] = set()
        until = time.monotonic() + ENOUGH
        while not statuses and time.monotonic() < until:
            with urllib.request.urlopen(f"{address}/metrics") as answer:
                counted = re.findall(
                    rb'_requests_total{route="(.+)",status="(\d+)"}', answer.read()
                )
            statuses = {status for route, status in counted if route == path}
    assert [status == b"499" for status in statuses] == [not whole]
    assert "failed" not in caplog.text
