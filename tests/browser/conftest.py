"""The real dashboard in a real Chromium, on the labelled demo discussions.

A start of the server and a browser without a cache cost more processor time than most tests. So
the tests of a worker share one dashboard and one browser for each person, and find both as new;
what starts nevertheless is forked from a process that has imported the program (``forked``).
A new test asks for

- ``demo_url``, the address of the shared dashboard, and ``database``, its file: the labelled demo,
  put back before the test. A test may change it through services while the server runs;
- ``open_page(url, width=, height=, scheme=)``, the page of one more person: the second call is
  another browser with cookies of its own. To look again as the same person, use ``page.goto``, and
  ``driving.look`` for another width or scheme: that costs a third of a new person. Cookies, stored
  pages, routes and being offline are forgotten between tests; don't close ``page.context``;
- ``serve(database)`` or ``server`` only where the test is about the process: other settings, a
  kill, a job that goes on, heads or rules that a process remembers.

What can be seen without a browser belongs in ``tests/dashboard`` (a screen drawn by Streamlit's
AppTest), what needs no screen in ``tests/services``.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from driving import look, settled
from labelled_demo import with_more
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from sharing import FLAGS, NotStarted, Profiles, await_silence, put_back, start_dashboard, stop

ROOT = Path(__file__).resolve().parents[2]
#: Milliseconds a page may take on a busy machine before a test gives up.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str | None:
    """A Chromium on this machine: named by CHROMIUM, on the path, or installed by Playwright.

    Where there is one without a window's parts, as Playwright itself drives it, that is taken: it
    starts with a sixth of the processor time and opens a page with half.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in (
        *("chromium-headless-shell", "chromium", "chromium-browser"),
        *("google-chrome", "google-chrome-stable"),
    ):
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A Chromium. Its absence fails in CI and is a loud skip elsewhere."""
    path = find_chromium()
    if path is None:
        missing = "no Chromium found: install one, or name it by CHROMIUM=/path/to/chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(f"BROWSER TESTS LEFT OUT: {missing}")
    return path


@pytest.fixture(scope="session")
def playwright_session(chromium_path: str) -> Iterator[Playwright]:
    """What drives every browser of this worker."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(chromium_path: str, playwright_session: Playwright) -> Iterator[Browser]:
    """A browser that remembers nothing, for tests that need a first visit."""
    browser = playwright_session.chromium.launch(executable_path=chromium_path, args=[*FLAGS])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def profiles(
    chromium_path: str, playwright_session: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Profiles]:
    """The browsers of the people in a test, kept between tests with the scripts they have read."""
    home = tmp_path_factory.mktemp("profiles")
    kept = Profiles(playwright_session, chromium_path, home)
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def labelled_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo discussions and hostile markup, labelled; made once."""
    markup = tmp_path_factory.mktemp("demo") / "markup.jsonl"
    markup.write_text(MARKUP, encoding="utf-8")
    # Pictures show the whole product.
    model = "open" if os.environ.get("REFRESH_SCREENSHOTS") else "none"
    return with_more(tmp_path_factory, "markup", markup, model=model)


#: A comment that would do harm if it were ever read as markup.
MARKUP = (
    '{"id": "markup-1", "thread_id": "markup", "title": "Notes on the fair", "author": "Mallory",'
    ' "text": "You are an idiot. <script>document.title = \\"owned\\"</script>'
    ' <img src=x onerror=\\"document.title = 1\\"> **bold** [link](https://example.org/x)"}\n'
)


@pytest.fixture(scope="session")
def shared_database(labelled_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that this worker's shared dashboard has open."""
    path = tmp_path_factory.mktemp("shared") / "demo.db"
    shutil.copy(labelled_demo, path)
    return path


@pytest.fixture(scope="session")
def shared_url(shared_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """This worker's dashboard; it stays while its database is put back before each test."""
    port = _free_port()
    log = tmp_path_factory.mktemp("log") / "dashboard.log"
    try:
        process = start_dashboard(shared_database, port=port, log=log)
    except NotStarted as problem:
        pytest.fail(f"the dashboard did not start:\n{problem}")
    yield f"http://127.0.0.1:{port}"
    stop(process)


@pytest.fixture
def database(request: pytest.FixtureRequest, labelled_demo: Path, tmp_path: Path) -> Path:
    """A labelled demo that a test may change: the shared dashboard's, else a copy of its own."""
    if "demo_url" in request.fixturenames:
        url = request.getfixturevalue("shared_url")
        shared: Path = request.getfixturevalue("shared_database")
        put_back(shared, labelled_demo)  # without accounts, who keep its metrics to themselves
        await_silence(url)
        put_back(shared, labelled_demo)
        return shared
    copy = tmp_path / "demo.db"
    shutil.copy(labelled_demo, copy)
    return copy


@pytest.fixture
def demo_url(shared_url: str, database: Path) -> str:
    """The dashboard on the test's own demo."""
    return shared_url


@pytest.fixture(scope="session")
def own_port() -> int:
    """The port of tests that start a dashboard: browsers know its scripts from the test before."""
    return _free_port()


@pytest.fixture
def serve(tmp_path: Path, own_port: int) -> Iterator[Callable[..., str]]:
    """Start a dashboard of the test's own, in a folder with its secrets; gives its address."""
    running: list[BaseProcess] = []

    def start(database: Path, *, folder: Path = ROOT, **settings: str) -> str:
        port = _free_port() if running else own_port
        log = tmp_path / f"dashboard-{port}.log"
        try:
            process = start_dashboard(database, port=port, log=log, folder=folder, **settings)
        except NotStarted as problem:
            pytest.fail(f"the dashboard did not start:\n{problem}")
        running.append(process)
        return f"http://127.0.0.1:{port}"

    yield start
    for process in running:
        stop(process)


class Server:
    """The dashboard on one port, to be killed without warning and started again."""

    def __init__(self, database: Path, log: Path, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        self.database = database
        self.process: BaseProcess | None = None

    def start(self, *, version: str | None = None) -> None:
        """Start it, as another version of the program where one is named."""
        self.process = start_dashboard(self.database, port=self.port, log=self.log, version=version)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.join(timeout=20)


@pytest.fixture
def server(database: Path, tmp_path: Path, own_port: int) -> Iterator[Server]:
    """A server that a test kills and starts again, on its own copy of the demo."""
    made = Server(database, tmp_path / "server.log", own_port)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def open_page(profiles: Profiles) -> Iterator[Callable[..., Page]]:
    """Open a page as one more person; asking another machine fails the test at its end."""
    people = 0
    outside: list[str] = []
    trouble: list[str] = []

    def open_(url: str, *, width: int = 1280, height: int = 900, scheme: str = "light") -> Page:
        nonlocal people
        page = profiles.person(people, url).new_page()
        people += 1
        look(page, width=width, height=height, scheme=scheme)
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: _note_if_outside(request.url, outside))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(url)
        settled(page)
        return page

    yield open_
    profiles.rest()
    assert outside == [], "a page asked for something outside this machine"
    assert trouble == [], "a script of a page failed"


def _note_if_outside(url: str, outside: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
        outside.append(url)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
