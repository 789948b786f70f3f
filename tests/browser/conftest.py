"""The real dashboard in a real Chromium, on a copy of the demo discussions."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driving import settled
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
#: Seconds in which the dashboard must answer; a cold start on two busy cores takes about ten.
STARTS_WITHIN = 90
#: Milliseconds a page may take on a busy machine before a test gives up.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str | None:
    """A Chromium on this machine: named by CHROMIUM, on the path, or installed by Playwright."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests. Its absence fails in CI and is a loud skip elsewhere."""
    path = find_chromium()
    if path is None:
        missing = "no Chromium found: install one, or name it by CHROMIUM=/path/to/chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(f"BROWSER TESTS LEFT OUT: {missing}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def labelled_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo discussions imported and labelled by the rules, made once."""
    from analysis.services.data.imports import import_file
    from analysis.services.data.scoring import score
    from analysis.services.site.pipelines import build_pipeline
    from analysis.services.thresholds.profiles import active_profile
    from analysis.settings import Settings
    from analysis.storage.database import open_store

    folder = tmp_path_factory.mktemp("demo")
    markup = folder / "markup.jsonl"
    markup.write_text(MARKUP, encoding="utf-8")
    path = folder / "demo.db"
    store = open_store(f"sqlite:///{path}", migrate=True)
    for file in (*sorted((ROOT / "seeds" / "demo").iterdir()), markup):
        import_file(store, file)
    # The rules alone are quick and the same on every machine; pictures show the whole product.
    for_pictures = bool(os.environ.get("REFRESH_SCREENSHOTS"))
    settings = Settings(_env_file=None, model="research" if for_pictures else "none")
    score(store, build_pipeline(settings, active_profile(store)))
    store.close()
    return path


#: A comment that would do harm if it were ever read as markup.
MARKUP = (
    '{"id": "markup-1", "thread_id": "markup", "title": "Notes on the fair", "author": "Mallory",'
    ' "text": "You are an idiot. <script>document.title = \\"owned\\"</script>'
    ' <img src=x onerror=\\"document.title = 1\\"> **bold** [link](https://example.org/x)"}\n'
)


@pytest.fixture
def database(labelled_demo: Path, tmp_path: Path) -> Path:
    """A copy of the labelled demo that a test may change."""
    copy = tmp_path / "demo.db"
    shutil.copy(labelled_demo, copy)
    return copy


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Start the dashboard as its command does, in a folder with its secrets; gives its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(database: Path, *, folder: Path = ROOT, **settings: str) -> str:
        port = _free_port()
        log = (tmp_path / f"dashboard-{port}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "--port", str(port)],
            cwd=folder,
            env={**os.environ, "MODERATO_DATABASE_URL": f"sqlite:///{database}", **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        running.append(process)
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, Path(log.name))
        return f"http://127.0.0.1:{port}"

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)


class Server:
    """The dashboard on one port, to be killed without warning and started again."""

    def __init__(self, database: Path, log: Path, **settings: str) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        self.environment = {
            **os.environ,
            "MODERATO_DATABASE_URL": f"sqlite:///{database}",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
        )
        _wait_for(f"{self.url}/_stcore/health", self.process, self.log)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=20)


@pytest.fixture
def server(database: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that a test kills and starts again, on its own copy of the demo."""
    made = Server(database, tmp_path / "server.log")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def demo_url(serve: Callable[[Path], str], database: Path) -> str:
    """The dashboard on the test's own copy of the demo."""
    return serve(database)


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page that may ask this machine only; anything else fails the test at its end."""
    contexts: list[BrowserContext] = []
    outside: list[str] = []
    trouble: list[str] = []

    def open_(url: str, *, width: int = 1280, height: int = 900, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: _note_if_outside(request.url, outside))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(url)
        settled(page)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert outside == [], "a page asked for something outside this machine"
    assert trouble == [], "a script of a page failed"


def _note_if_outside(url: str, outside: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
        outside.append(url)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the dashboard did not start:\n{log.read_text(errors='replace')[-2000:]}")
