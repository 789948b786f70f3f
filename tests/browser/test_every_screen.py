"""Every screen, light and dark, wide and narrow: no serious barrier (axe-core), no scroll sideways.

Pictures are written to ``tests/_artifacts``; ``REFRESH_SCREENSHOTS=1`` also refreshes those of the
documentation.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
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
PRESENT = [screen for screen in SCREENS if has_screen(screen.name)]
IN_MENU = [screen for screen in PRESENT if screen.in_menu]

#: What a page that somebody got a script into would try.
ATTEMPTS = """() => {
  const script = document.createElement("script");
  script.textContent = "window.owned = 1";
  document.head.append(script);
  const picture = new Image();
  picture.src = "http://127.0.0.1:9/x.png";
  document.body.append(picture);
  const holder = document.createElement("div");
  holder.innerHTML = "<img src=x onerror='window.owned = 2'>";
  document.body.append(holder);
}"""


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_every_screen_without_serious_barriers(
    demo_url: str, open_page: Callable[..., Page], scheme: str
) -> None:
    found: dict[str, list[str]] = {}
    wide: list[str] = []
    page = open_page(demo_url)
    look(page, scheme=scheme)
    page.wait_for_function(IN_SCHEME, arg=scheme == "dark")
    for screen in IN_MENU[1:] + IN_MENU[:1]:  # each is drawn in this scheme, the first one last
        # By the menu, as one goes from screen to screen; addresses are opened on the telephone.
        page.get_by_role("link", name=text(f"shell.{screen.name}"), exact=True).click()
        settled(page)
        keep_picture(page, f"{screen.name}-{scheme}")
        if width(page) > 1280:
            wide.append(screen.name)
        if trouble := barriers(page):
            found[screen.name] = trouble
    assert wide == []
    assert found == {}


@pytest.mark.slow
def test_every_address_is_read_on_a_telephone_and_the_content_policy_lets_nothing_else_run(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    blocked: list[str] = []
    wide: dict[str, int] = {}
    page = open_page(demo_url, width=390, height=844)
    page.on(
        "console",
        lambda message: (
            blocked.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    for screen in PRESENT:
        page.goto(f"{demo_url}/{screen.path}")
        settled(page)
        keep_picture(page, f"{screen.name}-telephone")
        if width(page) > 390:
            wide[screen.name] = width(page)
    assert wide == {}
    assert blocked == []
    page.evaluate(ATTEMPTS)
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.owned ?? null") is None
    assert len(blocked) == 3, blocked
