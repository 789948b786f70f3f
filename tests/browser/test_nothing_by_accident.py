"""Keys that are held, pressed twice or too early decide nothing; undo takes back what it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from driving import on_screen, press, saved, settled
from interrupted import decisions
from playwright.sync_api import Page, expect

from analysis.domain.decision import Action
from analysis.domain.review import Queue, QueueFilter
from analysis.services.moderation.bulk_decisions import decide_many
from analysis.services.moderation.queue import queue_page
from analysis.storage.database import open_store


def test_one_press_is_one_decision_and_nothing_is_decided_unread(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?queue=all")
    page.wait_for_timeout(300)
    first = on_screen(page)
    for _ in range(15):  # a key held for half a second
        page.keyboard.down("d")
        page.wait_for_timeout(33)
    page.keyboard.up("d")
    saved(page)
    assert decisions(database) == [(first, "reject")]
    expect(page.locator(".review .message")).to_contain_text("Rejected · Undo")
    page.get_by_role("button", name="Approve").dblclick()
    page.wait_for_timeout(300)
    saved(page)
    assert len(decisions(database)) == 2
    # Another key, sooner than the comment could have been read.
    page.keyboard.press("e")
    page.keyboard.press("f")
    saved(page)
    assert [action for _, action in decisions(database)] == ["reject", "approve", "escalate"]
    # Undo where it is offered takes back that decision.
    page.locator(".undo-this").click()
    saved(page)
    assert decisions(database)[-1][1] == "undo"
    # While a decision is being saved, keys change nothing about it.
    page.route("**/moderato/commands", lambda route: None, times=1)
    stays = on_screen(page)
    press(page, "d")
    press(page, "k")
    assert on_screen(page) == stays
    press(page, "f")
    expect(page.locator(".review .message")).to_contain_text("still being saved")
    page.unroute("**/moderato/commands")
    page.reload()
    page.locator(".review").wait_for()
    saved(page)
    assert decisions(database)[4:] == [(stays, "reject")]


def test_undo_after_a_bulk_takes_back_the_bulk_and_its_line_does_so_at_any_time(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    store = open_store(f"sqlite:///{database}")
    ids = [item.comment_id for item in queue_page(store, QueueFilter(queue=Queue.ALL)).items[:3]]
    page = open_page(f"{demo_url}/review?queue=all&comment={ids[0]}")
    for key in ("key", "line"):
        decide_many(store, ids, Action.REJECT, person="local", reason_code="spam")
        page.reload()
        page.locator(".review").wait_for()
        settled(page)
        if key == "key":
            press(page, "u")
            saved(page)
            expect(page.locator(".review .message")).to_contain_text("a bulk: Rejected on 3")
            press(page, "u")
        else:
            page.locator(".undo-bulk").last.click()
        saved(page)
        expect(page.locator(".review .message")).to_contain_text(
            "The bulk decision was taken back on 3 comments."
        )
    assert [action for _, action in decisions(database)].count("undo") == 6


def test_a_decision_from_another_page_is_shown_before_it_is_taken_back(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?queue=all")
    settled(page)
    decided = on_screen(page)
    press(page, "d")
    saved(page)
    page.reload()
    page.locator(".review").wait_for()
    settled(page)
    assert on_screen(page) != decided
    message = page.locator(".review .message")

    press(page, "u")
    expect(message).to_contain_text("Your latest decision is on this comment: Rejected.")
    settled(page)
    assert on_screen(page) == decided
    assert [action for _, action in decisions(database)] == ["reject"]

    press(page, "j")  # who looks elsewhere is shown it again
    press(page, "u")
    expect(message).to_contain_text("Your latest decision is on this comment")
    assert [action for _, action in decisions(database)] == ["reject"]

    settled(page)
    press(page, "u")
    saved(page)
    expect(message).to_contain_text("The decision was taken back")
    assert decisions(database) == [(decided, "reject"), (decided, "undo")]
