"""Every screen, light and dark: no serious barrier (axe-core), no scroll sideways, a picture.

Pictures are written to ``tests/_artifacts``; ``REFRESH_SCREENSHOTS=1`` also refreshes those of the
documentation.
"""

from __future__ import annotations

from collections.abc import Callable

from driving import look, settled
from looking import barriers, keep_picture, width
from playwright.sync_api import Page

from dashboard.screens.screen_list import SCREENS, has_screen
from dashboard.texts import text

#: Whether the page lies on a dark ground, as asked for.
IN_SCHEME = """(dark) => {
  const ground = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor;
  return (Number(ground.match(/\\d+/)[0]) < 128) === dark;
}"""
PRESENT = [screen for screen in SCREENS if has_screen(screen.name) and screen.in_menu]


def test_every_screen_without_serious_barriers_in_light_and_dark(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    found: dict[str, list[str]] = {}
    wide: list[str] = []
    page = open_page(demo_url)
    for scheme in ("light", "dark"):
        look(page, scheme=scheme)
        page.wait_for_function(IN_SCHEME, arg=scheme == "dark")
        for screen in PRESENT[1:] + PRESENT[:1]:  # each is drawn in this scheme, the first one last
            # By the menu, as one goes from screen to screen; addresses are opened on the telephone.
            page.get_by_role("link", name=text(f"shell.{screen.name}"), exact=True).click()
            settled(page)
            page.wait_for_timeout(700)  # charts draw after the script has ended
            name = f"{screen.name}-{scheme}"
            keep_picture(page, name)
            if width(page) > 1280:
                wide.append(name)
            if trouble := barriers(page):
                found[name] = trouble
    assert wide == []
    assert found == {}


def test_reading_works_on_a_telephone(demo_url: str, open_page: Callable[..., Page]) -> None:
    page = open_page(demo_url, width=390, height=844)
    wide: dict[str, int] = {}
    for screen in PRESENT:
        page.goto(f"{demo_url}/{screen.path if not screen.default else ''}")
        settled(page)
        page.wait_for_timeout(800)
        keep_picture(page, f"{screen.name}-telephone")
        if width(page) > 390:
            wide[screen.name] = width(page)
    assert wide == {}
