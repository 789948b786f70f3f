"""Only requests for the server's own names and from its own pages are answered."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.__main__ import main
from dashboard.launch_options import streamlit_flags
from dashboard.web.allowed_hosts import AllowedHosts


async def _page(_: object) -> PlainTextResponse:
    return PlainTextResponse("all comments")


async def _stream(stream: WebSocket) -> None:
    await stream.accept()
    await stream.send_text("all comments")
    await stream.close()


@pytest.fixture
def client() -> TestClient:
    guard = Middleware(AllowedHosts, further={"Comments.example.org"})
    routes = [Route("/", _page, methods=["GET", "POST"]), WebSocketRoute("/stream", _stream)]
    return TestClient(Starlette(routes=routes, middleware=[guard]))


HEADERS: list[tuple[str, str | None, bool]] = [
    ("localhost:8501", None, True),
    ("LOCALHOST", None, True),
    ("127.0.0.1:8501", "http://127.0.0.1:8501", True),
    ("[::1]:8501", "http://[::1]:8501", True),
    ("comments.example.org", "https://comments.example.org", True),
    ("127.0.0.1:8501", "https://comments.example.org", True),
    ("evil.example", None, False),
    ("evil.example:8501", "http://evil.example:8501", False),
    ("localhost.evil.example", None, False),
    ("evil.example@localhost", None, False),
    ("localhost:8501/x", None, False),
    ("localhost:80x", None, False),
    ("127.0.0.1.", None, False),
    ("127.0.0.2", None, False),
    ("0.0.0.0", None, False),
    ("", None, False),
    ("127.0.0.1:8501", "http://evil.example", False),
    ("127.0.0.1:8501", "http://127.0.0.1:9000", False),
    ("127.0.0.1:8501", "null", False),
    ("127.0.0.1:8501", "http://[", False),
    ("localhost:8501", "http://comments.example.org.evil.example", False),
    ("[::1],evil.example", None, False),
    ("[::1];evil.example", None, False),
    ("[::1]evil.example", None, False),
    ("[::ffff:127.0.0.1]", None, False),
    ("localhost:99999", None, False),
    ("localhost:8501", "ftp://localhost:8501", False),
    ("localhost:8501", "file://localhost:8501", False),
    ("localhost:8501", "//localhost:8501", False),
    ("localhost:8501", "http://localhost:8501/", False),
    ("localhost:8501", "http://evil.example@localhost:8501", False),
    ("localhost:8501", "chrome-extension://localhost:8501", False),
]


@pytest.mark.parametrize(("host", "origin", "allowed"), HEADERS)
def test_host_and_origin_decide(
    client: TestClient, host: str, origin: str | None, allowed: bool
) -> None:
    headers = {"host": host, **({"origin": origin} if origin is not None else {})}
    for method in ("GET", "POST"):
        answer = client.request(method, "/", headers=headers)
        assert (answer.status_code, "comments" in answer.text) == (
            (200, True) if allowed else (403, False)
        )
    refused = nullcontext() if allowed else pytest.raises(WebSocketDisconnect)
    with refused, client.websocket_connect("/stream", headers=headers) as stream:
        assert stream.receive_text() == "all comments"


def test_an_answer_carries_the_headers_that_protect_it(client: TestClient) -> None:
    headers = client.get("/", headers={"host": "localhost"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_no_configuration_file_can_switch_the_protection_off() -> None:
    flags = streamlit_flags()
    assert "--server.enableCORS=true" in flags
    assert "--server.enableXsrfProtection=true" in flags
    assert "--server.enableAgentApi=false" in flags
    assert "--server.trustedUserHeaders={}" in flags


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5"])
def test_other_machines_are_not_let_in_without_accounts(
    address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MODERATO_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(SystemExit) as ended:
        main(["--address", address])
    assert ended.value.code == 2
    assert "there are no accounts yet" in capsys.readouterr().err


STARTS_WITHIN_S = 300  # seconds on an idle machine; far more beside other work


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The dashboard as it is started, in a folder whose configuration would open it."""
    folder = tmp_path_factory.mktemp("start")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text(
        "[global]\ndevelopmentMode = true\n"
        "[server]\nenableCORS = false\nenableXsrfProtection = false\nenableAgentApi = true\n"
        "enableStaticServing = true\nscriptHealthCheckEnabled = true\n"
        'trustedUserHeaders = {"X-User" = "email"}\n'
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "dashboard", "--port", str(number)],
        cwd=folder,
        env={**os.environ, "MODERATO_DATABASE_URL": f"sqlite:///{folder / 'none.db'}"},
        stdout=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + STARTS_WITHIN_S
        while _status(number, "127.0.0.1", "/_stcore/health") != 200:
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.2)
        yield number
    finally:
        process.terminate()
        process.wait()


def _status(port: int, host: str, path: str, **headers: str) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": host, **headers})
        return connection.getresponse().status
    except ConnectionRefusedError:
        return None
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/metrics", "/media/x"])
def test_the_running_server_answers_its_own_names_only(port: int, path: str) -> None:
    for host in (f"127.0.0.1:{port}", f"localhost:{port}"):
        assert _status(port, host, path) in (200, 404, 503)  # 503: no database
    assert _status(port, f"evil.example:{port}", path) == 403


@pytest.mark.parametrize("path", ["/_stcore/script-health-check", "/app/static/app.py"])
def test_a_configuration_in_the_start_folder_opens_nothing(port: int, path: str) -> None:
    # Streamlit answers a path that it doesn't know with its page.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": "127.0.0.1"})
    answer = connection.getresponse()
    kind = answer.getheader("content-type", "")
    assert answer.status in (403, 404) or kind.startswith("text/html")
    connection.close()


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [("127.0.0.1", "127.0.0.1", 101), ("127.0.0.1", "evil.example", 403),
     ("evil.example", "evil.example", 403)],
)  # fmt: skip
def test_the_running_server_opens_its_stream_to_its_own_pages_only(
    port: int, host: str, origin: str, status: int
) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Origin": f"http://{origin}:{port}",
    }
    assert _status(port, f"{host}:{port}", "/_stcore/stream", **upgrade) == status
