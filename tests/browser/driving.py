"""How a test waits for the dashboard and presses its keys."""

from __future__ import annotations

from playwright.sync_api import Page


def settled(page: Page) -> None:
    """Wait until Streamlit has drawn what was asked for."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    # Components are fetched and drawn after the script has ended.
    page.wait_for_timeout(300)


def press(page: Page, key: str) -> None:
    """Press a key and let the page draw."""
    page.keyboard.press(key)
    page.wait_for_timeout(60)


def saved(page: Page) -> None:
    """Wait until the server has confirmed everything this page decided."""
    page.wait_for_timeout(300)
    settled(page)


def on_screen(page: Page) -> int:
    """The number of the comment under review."""
    main = page.locator(".review .main[data-comment]:not([data-comment=''])")
    return int(main.get_attribute("data-comment") or 0)
