"""A keyboard alone reviews a queue, and what it decided is there after a reload."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import on_screen, press, saved, settled
from playwright.sync_api import Page, expect

from analysis.domain.decision import ReviewState
from analysis.domain.review import Queue, QueueFilter
from analysis.services.moderation.queue import queue_page
from analysis.services.moderation.review import review
from analysis.storage.database import open_store


def test_filter_review_three_by_keyboard_and_find_them_after_a_reload(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/queue")
    first_of_all = page.locator(".queue a.item").first
    expect(first_of_all).to_be_visible()

    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Label", exact=True).click()
    page.get_by_role("option", name="Possible hostility").click()
    settled(page)
    assert "label=possible_hostility" in page.url

    press(page, "Escape")
    press(page, "Escape")  # the list of choices, then the filters
    press(page, "j")
    press(page, "Enter")
    page.wait_for_selector(".review .main")
    settled(page)
    decided = {}
    for key, state in (
        ("f", ReviewState.APPROVED),
        ("d", ReviewState.REJECTED),
        ("e", ReviewState.ESCALATED),
    ):
        decided[on_screen(page)] = state
        press(page, key)
    saved(page)
    assert len(decided) == 3

    store = open_store(f"sqlite:///{database}")
    assert {id_: review(store, id_).state for id_ in decided} == decided

    page.reload()
    settled(page)
    assert on_screen(page) not in decided
    page.goto(f"{demo_url}/queue?queue=decided")
    settled(page)
    expect(page.locator(".queue a.item")).to_have_count(2)
    page.goto(f"{demo_url}/queue?queue=escalated")
    settled(page)
    expect(page.locator(".queue a.item")).to_have_count(1)


def test_undo_brings_the_comment_back(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review")
    first = on_screen(page)
    press(page, "d")
    assert on_screen(page) != first
    press(page, "u")
    assert on_screen(page) == first
    saved(page)
    expect(page.locator(".review .message")).to_contain_text("taken back")
    store = open_store(f"sqlite:///{database}")
    seen = review(store, first)
    assert seen.state is ReviewState.OPEN
    assert [d.action.value for d in seen.decisions] == ["reject", "undo"]


def test_keys_are_ignored_while_typing_and_the_note_goes_with_the_decision(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review")
    first = on_screen(page)
    press(page, "n")
    page.keyboard.type("fed just jokes")
    assert on_screen(page) == first
    press(page, "Enter")
    press(page, "d")
    saved(page)
    [decision] = review(open_store(f"sqlite:///{database}"), first).decisions
    assert (decision.action.value, decision.note) == ("reject", "fed just jokes")


@pytest.mark.slow
def test_next_and_previous_move_without_deciding(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review")
    first = on_screen(page)
    press(page, "j")
    second = on_screen(page)
    press(page, "k")
    assert (second != first, on_screen(page)) == (True, first)
    store = open_store(f"sqlite:///{database}")
    assert queue_page(store, QueueFilter(queue=Queue.DECIDED)).total == 0


@pytest.mark.slow
def test_digits_choose_queues_and_slash_leads_to_the_search(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review")
    press(page, "9")
    page.wait_for_url("**queue=all**")
    settled(page)
    press(page, "/")
    page.wait_for_selector(".queue")
    settled(page)
    expect(page.get_by_label("Search", exact=True)).to_be_focused()


@pytest.mark.slow
def test_help_shows_every_key_and_a_key_can_be_changed(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review")
    first = on_screen(page)
    press(page, "?")
    dialog = page.locator("dialog[open]")
    field = dialog.get_by_label("Key for: Next comment")
    field.fill("c")
    field.blur()
    expect(dialog.get_by_role("alert")).to_contain_text("not free")
    field.fill("x")
    field.blur()
    dialog.get_by_role("button", name="Close").click()
    press(page, "j")
    assert on_screen(page) == first
    press(page, "x")
    assert on_screen(page) != first


def test_two_moderators_never_decide_the_same_comment_unknowingly(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    # Without accounts both are the same person: two pages pass each other, but a link opens what
    # the other has open. Then the second decision must be refused and its author told.
    ana = open_page(f"{demo_url}/review")
    first = on_screen(ana)
    bo = open_page(f"{demo_url}/review?comment={first}")
    assert on_screen(bo) == first
    press(ana, "f")
    saved(ana)
    press(bo, "d")
    saved(bo)
    expect(bo.locator(".review [role=alert]")).to_be_visible()
    assert review(open_store(f"sqlite:///{database}"), first).state is ReviewState.APPROVED
