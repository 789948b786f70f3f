"""Network, database, session, version, sleep: a decision waits and is made once, by its person."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from conftest import PATIENCE, Server
from driving import on_screen, press, saved, settled, sign_in
from interrupted import Walk, decisions, save_state
from looking import barriers
from playwright.sync_api import Browser, Page, expect
from sharing import await_silence

from analysis.domain.account import Role
from analysis.services.access.accounts import create_account
from analysis.storage.database import open_store

PASSWORD = "correct horse battery"
#: Seconds of silence after which the server has given a connection up, and some more.
LET_DOWN = 75


def test_a_cut_network_and_a_locked_database_hold_decisions_back(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?queue=all")
    walk = Walk(database, page)
    page.context.set_offline(True)
    walk.decide("d")
    save_state(page, "unsaved")
    # What the page says is said aloud too, and nobody is kept from hearing or pressing it.
    state = page.locator(".save-state")
    assert (state.get_attribute("role"), state.get_attribute("aria-live")) == ("status", "polite")
    expect(state).to_contain_text("Not saved yet (1).")
    assert barriers(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert '"action": "reject"' in Path(download.value.path()).read_text(encoding="utf-8")
    assert decisions(database) == []
    page.context.set_offline(False)
    walk.calm()
    assert walk.lost() == []
    with closing(sqlite3.connect(database, isolation_level=None)) as raw:
        raw.execute("BEGIN EXCLUSIVE")
        walk.decide("f")
        save_state(page, "unsaved")
        raw.execute("ROLLBACK")
    walk.calm()
    assert walk.lost() == []


@pytest.mark.slow
def test_a_network_that_is_gone_for_a_minute_loses_nothing(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?queue=all")
    walk = Walk(database, page)
    page.context.set_offline(True)
    walk.decide("d")
    save_state(page, "unsaved")
    page.wait_for_timeout(60_000)
    save_state(page, "unsaved")
    assert decisions(database) == []
    page.context.set_offline(False)
    walk.calm()
    assert walk.lost() == []


@pytest.mark.slow
def test_a_laptop_that_slept_goes_on_with_what_was_decided_before(
    server: Server, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{server.url}/review?queue=all")
    walk = Walk(database, page)
    devtools = page.context.new_cdp_session(page)
    page.context.set_offline(True)
    walk.decide("d")
    walk.decide("e")
    save_state(page, "unsaved")
    devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    # Asleep for longer than claims last; the server is another one when it wakes.
    with closing(sqlite3.connect(database)) as raw:
        raw.execute("DELETE FROM claim")
        raw.commit()
    server.kill()
    server.start()
    page.context.set_offline(False)
    devtools.send("Page.setWebLifecycleState", {"state": "active"})
    walk.calm()
    assert walk.lost() == []
    walk.decide("f")
    walk.calm()
    assert walk.lost() == []


@pytest.mark.slow
def test_a_browser_that_stood_still_longer_than_the_server_waits_loses_nothing(
    server: Server, database: Path, chromium: Browser
) -> None:
    page = chromium.new_context().new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server.url}/review?queue=all")
    settled(page)
    walk = Walk(database, page)
    walk.decide("d")
    with stopped(chromium):  # at once: nobody knows how far the decision came
        time.sleep(LET_DOWN)
        await_silence(server.url)  # it has given the page up
        with closing(sqlite3.connect(database)) as raw:
            raw.execute("DELETE FROM claim")
            raw.commit()
    walk.decide("e")
    walk.calm()
    assert walk.lost() == []
    page.context.close()


@contextmanager
def stopped(browser: Browser) -> Iterator[None]:
    """All processes of the browser stand still, as on a machine that sleeps; sockets stay open."""
    devtools = browser.new_browser_cdp_session()
    processes = devtools.send("SystemInfo.getProcessInfo")["processInfo"]
    devtools.detach()
    numbers = [int(process["id"]) for process in processes]
    assert len(numbers) > 1
    for number in numbers:
        os.kill(number, signal.SIGSTOP)
    try:
        yield
    finally:
        for number in numbers:
            os.kill(number, signal.SIGCONT)


@pytest.mark.slow
def test_another_version_is_named_and_keeps_what_was_decided(
    server: Server, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{server.url}/review?queue=all")
    walk = Walk(database, page)
    server.kill()
    walk.decide("d")
    page.keyboard.press("n")
    page.keyboard.type("half a thought")
    server.start(version="9.9.9")
    walk.calm()
    assert walk.lost() == []
    expect(page.locator(".review .message")).to_contain_text("Moderato is now version 9.9.9")
    expect(page.get_by_label("Note (optional)")).to_have_value("half a thought")


def end_sessions(database: Path) -> None:
    with closing(sqlite3.connect(database)) as raw:
        raw.execute("DELETE FROM session")
        raw.commit()


@pytest.mark.slow
def test_an_ended_session_keeps_a_decision_for_its_own_person(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    store = open_store(f"sqlite:///{database}")
    create_account(store, "ana", PASSWORD, Role.ADMIN)
    create_account(store, "bo", PASSWORD, Role.MODERATOR, person="ana")
    page = open_page(f"{demo_url}/review?queue=all")
    sign_in(page, "ana", PASSWORD)
    end_sessions(database)
    first = on_screen(page)
    press(page, "d")
    page.get_by_label("Password", exact=True).wait_for()
    assert decisions(database) == []
    # Somebody else at the same browser: ana's decision stays, is named, and can be taken along.
    sign_in(page, "bo", PASSWORD)
    others = page.locator(".save-state .others")
    expect(others).to_contain_text("Decisions of ana on this computer that are not saved yet: 1.")
    assert decisions(database) == []
    with page.expect_download() as download:
        others.get_by_role("button", name="Export").click()
    [entry] = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (entry["person"], entry["comment"], entry["action"]) == ("ana", first, "reject")
    end_sessions(database)
    press(page, "j")
    page.get_by_label("Password", exact=True).wait_for()
    sign_in(page, "ana", PASSWORD)
    saved(page)
    with closing(sqlite3.connect(database)) as raw:
        made = raw.execute("SELECT comment_id, action, person FROM decision").fetchall()
    assert made == [(first, "reject", "ana")]
