"""A page from the web: public hosts only, by the address that was checked, within limits."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from analysis.domain.errors import BadInput
from analysis.services.data import fetching
from analysis.services.data.fetching import Network, fetch_page, is_public

PUBLIC = "93.184.216.34"
PAGE = b"<html><body><p>The ferry left.</p></body></html>"
ANSWERS = {
    "/page": (200, {"Content-Type": "text/html"}, PAGE),
    "/closed/page": (200, {"Content-Type": "text/html"}, PAGE),
    "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /closed/\n"),
    "/moved": (302, {"Location": "/page"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/inside": (302, {"Location": "http://intranet.example/secret"}, b""),
    "/file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/film": (200, {"Content-Type": "video/mp4"}, b"x"),
    "/gone": (404, {}, b""),
    "/large": (200, {"Content-Type": "text/html"}, b"x" * 3000),
}
NAMES = {
    "news.example": [PUBLIC],
    "intranet.example": ["10.0.0.7"],
    "mixed.example": [PUBLIC, "127.0.0.1"],
}


class _Site(BaseHTTPRequestHandler):
    hosts: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    site = HTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()

    def resolve(host: str, port: int) -> list[str]:
        if host not in NAMES:
            raise OSError
        return NAMES[host]

    def dial(address: str, port: int, seconds: float) -> socket.socket:
        assert address == PUBLIC, "connected to another address than the one that was looked at"
        return socket.create_connection(site.server_address[:2], timeout=seconds)

    yield Network(resolve, dial)
    site.shutdown()


@pytest.mark.parametrize("path", ["/page", "/moved"])
def test_a_public_page_is_read_with_its_redirects(network: Network, path: str) -> None:
    page = fetch_page(f"http://news.example{path}", network=network)
    assert (page.content, page.url) == (PAGE, "http://news.example/page")
    assert page.name == "news.example-page.html"
    assert set(_Site.hosts) == {"news.example"}


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://intranet.example/", "inside a network"),
        ("http://mixed.example/", "inside a network"),
        ("http://news.example/inside", "inside a network"),
        ("http://news.example/file", "Only http and https"),
        ("http://news.example/round", "more than 5 times"),
        ("http://news.example/closed/page", "robots.txt"),
        ("http://news.example/film", "expected a page of text"),
        ("http://news.example/gone", "404"),
        ("http://nowhere.example/", "no host"),
        ("http://me:secret@news.example/page", "name or password"),
        ("ftp://news.example/page", "Only http and https"),
        ("http://news.example:99999/", "no web address"),
        ("http://news.example/a\r\nX: y", "no web address"),
    ],
)
def test_what_may_not_or_can_not_be_read_is_refused(
    network: Network, url: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        fetch_page(url, network=network)


def test_a_page_beyond_the_limit_is_refused(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    with pytest.raises(BadInput, match="larger"):
        fetch_page("http://news.example/large", network=network)


def test_a_page_that_takes_too_long_is_refused(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 0.0)
    with pytest.raises(BadInput, match="seconds"):
        fetch_page("http://news.example/page", network=network)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:53aa:64c:0:fb:7ffe:1",
        "ff02::1", "not-an-address",
    ],
)  # fmt: skip
def test_addresses_inside_a_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "1.1.1.1"])
def test_near_miss_public_addresses(address: str) -> None:
    assert is_public(address)
