"""Two dashboards, an API of two workers and a publication at once on one database; what is lost?

``python tests/benchmarks/several_programs.py URL [SECONDS]`` changes the database (``many_rows.py``
makes one). Two people decide by key in two browsers, another program sends comments and decides,
and thresholds are published. Each counts what was confirmed; the database is asked at the end.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from million import THEN
from playwright.sync_api import Page, sync_playwright
from serve_load import free_port, running

from analysis.domain.api_key import Scope
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.services.access.api_keys import create_key
from analysis.services.admin.integrity import check
from analysis.services.moderation.queue import queue_page
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.storage.database import Store, open_store

sys.path += [str(Path(__file__).parents[1] / "browser"), str(Path(__file__).parents[1])]

from conftest import find_chromium
from driving import READ, on_screen, settled
from sharing import FLAGS

SECONDS = 120.0
PATIENCE = 120_000
CONTESTED = 20
"""Of the comments that people come to, those that the other program decides too."""


@dataclass
class Program:
    """What one program was told: requests confirmed, refused ones by status, seconds of each."""

    confirmed: list[Any] = field(default_factory=list)
    refused: dict[int, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def shown(self) -> str:
        if not self.seconds:
            return "nothing"
        median, longest = statistics.median(self.seconds), max(self.seconds)
        count = len(self.confirmed)
        return f"{count} confirmed, refused {self.refused}, {median:.2f} s (longest {longest:.2f})"


def post(port: int, path: str, secret: str, key: str, body: Any) -> int:
    """The status of a POST."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        json.dumps(body).encode(),
        {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {secret}",
            "Idempotency-Key": key,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def send_comments(port: int, secret: str, program: Program, stop: threading.Event) -> None:
    """Comments of a site, ten at a time."""
    number = 0
    while not stop.is_set():
        ids = [f"beside-{number}-{n}" for n in range(10)]
        comments = [
            {"id": each, "article_id": "beside", "text": f"Words of {each} about the tram."}
            for each in ids
        ]
        begun = time.monotonic()
        status = post(port, "/v1/comments", secret, f"comments-{number}", {"comments": comments})
        note(program, status, ids, begun)
        number += 1


def send_decisions(
    port: int, secret: str, ids: list[int], program: Program, stop: threading.Event
) -> None:
    """Decisions of another program, on comments of its own and on some that people look at."""
    for number in ids:
        if stop.is_set():
            return
        begun = time.monotonic()
        body = {"comment": number, "action": "approve"}
        status = post(port, "/v1/decisions", secret, f"decision-{number}", body)
        note(program, status, [number], begun)


def note(program: Program, status: int, ids: list[Any], begun: float) -> None:
    program.seconds.append(time.monotonic() - begun)
    if status < 300:
        program.confirmed += ids
    else:
        program.refused[status] = program.refused.get(status, 0) + 1


def decide_by_key(page: Page, program: Program) -> None:
    """One key of a person, and what the page says has become of it."""
    comment = on_screen(page)
    page.wait_for_timeout(READ)
    begun = time.monotonic()
    page.keyboard.press("f")
    page.wait_for_timeout(20)
    page.locator(".review[data-unsaved='0']").wait_for()
    program.seconds.append(time.monotonic() - begun)
    if page.locator(".save-state[data-save='refused']").count():
        program.refused[409] = program.refused.get(409, 0) + 1
        page.reload()  # looks again, as it is asked to
        settled(page)
    else:
        program.confirmed.append(comment)


@contextmanager
def dashboard(url: str, port: int, log: Path) -> Any:
    environment = {**os.environ, "MODERATO_DATABASE_URL": url}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "--port", str(port)],
            env=environment,
            stdout=out,
            stderr=out,
        )
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.3)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def main() -> None:
    url = sys.argv[1]
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    store = open_store(url)
    before = counted(store)
    stamp = str(int(time.time()))
    _, secret = create_key(
        store, f"beside {stamp}", scopes=[Scope.COMMENTS, Scope.DECIDE, Scope.READ]
    )
    where = QueueFilter(queue=Queue.ALL, sort=Sort.OLDEST)
    own = [item.comment_id for item in queue_page(store, where, page_size=500).items]
    waiting = [item.comment_id for item in queue_page(store, QueueFilter(), page_size=500).items]
    contested = waiting[10 : 10 + 5 * CONTESTED : 5]
    mixed = [*own]
    for at, number in enumerate(contested):
        mixed.insert(at * 4, number)
    people, sites, others = (Program(), Program()), Program(), Program()
    stop = threading.Event()
    publishing: list[str] = []

    def publish() -> None:
        begun = time.monotonic()
        moved: list[int | None] = []
        publish_profile(
            store, THEN, person="local", reason="beside", progress=lambda _, all: moved.append(all)
        )
        publishing.append(f"{moved[-1] or 0:,} moved in {time.monotonic() - begun:.0f} s")

    with tempfile.TemporaryDirectory(prefix="moderato-bench-") as folder, ExitStack() as stack:
        ports = [free_port() for _ in range(3)]
        for at in (0, 1):
            stack.enter_context(dashboard(url, ports[at], Path(folder) / f"{at}.log"))
        serve = [sys.executable, "-m", "analysis.cli", "serve", "--workers", "2"]
        serve += ["--port", str(ports[2]), "--db", url]
        environment = {**os.environ, "MODERATO_MODEL": "none"}
        stack.enter_context(running(serve, ports[2], environment))
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS])
        pages = []
        for at in (0, 1):
            page = chromium.new_context().new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(f"http://127.0.0.1:{ports[at]}/review")
            settled(page)
            pages.append(page)
        print(f"all began, load {os.getloadavg()[0]:.1f}", flush=True)
        threads = [
            threading.Thread(target=send_comments, args=(ports[2], secret, sites, stop)),
            threading.Thread(target=send_decisions, args=(ports[2], secret, mixed, others, stop)),
            threading.Thread(target=publish),
        ]
        for thread in threads:
            thread.start()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for page, program in zip(pages, people, strict=True):
                decide_by_key(page, program)
        stop.set()
        for thread in threads:
            thread.join()
        for page in pages:
            page.locator(".review[data-unsaved='0']").wait_for()
        chromium.close()
        load = os.getloadavg()[0]
    after = counted(store)
    for name, program in (
        ("first dashboard", people[0]),
        ("second dashboard", people[1]),
        ("API, comments", sites),
        ("API, decisions", others),
    ):
        print(f"{name:18}{program.shown()}")
    print(f"publication: {', '.join(publishing) or 'not finished'}; load {load:.1f}")
    grown = {name: after[name] - before[name] for name in after}
    decided = sum(len(program.confirmed) for program in (*people, others))
    print(f"decisions kept {grown['decision']}, confirmed {decided}")
    print(f"comments kept {grown['comment']}, confirmed {len(sites.confirmed)}")
    if store.dialect == "postgresql":
        print(f"deadlocks {grown['deadlocks']}, transactions rolled back {grown['rolled back']}")
    report = check(store, note=False)
    print(f"db check: {len(report.faults)} faults")
    store.close()


def counted(store: Store) -> dict[str, int]:
    """Rows of what may be lost, and what the server says of deadlocks."""
    asked = {
        "decision": "SELECT count(*) FROM decision",
        "comment": "SELECT count(*) FROM comment",
    }
    if store.dialect == "postgresql":
        of_this = "FROM pg_stat_database WHERE datname = current_database()"
        asked["deadlocks"] = f"SELECT deadlocks {of_this}"
        asked["rolled back"] = f"SELECT xact_rollback {of_this}"
    with store.read() as session:
        return {name: int(session.scalar(sa.text(sql)) or 0) for name, sql in asked.items()}


if __name__ == "__main__":
    main()
