"""One request to a polled site: within limits, and credentials nowhere but there."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from polled_sites import Feed, serving

from analysis.domain.errors import BadInput
from analysis.services.data.fetching import Network
from analysis.services.polling import asking
from analysis.services.polling.adapters.base import NotReadable, SiteQuestion
from analysis.services.polling.asking import HttpAsker, checked_address


@pytest.fixture
def feed() -> Iterator[Feed]:
    site = Feed()
    with serving(site):
        yield site


def test_an_address_inside_a_network_is_asked_only_when_allowed(feed: Feed) -> None:
    with pytest.raises(BadInput, match="--allow-private"):
        HttpAsker()(SiteQuestion(feed.url))
    assert feed.asked == []
    assert HttpAsker(allow_private=True)(SiteQuestion(feed.url)).json() == []


@pytest.mark.parametrize("header", ["Authorization", "Api-Key"])
def test_credentials_are_not_sent_in_the_clear(header: str) -> None:
    def no_connection(address: str, port: int, seconds: float) -> socket.socket:
        raise AssertionError("connected")

    asker = HttpAsker(network=Network(lambda host, port: ["93.184.216.34"], no_connection))
    with pytest.raises(BadInput, match="https alone") as refused:
        asker(SiteQuestion("http://blog.example/", {header: "a secret"}))
    assert "a secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["ftp://blog.example/", "blog.example", "https://", "https://a:b@blog.example/",
     "https://blog.example/a b", "https://blog.example:0/", "https://blog.example:x/"],
)  # fmt: skip
def test_what_is_no_site_s_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        checked_address(url)


def test_an_answer_that_is_too_large_is_not_read_to_its_end(feed: Feed) -> None:
    feed.comments = [{"text": "x" * 5_000}]
    with pytest.raises(NotReadable, match="more than 4,000 bytes"):
        HttpAsker(allow_private=True, largest=4_000)(SiteQuestion(feed.url))


def test_an_answer_that_does_not_come_in_time_is_given_up(feed: Feed) -> None:
    feed.before[1] = lambda: time.sleep(1.0)
    begun = time.monotonic()
    with pytest.raises(NotReadable):
        HttpAsker(allow_private=True, patience=0.2)(SiteQuestion(feed.url))
    assert time.monotonic() - begun < 0.9


def test_a_redirect_is_not_followed(feed: Feed) -> None:
    feed.before[1] = lambda: (302, {"Location": f"{feed.url}/elsewhere"}, b"")
    with pytest.raises(NotReadable, match="leads elsewhere"):
        HttpAsker(allow_private=True)(SiteQuestion(feed.url))
    assert len(feed.asked) == 1


def test_a_host_that_nobody_knows_or_answers_is_told() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror

    with pytest.raises(NotReadable, match=r"gone\.example could not be read"):
        HttpAsker(network=Network(resolve))(SiteQuestion("https://gone.example/"))


def test_a_head_that_never_ends_is_given_up_too() -> None:
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with suppress(OSError):
            connection, _ = server.accept()
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while True:
                time.sleep(0.1)
                connection.sendall(b"X: y\r\n")

    threading.Thread(target=answer, daemon=True).start()
    question = SiteQuestion(f"http://127.0.0.1:{server.getsockname()[1]}/")
    begun = time.monotonic()
    with pytest.raises(NotReadable):
        HttpAsker(allow_private=True, patience=0.6)(question)
    assert time.monotonic() - begun < 5.0  # Python itself gives up after a hundred lines
    server.close()


class _Plain:
    """In place of TLS: the connection as it is."""

    def wrap_socket(self, connection: socket.socket, *, server_hostname: str) -> socket.socket:
        return connection


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://blog.example/", "blog.example"),
        ("https://blog.example:443/", "blog.example"),
        ("https://blog.example:8443/", "blog.example:8443"),
        ("https://blog.example:80/", "blog.example:80"),
        ("http://blog.example/", "blog.example"),
        ("http://blog.example:80/", "blog.example"),
        ("http://blog.example:443/", "blog.example:443"),
        ("https://[2001:db8::1]/", "[2001:db8::1]"),
    ],
)
def test_the_host_is_named_without_its_usual_port(
    monkeypatch: pytest.MonkeyPatch, url: str, host: str
) -> None:
    monkeypatch.setattr(asking.ssl, "create_default_context", _Plain)
    here, there = socket.socketpair()
    there.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
    network = Network(resolve=lambda _host, _port: ["2001:db8::1"], dial=lambda *_: here)
    assert HttpAsker(allow_private=True, network=network)(SiteQuestion(url)).json() == []
    asked = there.recv(65_536).decode("ascii").split("\r\n")
    there.close()
    assert [line for line in asked if line.startswith("Host:")] == [f"Host: {host}"]
