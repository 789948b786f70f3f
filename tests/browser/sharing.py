"""One dashboard and a few browsers for all tests of a worker: each finds them as if they were new.

Starting a server and filling a browser's cache cost more than most tests. So the server stays
and its database is put back before each test; browsers keep the scripts that they have read, and
forget cookies and what pages stored.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
import urllib.request
from contextlib import closing, suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from forked import fork_dashboard
from playwright.sync_api import BrowserContext, Error, Playwright

ROOT = Path(__file__).resolve().parents[2]
#: Seconds in which the dashboard must answer; a cold start on two busy cores takes about ten.
STARTS_WITHIN = 90
#: One process for all pages of a person: it keeps the scripts that it has compiled.
FLAGS = (
    *("--no-sandbox", "--disable-gpu"),
    *("--force-prefers-reduced-motion", "--process-per-site"),
)
#: A shimmer or a spinner has Chromium paint the page sixty times a second, which takes a tenth of a
#: processor and more from the server that it waits for; so each movement is over at once.
NO_MOTION = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`*, ::before, ::after {
    animation-duration: 1ms !important; animation-iteration-count: 1 !important;
    transition-duration: 1ms !important;
  }`);
  document.adoptedStyleSheets.push(sheet);
}"""
#: A page of the server without any script; it keeps that process alive between two tests.
REST = "/_stcore/health"
#: Seconds until the server has noticed that the pages of the last test are closed.
LEAVES_WITHIN = 10


class NotStarted(Exception):
    """The dashboard ended or kept silent; the text is the end of its log."""


def start_dashboard(
    database: Path,
    *,
    port: int,
    log: Path,
    folder: Path = ROOT,
    version: str | None = None,
    **settings: str,
) -> BaseProcess:
    """Start the dashboard, as ``version`` where one is named, and wait until it answers."""
    log.unlink(missing_ok=True)
    process = fork_dashboard(
        database, port=port, log=log, folder=folder, version=version, **settings
    )
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.is_alive():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return process
        except OSError:
            time.sleep(0.05)
    process.kill()
    raise NotStarted(log.read_text(errors="replace")[-2000:] if log.exists() else "no log")


def stop(process: BaseProcess) -> None:
    """End a dashboard, which has to end within seconds when it is asked to."""
    process.terminate()
    process.join(timeout=20)
    assert process.exitcode is not None, "the dashboard did not end"


def put_back(database: Path, template: Path) -> None:
    """Fill ``database`` with the template's content, under a server that has it open."""
    with (
        closing(sqlite3.connect(template)) as source,
        closing(sqlite3.connect(database, timeout=30)) as target,
    ):
        source.backup(target)


def await_silence(url: str) -> None:
    """Wait until no page is connected: what one still did would fall into the next test."""
    until = time.monotonic() + LEAVES_WITHIN
    while time.monotonic() < until:
        address = f"{url}/_stcore/metrics?families=active_sessions"
        with urllib.request.urlopen(address, timeout=5) as answer:
            if re.search(rb"^active_sessions 0$", answer.read(), re.MULTILINE):
                return
        time.sleep(0.05)
    raise AssertionError("pages of an earlier test are still connected to the shared dashboard")


@dataclass(slots=True)
class Profiles:
    """Browsers with a profile of their own, one for each person of a test, kept between tests."""

    playwright: Playwright
    executable: str
    home: Path
    contexts: list[BrowserContext] = field(default_factory=list)

    def person(self, number: int, url: str) -> BrowserContext:
        """The browser of the test's person ``number``, knowing nothing of earlier tests."""
        while len(self.contexts) <= number:
            self.contexts.append(self._launch(len(self.contexts)))
        try:
            _forget(self.contexts[number], url)
        except Error:  # a test closed it
            self.contexts[number] = self._launch(number)
            _forget(self.contexts[number], url)
        return self.contexts[number]

    def rest(self) -> None:
        """Close the pages of a test; one page stays, since a browser without a page ends."""
        for context in self.contexts:
            with suppress(Error):  # closed by its test; replaced when asked for
                context.set_offline(False)
                context.unroute_all()
                for page in context.pages[1:]:
                    page.close()

    def close(self) -> None:
        """End all browsers."""
        for context in self.contexts:
            context.close()

    def _launch(self, number: int) -> BrowserContext:
        context = self.playwright.chromium.launch_persistent_context(
            self.home / f"person-{number}-{time.monotonic_ns()}",
            executable_path=self.executable,
            args=[*FLAGS],
        )
        if not os.environ.get("REFRESH_SCREENSHOTS"):
            # Pictures show what a person sees; so hurried, a table in the dark is drawn light.
            context.add_init_script(f"({NO_MOTION})()")
        return context


def _forget(context: BrowserContext, url: str) -> None:
    """Forget who somebody was and what pages stored; scripts that were read stay in the cache."""
    context.clear_cookies()
    context.clear_permissions()
    origin = "/".join(url.split("/")[:3])
    page = context.pages[0]
    page.goto(origin + REST)
    client = context.new_cdp_session(page)
    kinds = "cookies,local_storage,indexeddb,service_workers,cache_storage"
    client.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kinds})
    page.evaluate("sessionStorage.clear()")
    client.detach()
