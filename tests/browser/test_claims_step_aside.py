"""What a colleague holds is passed and shown as held; who goes holds nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import on_screen, press, saved, settled
from interrupted import claims
from playwright.sync_api import Page, expect

from analysis.domain.review import QueueFilter
from analysis.services.moderation.claims import hold, let_go
from analysis.services.moderation.queue import queue_page
from analysis.storage.database import open_store

WALK = "0a1b2c3d4e5f.0"


@pytest.mark.slow
def test_who_begins_gets_the_first_free_comment_and_sees_what_is_held(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    store = open_store(f"sqlite:///{database}")
    first, second, third, *_ = [item.comment_id for item in queue_page(store, QueueFilter()).items]
    hold(store, [first, second], person="bo", walk=WALK)
    page = open_page(f"{demo_url}/queue")
    expect(page.locator(".queue a.item .held")).to_have_count(2)
    press(page, "Enter")
    page.locator(".review .main").wait_for()
    settled(page)
    assert on_screen(page) == third
    # Going back shows what is held, with its holder, and takes no decision on it.
    press(page, "k")
    assert on_screen(page) == second
    expect(page.locator(".review .main")).to_contain_text("bo has this comment open")
    press(page, "d")
    expect(page.locator(".review .message")).to_contain_text("bo has this comment open")
    # As soon as it is let go, whoever waits for it has it.
    let_go(store, person="bo", walk=WALK)
    expect(page.get_by_role("button", name="Reject")).to_be_enabled()
    page.goto(f"{demo_url}/queue")
    settled(page)
    page.get_by_role("button", name="Review from here").click()
    page.locator(".review .main").wait_for()
    settled(page)
    assert on_screen(page) == first


def test_a_page_that_is_closed_lets_go_of_everything(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?queue=all")
    first = on_screen(page)
    for key in ("d", "u"):
        press(page, key)
    assert on_screen(page) == first
    assert claims(database) > 0
    page.goto("about:blank")  # with messages still on their way
    for _ in range(200):  # far below a lease's 90 seconds, and enough for a busy machine
        page.wait_for_timeout(100)
        if not claims(database):
            break
    page.wait_for_timeout(500)
    assert claims(database) == 0


@pytest.mark.slow
def test_one_person_decides_in_two_tabs_in_turn_and_nothing_is_refused(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    first = open_page(f"{demo_url}/review?queue=all")
    second = first.context.new_page()
    try:
        second.goto(f"{demo_url}/review?queue=all")
        settled(second)
        decided = []
        for tab in (first, second, first, second, first, second):
            decided.append(on_screen(tab))
            press(tab, "d")
            saved(tab)
            expect(tab.locator(".save-state[data-save='refused']")).to_have_count(0)
        assert len(set(decided)) == len(decided)
    finally:
        second.close()


@pytest.mark.slow
def test_the_last_comment_of_a_queue_is_left_to_the_tab_that_shows_it(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    store = open_store(f"sqlite:///{database}")
    waiting = [item.comment_id for item in queue_page(store, QueueFilter()).items]
    last = open_page(f"{demo_url}/review?comment={waiting[-1]}")
    first = last.context.new_page()
    try:
        first.goto(f"{demo_url}/review?comment={waiting[-2]}")
        settled(first)
        # The first of the queue is the last tab's next one.
        for _ in waiting[1:-1]:
            press(first, "d")
            saved(first)
        expect(first.locator(".review .end")).to_contain_text("open on another page of yours")
        for _ in (waiting[-1], waiting[0]):
            press(last, "d")
            saved(last)
            expect(last.locator(".save-state[data-save='refused']")).to_have_count(0)
        assert not queue_page(store, QueueFilter()).items
        expect(last.locator(".review .end")).to_contain_text("Everything in this queue")
    finally:
        first.close()


@pytest.mark.slow
def test_who_comes_back_to_a_tab_sees_what_became_of_its_comment_in_the_other(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    first = open_page(f"{demo_url}/review")
    second = first.context.new_page()
    try:
        second.goto(f"{demo_url}/review?comment={on_screen(first)}")
        settled(second)
        assert on_screen(second) == on_screen(first)
        press(first, "d")
        saved(first)
        expect(second.locator(".review .main")).not_to_contain_text("Rejected")
        # No window of this browser is ever behind another one, so that it is told by hand.
        second.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(second.locator(".review .main")).to_contain_text("Rejected")
    finally:
        second.close()
