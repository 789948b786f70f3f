"""Receivers that do not answer, or never end: each costs its time once, and holds up no other."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from deciding import decide
from scripted import filled

from analysis.domain.decision import Action
from analysis.services.webhooks import sending
from analysis.services.webhooks.adapters.base import SiteRequest, SiteResponse
from analysis.services.webhooks.outbox import NOT_ASKED, fill_outboxes, send_due
from analysis.services.webhooks.sending import send_by_http
from analysis.services.webhooks.webhooks import add_webhook, webhooks
from analysis.storage.database import Store


@contextmanager
def answering(first: bytes, again: bytes, pause: float) -> Iterator[str]:
    """A receiver that writes ``first``, then ``again`` over and over."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with suppress(OSError):
            connection, _ = server.accept()
            connection.recv(65_536)
            connection.sendall(first)
            while again:
                time.sleep(pause)
                connection.sendall(again)
            connection.close()

    threading.Thread(target=answer, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/hook"
    finally:
        server.close()


SLOW = {
    "nothing at all": (b"", b""),
    "a head without an end": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "a body without an end": (b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", b"x"),
    "a body of unknown length": (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    "an error without an end": (b"HTTP/1.1 500 No\r\nContent-Length: 9000\r\n\r\n", b"x"),
}


@pytest.mark.parametrize("case", list(SLOW))
def test_a_receiver_that_never_ends_is_left_in_time(
    monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.6)
    first, again = SLOW[case]
    with answering(first, again or b" ", 0.1 if again else 30.0) as url:
        begun = time.monotonic()
        with pytest.raises(OSError):
            send_by_http(SiteRequest("POST", url, {}, b"{}"))
    assert time.monotonic() - begun < 10.0


def test_a_receiver_that_answers_is_read_as_it_was() -> None:
    answer = b"HTTP/1.1 410 Gone\r\nContent-Length: 4\r\n\r\nbody"
    with answering(answer, b"", 0.0) as url:
        response = send_by_http(SiteRequest("POST", url, {}, b"{}"))
    assert (response.status, response.body) == (410, b"body")


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    answer = b"HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    with answering(answer, b"", 0.0) as url:
        assert send_by_http(SiteRequest("POST", url, {}, b"{}")).status == 307


@pytest.mark.slow
def test_one_that_does_not_answer_holds_up_no_other(sqlite_store: Store, tmp_path: Path) -> None:
    numbers = filled(sqlite_store, tmp_path, {f"k{n}": "h=0.9" for n in range(30)})
    for name in ("dead", "alive"):
        add_webhook(sqlite_store, name, f"https://{name}.example/hook")
    for number in numbers.values():
        decide(sqlite_store, number, Action.REJECT, person="local", seen_sequence=0)
    asked: list[str] = []

    def site(request: SiteRequest) -> SiteResponse:
        name = request.url.split("//")[1].split(".")[0]
        asked.append(name)
        if name == "dead":
            raise TimeoutError
        return SiteResponse(200, b"")

    fill_outboxes(sqlite_store)
    assert send_due(sqlite_store, site) == 20
    assert (asked.count("dead"), asked.count("alive")) == (1, 10)
    while send_due(sqlite_store, site):
        pass
    outcomes = {webhook.name: counts for webhook, counts in webhooks(sqlite_store)}
    assert outcomes["alive"].delivered == 30
    assert (outcomes["dead"].delivered, outcomes["dead"].waiting) == (0, 30)
    assert outcomes["dead"].outcome in ("TimeoutError", NOT_ASKED)
    assert asked.count("dead") <= 4, "once in a turn"
