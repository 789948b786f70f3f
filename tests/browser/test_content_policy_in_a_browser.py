"""The Content-Security-Policy lets everything of ours run and nothing else; tokens stay hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from driving import settled
from playwright.sync_api import Page, expect

from analysis.domain.account import Role
from analysis.services.access.accounts import create_account
from analysis.storage.database import open_store
from dashboard.screens.screen_list import SCREENS, has_screen

PASSWORD = "a long enough password"
PATHS = [screen.path for screen in SCREENS if has_screen(screen.name)]

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


def test_every_screen_draws_and_nothing_else_runs(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    blocked: list[str] = []
    page = open_page(demo_url)
    page.on(
        "console",
        lambda message: (
            blocked.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    for path in PATHS:
        page.goto(f"{demo_url}/{path}")
        settled(page)
        page.wait_for_timeout(700)  # charts draw after the script has ended
    assert blocked == []
    page.evaluate(ATTEMPTS)
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.owned ?? null") is None
    assert len(blocked) == 3, blocked


def test_no_script_of_a_page_sees_the_session_which_a_reload_keeps(
    serve: Callable[..., str], database: Path, open_page: Callable[..., Page]
) -> None:
    create_account(open_store(f"sqlite:///{database}"), "ada", PASSWORD, Role.ADMIN)
    url = serve(database)
    page = open_page(url)
    page.get_by_role("textbox", name="Name").fill("ada")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Signed in as ada").wait_for()
    settled(page)
    [cookie] = [one for one in page.context.cookies() if one["name"] == "moderato_session"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert "moderato_session" not in page.evaluate("() => document.cookie")
    page.reload()
    expect(page.get_by_text("Signed in as ada")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("textbox", name="Password")).to_be_visible()
    settled(page)
    for _ in range(50):  # the page asks for it to be taken away
        if "moderato_session" not in (names := [one["name"] for one in page.context.cookies()]):
            break
        page.wait_for_timeout(100)
    assert "moderato_session" not in names
