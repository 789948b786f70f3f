"""A real site end to end: posted in WordPress' page, labelled, in the queue, rejected in the
dashboard, gone from the page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from driving import on_screen, press, saved, settled
from playwright.sync_api import Browser, Page, expect
from wordpress_site import WordPress, free_port, lacking

from analysis.domain.api_key import Scope
from analysis.services.access.api_keys import create_key
from analysis.services.webhooks.webhooks import add_webhook, webhooks
from analysis.storage.database import Store, open_store

PATIENCE = 180.0
HOSTILE = "You are a pathetic idiot & nobody wants to read your lies – go away."
FRIENDLY = "The ferry leaves at nine on Sundays, as the timetable at the quay says."


@pytest.fixture
def served(tmp_path: Path, sqlite_template: Path) -> Iterator[tuple[Path, str, str]]:
    """A database, and the API on it with its address and a key."""
    database = tmp_path / "moderato.db"
    database.write_bytes(sqlite_template.read_bytes())
    store = open_store(f"sqlite:///{database}")
    _, key = create_key(store, "wordpress", scopes={Scope.COMMENTS, Scope.READ})
    store.close()
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis.cli", "serve", "--port", str(port)],
        env={**os.environ, "MODERATO_DATABASE_URL": f"sqlite:///{database}"},
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    waited(lambda: answer_of(f"{address}/ready"))
    yield database, address, key
    process.terminate()
    process.wait(40)


@pytest.fixture
def wordpress(served: tuple[Path, str, str]) -> Iterator[WordPress]:
    """A site that sends its comments there. Its folder is short: a socket's path has to be."""
    if problem := lacking():
        pytest.skip(problem)
    _, address, key = served
    with tempfile.TemporaryDirectory(prefix="wp-") as folder:
        site = WordPress(Path(folder), address, key)
        try:
            site.start()
            yield site
        finally:
            site.stop()


def answer_of(url: str, **headers: str) -> Any:
    with suppress(OSError):
        request = urllib.request.Request(url, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)
    return None


def waited(what: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < until
        time.sleep(0.5)
    return found


def post(page: Page, site: WordPress, text: str, author: str) -> None:
    page.goto(f"{site.address}/?p=1")
    page.locator("#comment").fill(text)
    page.locator("#author").fill(author)
    page.locator("#email").fill(f"{author.lower()}@example.org")
    page.locator("#submit").click()
    expect(page.get_by_text(text, exact=True)).to_be_visible()


def flagged(address: str, key: str) -> list[Any]:
    answer = answer_of(f"{address}/v1/queue?queue=flagged", **{"x-goog-api-key": key})
    return list(answer["items"]) if answer else []


def sent(store: Store) -> bool:
    ((_, counts),) = webhooks(store)
    return bool(counts.waiting == 0)


@pytest.mark.slow
def test_a_comment_goes_from_the_page_to_the_queue_and_its_rejection_back(
    served: tuple[Path, str, str],
    wordpress: WordPress,
    chromium: Browser,
    serve: Callable[..., str],
    open_page: Callable[..., Page],
) -> None:
    database, address, key = served
    store = open_store(f"sqlite:///{database}")
    secret = f"editor:{wordpress.password}"
    add_webhook(store, "blog", wordpress.address, adapter="wordpress", secret=secret)
    page = chromium.new_page()
    post(page, wordpress, FRIENDLY, "Nora")
    post(page, wordpress, HOSTILE, "Mallory")

    (line,) = waited(lambda: flagged(address, key))
    dashboard = serve(database)
    review = open_page(f"{dashboard}/queue?queue=flagged")
    expect(review.locator(".queue a.item")).to_have_count(1)
    review.locator(".queue a.item").first.click()
    review.wait_for_selector(".review .main")
    settled(review)
    assert on_screen(review) == line["comment"]
    expect(review.locator(".review .main")).to_contain_text("You are a pathetic idiot")
    press(review, "d")
    saved(review)

    def is_gone() -> bool:
        page.goto(f"{wordpress.address}/?p=1")
        return page.get_by_text(HOSTILE, exact=True).count() == 0

    waited(is_gone)
    expect(page.get_by_text(FRIENDLY, exact=True)).to_be_visible()
    waited(lambda: sent(store))

    press(review, "u")
    saved(review)
    waited(lambda: sent(store))
    store.close()


@pytest.mark.slow
def test_what_could_not_be_sent_is_sent_later_and_once(
    served: tuple[Path, str, str], wordpress: WordPress, chromium: Browser
) -> None:
    _, address, key = served
    config = wordpress.folder / "site" / "wp-config.php"
    right = config.read_text()
    config.write_text(right.replace(address, "http://127.0.0.1:9"))
    page = chromium.new_page()
    post(page, wordpress, HOSTILE, "Mallory")
    config.write_text(right)
    wordpress.run_scheduled()
    wordpress.run_scheduled()
    (line,) = waited(lambda: flagged(address, key))
    comment = answer_of(f"{address}/v1/comments/{line['comment']}", **{"x-goog-api-key": key})
    assert comment["text"] == HOSTILE.replace("&", "&amp;")
