"""How fast a server with the shipped model answers, and what happens beyond what it can."""

from __future__ import annotations

import http.client
import json
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest
import uvicorn
from scripted_release import PROFILE, LivePipeline

from analysis.api.app import create_app
from analysis.api.server import build_server
from analysis.settings import load_settings
from analysis.storage.database import open_store

WORDS = "the council has closed one more library and nobody asked the people who use it".split()
PATH = "/v1alpha1/comments:analyze"


def running(
    template: Path, folder: Path, *, build: Any = None, **settings: Any
) -> tuple[int, Callable[[], None]]:
    file = folder / "load.db"
    shutil.copy(template, file)
    url = f"sqlite:///{file}"
    store = open_store(url)
    chosen = load_settings(database_url=url, api_log=False, **settings)
    server = build_server(chosen, store, build=build)
    config = uvicorn.Config(create_app(server), port=0, log_level="warning", access_log=False)
    web = uvicorn.Server(config)
    thread = threading.Thread(target=web.run, daemon=True)
    thread.start()
    while not web.started:
        thread.join(0.05)
        assert thread.is_alive(), "the server ended at once"

    def stop() -> None:
        web.should_exit = True
        thread.join(40)
        store.close()

    return web.servers[0].sockets[0].getsockname()[1], stop


def asked(port: int, connections: int, each: int, words: int) -> tuple[list[float], Counter[int]]:
    """Seconds of every answer, and statuses; every text is another, so that none is known."""
    seconds: list[float] = []
    statuses: Counter[int] = Counter()

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for turn in range(each):
            text = " ".join([f"no {number} {turn}", *(WORDS * 20)])[: words * 5]
            body = {"comment": {"text": text}, "requestedAttributes": {"POSSIBLE_HOSTILITY": {}}}
            begun = time.perf_counter()
            connection.request("POST", PATH, json.dumps(body))
            response = connection.getresponse()
            response.read()
            seconds.append(time.perf_counter() - begun)
            statuses[response.status] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds, statuses


@pytest.mark.slow
def test_answers_at_several_numbers_of_connections(
    sqlite_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port, stop = running(sqlite_template, tmp_path)
    for words in (20, 60, 200):
        for connections in (1, 8, 64):
            begun = time.perf_counter()
            seconds, statuses = asked(port, connections, 256 // connections, words)
            whole = time.perf_counter() - begun
            p50, p95, p99 = (1_000 * quantiles(seconds, n=100)[p - 1] for p in (50, 95, 99))
            with capsys.disabled():
                print(
                    f"\n{words} words, {connections} connections: {len(seconds) / whole:.0f}/s, "
                    f"p50 {p50:.0f} p95 {p95:.0f} p99 {p99:.0f} ms"
                )
            assert set(statuses) == {200}
    stop()


@pytest.mark.slow
def test_beyond_what_it_can_every_request_is_answered_and_none_waits_long(
    sqlite_template: Path, tmp_path: Path
) -> None:
    class Slow(LivePipeline):
        def analyze_apart(self, discussions: Any, *, only: Any) -> Any:
            time.sleep(0.02)
            return super().analyze_apart(discussions, only=only)

    pipeline = Slow()
    port, stop = running(
        sqlite_template, tmp_path, build=lambda *_: (pipeline, PROFILE), api_waiting=16
    )
    _, statuses = asked(port, 128, 5, 20)
    assert sum(statuses.values()) == 128 * 5
    assert set(statuses) <= {200, 503}
    assert statuses[200] > 0
    stop()
