"""Server and database killed at random moments while a site sends and people decide: what was
acknowledged is there, once, and the site hears of every decision under one id.

``-s`` shows how much was sent, killed and delivered.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from api_server import PRELOADED, serve
from databases import PostgresCluster, migrated, private_postgres

from analysis.services.admin.integrity import check
from analysis.services.moderation.decision_feed import decision_feed
from analysis.services.webhooks.webhooks import add_webhook
from analysis.storage.database import Store, open_store
from analysis.storage.lookup import comments_called

KILLS = 12
SENDERS = 6
LONGEST_LIFE = 2.0
"""Seconds after it answers within which a server is killed."""
PATIENCE = 120.0
"""Seconds within which a server must answer again, and the site must have heard of everything."""


@dataclass
class Site:
    """What the site at the other end was told: decisions by the ids of their events."""

    heard: dict[str, list[int]] = field(default_factory=dict)
    refused: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, event: dict[str, Any], dice: random.Random) -> int:
        """Take an event; sometimes it says no although it has, as a site that falls over."""
        with self.lock:
            self.heard.setdefault(event["id"], []).append(event["number"])
            fails = dice.random() < 0.2
            self.refused += fails
        return 500 if fails else 204


@contextmanager
def listening(site: Site) -> Iterator[str]:
    dice = random.Random(3)

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(site.take(json.loads(body), dice))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()


def asked(port: int, path: str, body: Any, key: str) -> Any:
    """The content of a 2xx answer; ``None`` where nobody answered or it was refused for now."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        connection.request("POST" if body is not None else "GET", path,
                           None if body is None else json.dumps(body), headers)  # fmt: skip
        response = connection.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    if response.status >= 500:
        return None
    assert response.status < 300, content
    return json.loads(content)


@dataclass
class Sender:
    """A site that sends a comment and decides on it, each until it is acknowledged."""

    port: int
    name: int
    stopping: threading.Event
    comments: dict[str, int] = field(default_factory=dict)
    decisions: dict[int, int] = field(default_factory=dict)
    tries: int = 0
    problem: BaseException | None = None

    def run(self) -> None:
        """Send until told to stop, and finish what was begun."""
        number = 0
        try:
            while not self.stopping.is_set():
                number += 1
                name = f"s{self.name}-{number}"
                comment = {"id": name, "article_id": "a", "text": f"h=0.9 {name}", "author": "k"}
                taken = self._until("/v1/comments", {"comments": [comment]}, name)
                (stored,) = taken["numbers"]
                self.comments[name] = stored
                body = {"comment": stored, "action": "reject"}
                self.decisions[stored] = self._until("/v1/decisions", body, name)["sequence"]
        except BaseException as problem:  # noqa: BLE001 - the test's thread says so
            self.problem = problem

    def _until(self, path: str, body: Any, key: str) -> Any:
        until = time.monotonic() + PATIENCE
        while (answer := asked(self.port, path, body, key)) is None:
            self.tries += 1
            assert time.monotonic() < until, "nobody answers"
            time.sleep(0.05)
        self.tries += 1
        return answer


def waited(what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until
        time.sleep(0.1)


@dataclass
class Killable:
    """The server and its database, either of which can be killed and started again."""

    url: str
    port: int
    database: PostgresCluster | None
    process: Any = None

    def start(self) -> None:
        processes = multiprocessing.get_context("forkserver")
        processes.set_forkserver_preload(list(PRELOADED))
        self.process = processes.Process(target=serve, args=(self.url, self.port), daemon=True)
        self.process.start()
        waited(lambda: asked(self.port, "/ready", None, "-") is not None)

    def kill_server(self) -> None:
        self.process.kill()
        self.process.join()
        self.start()

    def kill_database(self) -> None:
        assert self.database is not None
        self.database.kill()
        time.sleep(0.2)
        self.database.start()
        waited(lambda: asked(self.port, "/ready", None, "-") is not None)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def killable(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Killable]:
    """A server that runs, on a database of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = private_postgres() if request.param == "postgresql" else None
    try:
        url = f"sqlite:///{tmp_path}/kill.db" if database is None else database.url("postgres")
        migrated(url)
        running = Killable(url, port, database)
        yield running
        if running.process is not None:
            running.process.kill()
            running.process.join()
    finally:
        if database is not None:
            database.remove()


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_is_delivered_under_two_ids(
    killable: Killable,
) -> None:
    dice, site, stopping = random.Random(11), Site(), threading.Event()
    with listening(site) as hook:
        store = open_store(killable.url)
        add_webhook(store, "site", hook, person="local")
        store.close()
        killable.start()
        senders = [Sender(killable.port, name, stopping) for name in range(SENDERS)]
        threads = [threading.Thread(target=sender.run) for sender in senders]
        for thread in threads:
            thread.start()
        for turn in range(KILLS):
            time.sleep(dice.uniform(0.0, LONGEST_LIFE))
            if killable.database is not None and turn % 2:
                killable.kill_database()
            else:
                killable.kill_server()
        stopping.set()
        for thread in threads:
            thread.join(PATIENCE)
        assert [sender.problem for sender in senders] == [None] * SENDERS
        store = open_store(killable.url)
        decided = _everything_is_there_once(store, senders)
        waited(lambda: decided <= {n for numbers in site.heard.values() for n in numbers})
    of_decision: dict[int, set[str]] = {}
    for event, numbers in site.heard.items():
        assert len(set(numbers)) == 1, "an id is of one decision"
        of_decision.setdefault(numbers[0], set()).add(event)
    assert all(len(events) == 1 for events in of_decision.values()), "a decision has one id"
    assert set(of_decision) == decided, "nothing that was not decided"
    with suppress(Exception):
        store.close()
    heard = sum(map(len, site.heard.values()))
    print(
        f"{store.dialect}: {KILLS} kills, {len(decided)} comments and decisions acknowledged in "
        f"{sum(s.tries for s in senders)} tries, {heard} deliveries ({site.refused} answered by "
        "an error)"
    )


def _everything_is_there_once(store: Store, senders: list[Sender]) -> set[int]:
    """The numbers of all decisions that are stored."""
    sent = {name: number for sender in senders for name, number in sender.comments.items()}
    with store.read() as session:
        for name, number in sent.items():
            assert comments_called(session, article_id="a", comment_id=name) == [number]
    entries = []
    while more := decision_feed(store, after=entries[-1].number if entries else 0, limit=500):
        entries += more
    decided = [entry.decision.comment_id for entry in entries]
    assert len(decided) == len(set(decided)), "each was decided once"
    acknowledged = {number for sender in senders for number in sender.decisions}
    assert acknowledged <= set(decided)
    assert check(store, note=False).faults == ()
    return {entry.number for entry in entries}
