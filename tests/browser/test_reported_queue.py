"""What readers reported: found by a newcomer, narrowed, reviewed, and answered by a decision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import look, on_screen, press, saved, settled
from looking import barriers, width
from playwright.sync_api import Page, expect

from analysis.domain.decision import ReviewState
from analysis.resources import seeds_dir
from analysis.services.data.user_report_imports import import_reports
from analysis.services.moderation.review import review
from analysis.storage.database import Store, open_store


@pytest.fixture
def reported(database: Path) -> Store:
    """The demo with its reports, as `moderato demo` opens it."""
    store = open_store(f"sqlite:///{database}")
    import_reports(store, seeds_dir() / "demo_reports.csv")
    return store


def test_reports_are_found_narrowed_and_answered_by_a_decision(
    reported: Store, demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/queue")
    press(page, "5")
    settled(page)
    assert "queue=reported" in page.url
    lines = page.locator(".queue a.item")
    expect(lines).to_have_count(7)
    expect(
        lines.filter(has_text="3 readers reported it (abusive 2, misinformation 1)")
    ).to_have_count(1)

    # By key: without movement the list is under the pointer before the button is let go.
    page.get_by_label("Reason given").press("ArrowDown")
    page.get_by_role("option", name="threat").click()
    settled(page)
    assert "reason=threat" in page.url
    expect(lines).to_have_count(1)

    press(page, "Escape")
    press(page, "Enter")  # nothing has the focus: the button names this key
    page.wait_for_selector(".review .main[data-comment]:not([data-comment=''])")
    settled(page)
    expect(page.locator(".reports")).to_contain_text("2 readers reported this")
    number = on_screen(page)
    press(page, "d")
    saved(page)
    assert review(reported, number).state is ReviewState.REJECTED
    answered = review(reported, number).reported
    assert answered is not None
    assert answered.waiting == 0

    # This queue is done; the next one that waits is one press away.
    page.get_by_role("button", name="Go on with").click()
    page.wait_for_url(lambda url: "reported" not in url and "reason" not in url)
    main = page.locator(".review .main[data-comment]:not([data-comment=''])")
    expect(main).not_to_have_attribute("data-comment", str(number))


@pytest.mark.slow
def test_what_readers_reported_stands_in_nobodys_way_in_light_and_dark(
    reported: Store, demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/queue")
    for scheme, wide in (("light", 1280), ("dark", 390)):
        look(page, scheme=scheme, width=wide)
        page.goto(f"{demo_url}/queue?queue=reported")
        settled(page)
        expect(page.locator(".queue .badge.reported").first).to_be_visible()
        assert barriers(page) == []
        page.goto(f"{demo_url}/review?queue=reported")
        settled(page)
        expect(page.locator(".reports")).to_be_visible()
        assert barriers(page) == []
        assert width(page) <= wide


@pytest.mark.slow
def test_the_keys_work_on_in_an_empty_queue(demo_url: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{demo_url}/queue?queue=escalated")
    expect(page.get_by_text("This queue is empty.")).to_be_visible()
    press(page, "9")
    page.wait_for_url("**queue=all")
    expect(page.locator(".queue a.item").first).to_be_visible()


@pytest.mark.slow
def test_no_key_pressed_in_the_help_changes_a_key(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/queue")
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    press(page, "x")
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    press(page, "?")
    expect(page.get_by_label("Key for: Next comment")).to_have_value("j")


@pytest.mark.slow
def test_hostile_text_can_be_blurred_from_the_help(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/review?label=possible_hostility&recommendation=flag")
    press(page, "?")
    page.get_by_label("Blur possibly hostile text until I point at it").check()
    press(page, "Escape")
    expect(page.locator(".original.blurred")).to_be_visible()
    press(page, "b")
    expect(page.locator(".original.blurred")).to_have_count(0)
    # The same comment stands in the thread below, among others that are blurred there too.
    here = page.locator(".thread li.here.hurts .said")
    expect(here).to_have_css("filter", "blur(6px)")
    here.hover()
    expect(here).to_have_css("filter", "none")
    expect(page.locator(".thread li:not(.hurts) .said").first).to_have_css("filter", "none")
