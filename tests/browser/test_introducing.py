"""What a newcomer does: home, the queue at a glance, marks that say why, words tried out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import press, settled
from looking import barriers
from playwright.sync_api import Page, expect

from analysis.domain.review import Queue
from analysis.services.moderation.queue import queue_counts
from analysis.storage.database import open_store


def test_home_leads_into_the_review_and_the_queue_shows_five_comments_at_a_glance(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo_url, height=800)
    expect(page).to_have_title("Home · Moderato")
    page.get_by_role("button", name="Review them now").click()
    page.wait_for_selector(".review .main[data-comment]:not([data-comment=''])")
    expect(page).to_have_title("Review · Moderato")
    page.goto(f"{demo_url}/queue?queue=all")
    settled(page)
    boxes = [line.bounding_box() for line in page.locator(".queue a.item").all()]
    whole = [box for box in boxes if box and box["y"] + box["height"] <= 800]
    assert len(whole) >= 5
    page.goto(f"{demo_url}/queue?queue=all&q=ferry")
    settled(page)
    assert {hit.casefold() for hit in page.locator("mark.hit").all_inner_texts()} == {"ferry"}


def test_a_reason_and_its_words_light_each_other_and_a_key_shows_all(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?queue=all&q=ferry&label=disagreement&recommendation=flag")
    reason = page.locator(".reasons li[data-passage]").first
    number = reason.get_attribute("data-passage")
    words = page.locator(f".original mark[data-passage='{number}']")
    reason.hover()
    expect(words.first).to_have_class(r"lane0 lit")
    words.first.focus()
    expect(reason).to_have_class("lit")
    before = page.locator(".reasons li[data-passage]").count()
    shown = page.locator(".original mark[tabindex]").count()
    assert shown == before
    press(page, "a")
    assert page.locator(".reasons li[data-passage]").count() >= before
    press(page, "a")
    expect(page.locator(".reasons li[data-passage]")).to_have_count(before)


@pytest.mark.slow
def test_a_comment_is_tried_while_it_is_typed_and_nothing_is_kept(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/try")
    page.get_by_label("The comment", exact=True).fill("You are an idiot, and you know it.")
    expect(page.locator(".label[data-label=possible_hostility]")).to_contain_text("name calling")
    expect(page.locator(".original mark").first).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("The comment", exact=True).fill("Thanks for the figures.")
    expect(page.locator(".original mark[data-label=possible_hostility]")).to_have_count(0)
    assert "idiot" not in page.url
    store = open_store(f"sqlite:///{database}")
    counts = queue_counts(store)
    store.close()
    page.reload()
    settled(page)
    expect(page.get_by_label("The comment", exact=True)).to_have_value("")
    store = open_store(f"sqlite:///{database}")
    assert queue_counts(store)[Queue.ALL] == counts[Queue.ALL]
    store.close()


@pytest.mark.slow
def test_the_look_is_chosen_once_for_all_screens(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo_url)
    page.get_by_label("Dark", exact=True).check()
    settled(page)
    paper = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    page.wait_for_function(f"{paper} === 'rgb(18, 23, 30)'")
    page.goto(f"{demo_url}/queue")
    settled(page)
    assert page.evaluate(paper) == "rgb(18, 23, 30)"
    page.goto(demo_url)
    settled(page)
    page.get_by_label("As the system has it").check()
    page.wait_for_function(f"{paper} === 'rgb(255, 255, 255)'")


@pytest.mark.slow
def test_an_address_that_no_screen_has_leads_home_in_our_words(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(demo_url)
    for address in ("nowhere", "queue/nowhere"):
        page.goto(f"{demo_url}/{address}")
        settled(page)
        expect(page.get_by_text("There is no page at that address")).to_be_visible()
        assert page.locator("[role=dialog]").count() == 0
